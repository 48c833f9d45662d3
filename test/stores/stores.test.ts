import { openDatabase } from '../../local/cloud/database';
import { systemClock } from '../../src/host/clock';
import { createTokenManager } from '../../src/token/create';
import type { TokenStore } from '../../src/token/store';
import { createStore } from '../../src/token/stores';
import { CountingStore, installDatabase, Log, uninstallCloud } from '../token/support';
import { redisCommand, startRedis, type RedisServer } from './redis-server';
import { describeStore } from './suite';

const open = (name: string): TokenStore => createStore(name, { clock: systemClock }).store;
const setCloud = (cloud: unknown) => ((globalThis as { uniCloud?: unknown }).uniCloud = cloud);

afterEach(uninstallCloud);

describeStore('memory', () => open('memory'));

describeStore(
  'a store of the user’s own',
  () => createStore(new CountingStore(), { clock: systemClock }).store,
);

for (const provider of ['aliyun', 'tencent', 'alipay'] as const) {
  const collections = {
    'opendb-open-data': { indexes: [], initial: [] },
    'vk-global-data': { indexes: [], initial: [] },
  };
  for (const name of ['database', 'vk-global-data']) {
    describeStore(`${name} on ${provider}`, () => {
      installDatabase({ provider, collections });
      return open(name);
    });
  }
}

describe('database', () => {
  const KEY = 'uni-id:weixin-mp:wx1:access-token';
  const OTHERS = [
    { value: { access_token: 'object' }, expired: 1 },
    { value: { access_token: 'object', more: { deep: 1 } }, expired: new Date(1_800_000_000_000) },
    { value: '{"access_token":"text"}', expired: '1800000000000' },
    { value: null, expired: null },
    { value: 7 },
    {},
  ];

  test.each(OTHERS)('replaces and removes a row as others may have written it: %j', async others => {
    const database = installDatabase();
    const store = open('database');
    const collection = database.collection('opendb-open-data');
    for (const method of ['replace', 'remove']) {
      await collection.add({ _id: KEY, ...others });
      const read = await store.get(KEY);
      expect(typeof read!.value).toBe('string');
      expect(typeof read!.expired).toBe('number');
      if (method === 'replace') {
        const next = { value: '{"access_token":"new"}', expired: 1_900_000_000_000 };
        expect(await store.compareAndSet(KEY, read, next)).toBe(true);
        expect(await store.compareAndSet(KEY, read, { ...next, value: 'again' })).toBe(false);
        const { data } = await collection.doc(KEY).get();
        expect(data[0]).toEqual({ _id: KEY, ...next });
        await collection.doc(KEY).remove();
      } else {
        expect(await store.remove(KEY, read!)).toBe(true);
      }
    }
  });

  test('an object that another has changed since is not replaced', async () => {
    const database = installDatabase();
    const store = open('database');
    const collection = database.collection('opendb-open-data');
    await collection.add({ _id: KEY, value: { access_token: 'a' }, expired: 1 });
    const read = await store.get(KEY);
    await collection.doc(KEY).update({ value: { access_token: 'b' } });
    expect(await store.compareAndSet(KEY, read, { value: 'c', expired: 2 })).toBe(false);
  });

  test('a database that answers with a code instead of rejecting has failed', async () => {
    const answer = async () => ({ code: 'DATABASE_REQUEST_FAILED', message: 'no' });
    const query = { get: answer, update: answer, remove: answer };
    setCloud({
      database: () => ({ collection: () => ({ add: answer, where: () => query, doc: () => query }) }),
    });
    const store = open('database');
    const row = { value: 'a', expired: 1 };
    await expect(store.get(KEY)).rejects.toThrow('no');
    await expect(store.compareAndSet(KEY, undefined, row)).rejects.toThrow('no');
    await expect(store.compareAndSet(KEY, row, row)).rejects.toThrow('no');
    await expect(store.remove(KEY, row)).rejects.toThrow('no');
  });

  test('an add that was done although its answer was lost counts as done', async () => {
    const database = openDatabase();
    const collection = database.collection('opendb-open-data');
    const add = collection.add.bind(collection);
    collection.add = async (document: object) => {
      await add(document);
      throw new Error('connection lost');
    };
    setCloud({ database: () => ({ collection: () => collection }) });
    expect(await open('database').compareAndSet(KEY, undefined, { value: 'a', expired: 1 })).toBe(true);
  });
});

