/** The bridge with Redis switched on: it reads its own copy before the row. */
import { redisCommand, startRedis, type RedisServer } from '../stores/redis-server';
import { Bridge, rowId, type Redis } from './bridge';
import { MemoryRedis } from './redis';
import { eventually, neighbourhood, PLATFORMS, WX, type Neighbourhood, type Shared } from './support';

const KEY = rowId('weixin-mp', WX);
const WEIXIN = PLATFORMS[0];
const settled = () => new Promise<void>(resolve => setTimeout(resolve, 20));

describe('a Redis by the clock of the simulator', () => {
  let near: Neighbourhood;
  let redis: MemoryRedis;
  beforeEach(async () => {
    near = await neighbourhood({}, sim => {
      redis = new MemoryRedis(() => sim.now());
      return () => redis;
    });
  });
  afterEach(() => near.close());
  const bridge = () => new Bridge(near.sim, near.database, () => redis);

  it.each(PLATFORMS)(
    'on $platform, the bridge finds the module’s token in its copy, for as long as it is good',
    async ({ provider, appid, call }: Shared) => {
      await call(near.create());
      const key = rowId(provider, appid);
      await eventually(() => redis.peek(key) !== undefined);
      expect(redis.peek(key)).toBe((await near.row(key))!.value);
      const life = (Number((await near.row(key))!.expired) - near.sim.now()) / 1000;
      expect(Math.abs(redis.life(key) - life)).toBeLessThanOrEqual(2);
      const other = bridge();
      expect(await other.getAccessToken(provider, near.app(appid))).toBe(near.sim.tokens(appid)[0]);
      expect(other.fetches).toBe(0);
    },
  );

  it.each(PLATFORMS)(
    'on $platform, a dead copy is overwritten with the token that takes its place',
    async ({ provider, appid, call }: Shared) => {
      const other = bridge();
      const dead = await other.getAccessToken(provider, near.app(appid));
      const key = rowId(provider, appid);
      expect(redis.peek(key)).toContain(dead);
      near.sim.revoke(appid);
      expect(await call(near.create())).toMatchObject({ code: 0 });
      await eventually(() => redis.peek(key) === JSON.stringify({ access_token: near.sim.tokens(appid)[0] }));
      expect(near.sim.tokens(appid)).toContain(await other.getAccessToken(provider, near.app(appid)));
      expect(other.fetches).toBe(1);
    },
  );

  it('a dead copy is overwritten with the row’s token, where a function without Redis has replaced the row', async () => {
    const dead = await bridge().getAccessToken('weixin-mp', near.app(WX));
    const openapi = near.create();
    expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
    near.sim.revoke(WX);
    const withoutRedis = new Bridge(near.sim, near.database);
    const next = await withoutRedis.updateAccessToken('weixin-mp', near.app(WX));
    expect(redis.peek(KEY)).toContain(dead);
    expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
    await eventually(() => redis.peek(KEY) === JSON.stringify({ access_token: next }));
  });

  it('a copy that is another token than the dead one is left alone', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    near.sim.revoke(WX);
    const withoutRedis = new Bridge(near.sim, near.database);
    await withoutRedis.updateAccessToken('weixin-mp', near.app(WX));
    await redis.set(KEY, '{"access_token":"another"}');
    expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
    await settled();
    expect(redis.peek(KEY)).toBe('{"access_token":"another"}');
  });

  it('a warm call asks nothing of it, and the lease never goes there', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    await eventually(() => redis.peek(KEY) !== undefined);
    const commands = redis.commands.length;
    for (let i = 0; i < 10; i++) await WEIXIN.call(openapi);
    await settled();
    expect(redis.commands).toHaveLength(commands);
    expect(redis.commands.join()).not.toContain('lease');
  });

  it('another store of the module’s has no copies', async () => {
    for (const tokenStore of ['memory', 'vk-global-data']) await WEIXIN.call(near.create({ tokenStore }));
    await settled();
    expect(redis.commands).toEqual([]);
  });

  it('an early refresh replaces the copy', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    await eventually(() => redis.peek(KEY) !== undefined);
    const before = redis.peek(KEY);
    near.sim.advance(7_200_000 - 59_000);
    expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
    await eventually(() => redis.peek(KEY) !== before);
    expect(redis.peek(KEY)).toBe((await near.row(KEY))!.value);
  });
});

describe.each<[string, () => () => Redis]>([
  [
    'throws (a function without the extension)',
    () => () => {
      throw new Error('redis is not available');
    },
  ],
  [
    'rejects everything',
    () => () => {
      const refuse = () => Promise.reject(new Error('READONLY'));
      return { get: refuse, set: refuse, del: refuse };
    },
  ],
  [
    'never answers',
    () => () => {
      const hang = () => new Promise<never>(() => undefined);
      return { get: hang, set: hang, del: hang };
    },
  ],
  ['is no client', () => () => undefined as unknown as Redis],
])('a Redis that %s', (_what, open) => {
  it('costs nothing: no call, no time, no warning', async () => {
    const near = await neighbourhood({}, open);
    try {
      const openapi = near.create();
      expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
      near.sim.revoke(WX);
      expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
      expect(near.sim.tokenRequests(WX)).toBe(2);
      await settled();
      expect(near.warnings).toEqual([]);
    } finally {
      await near.close();
    }
  });
});

const command = redisCommand();
if (command === undefined) {
  test.skip('a real Redis: not installed here (Debian: apt-get install redis-server), so this part did not run', () =>
    undefined);
} else {
  describe('a real Redis', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis(command);
    });
    afterAll(() => server.close());

    it('holds the bridge’s copy with the end of the row, and loses a dead one', async () => {
      const client = server.client;
      const near = await neighbourhood({}, () => () => client as unknown as Redis);
      try {
        const openapi = near.create();
        await WEIXIN.call(openapi);
        await eventually(() => client.get(KEY));
        expect(await client.get(KEY)).toBe((await near.row(KEY))!.value);
        const life = (Number((await near.row(KEY))!.expired) - near.sim.now()) / 1000;
        expect(Math.abs((await client.ttl(KEY)) - life)).toBeLessThanOrEqual(2);
        const other = new Bridge(near.sim, near.database, () => client as unknown as Redis);
        expect(await other.getAccessToken('weixin-mp', near.app(WX))).toBe(near.sim.tokens(WX)[0]);
        near.sim.revoke(WX);
        expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
        const [next] = near.sim.tokens(WX);
        await eventually(async () => (await client.get(KEY))!.includes(next!));
      } finally {
        await near.close();
      }
    });
  });
}