describe('vk-global-data', () => {
  const app = { platform: 'weixin', appid: 'wx1', appsecret: 's' } as const;
  const keys = {
    weixin: 'mp-weixin-wx1',
    'weixin.h5': 'h5-weixin-wx1',
    qq: 'mp-qq-access_token-wx1',
  } as const;

  test('holds the token itself under the predecessor’s keys, with its other fields', async () => {
    const database = installDatabase();
    for (const platform of ['weixin', 'weixin.h5', 'qq'] as const) {
      const tokens = createTokenManager({
        clock: systemClock,
        logger: new Log(),
        store: () => createStore('vk-global-data', { clock: systemClock }),
        credential: of => ({
          app: of,
          kind: 'access-token',
          fetch: async () => ({ value: `token-of-${platform}`, expiresIn: 7200 }),
        }),
      });
      await tokens.get({ ...app, platform });
      const { data } = await database.collection('vk-global-data').doc(keys[platform]).get();
      expect(data[0]).toEqual({
        _id: keys[platform],
        key: keys[platform],
        value: `token-of-${platform}`,
        expired_at: expect.any(Number),
        _add_time: expect.any(Number),
        _add_time_str: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      });
    }
  });
});

describe('a name that is no store', () => {
  test.each([['databse'], ['__proto__'], ['custom'], [7], [undefined], [{ get: () => undefined }]])(
    '%p is missing configuration, and the valid names are told',
    choice => {
      let caught: unknown;
      try {
        createStore(choice, { clock: systemClock });
      } catch (error) {
        caught = error;
      }
      expect(caught).toMatchObject({
        code: 'vk-openapi-config-missing',
        msg: expect.stringMatching(
          /vk-openapi\/config\.json.*tokenStore.*database、vk-global-data、redis、memory/,
        ),
      });
    },
  );

  test('is the failure of the call, which then asks nobody', async () => {
    let asked = 0;
    const tokens = createTokenManager({
      clock: systemClock,
      logger: new Log(),
      store: () => createStore('databse', { clock: systemClock }),
      credential: app => ({
        app,
        kind: 'access-token',
        fetch: async () => ({ value: `t${(asked += 1)}`, expiresIn: 7200 }),
      }),
    });
    const app = { platform: 'weixin', appid: 'wx1', appsecret: 's' } as const;
    await expect(tokens.get(app)).rejects.toMatchObject({ code: 'vk-openapi-config-missing' });
    expect(asked).toBe(0);
  });
});

describe('redis without its extension', () => {
  test('the warning names the line of package.json, and the call succeeds', async () => {
    setCloud({
      redis: () => {
        throw new Error('redis is not available');
      },
    });
    const log = new Log();
    const tokens = createTokenManager({
      clock: systemClock,
      logger: log,
      store: () => createStore('redis', { clock: systemClock }),
      credential: app => ({
        app,
        kind: 'access-token',
        fetch: async () => ({ value: 't', expiresIn: 7200 }),
      }),
    });
    expect(await tokens.get({ platform: 'weixin', appid: 'wx1', appsecret: 's' })).toBe('t');
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).toContain('package.json');
    expect(log.warnings[0]).toContain('"extensions": { "uni-cloud-redis": {} }');
  });
});

const command = redisCommand();
if (command === undefined) {
  test.skip('redis: skipped, there is no redis-server on this machine (Debian: apt-get install redis-server)', () =>
    undefined);
} else {
  describe('with a real Redis server', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis(command);
    });
    afterAll(() => server.close());

    describeStore(
      'redis',
      () => {
        setCloud({ redis: () => server.client });
        return open('redis');
      },
      { sameEnd: 1_000 },
    );

    test('a row is the official modules’ value, and ends by itself', async () => {
      setCloud({ redis: () => server.client });
      const store = open('redis');
      const value = '{"access_token":"a"}';
      await store.compareAndSet('k', undefined, { value, expired: Date.now() + 7_200_000 });
      expect(await server.client.get('k')).toBe(value);
      expect(await server.client.ttl('k')).toBeGreaterThan(7_190);
      await store.compareAndSet('k', { value, expired: 0 }, { value: 'past', expired: Date.now() - 5 });
      while ((await store.get('k')) !== undefined) await new Promise(resolve => setTimeout(resolve, 5));
    });
  });
}
