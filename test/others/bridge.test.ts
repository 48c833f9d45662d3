/** Beside `uni-open-bridge-common`: one row, two systems. What the stand-in does is told in `bridge.ts`. */
import { Bridge, rowId } from './bridge';
import { neighbourhood, PLATFORMS, WX, type Neighbourhood, type Shared } from './support';

const HOUR = 3_600_000;

let near: Neighbourhood;
beforeEach(async () => {
  near = await neighbourhood();
});
afterEach(() => near.close());

const bridge = () => new Bridge(near.sim, near.database);
const rows = () => near.database.collection('opendb-open-data');
const count = (path?: string) => near.sim.count(path);

describe.each(PLATFORMS)('on $platform', ({ platform, provider, appid, call }: Shared) => {
  const key = rowId(provider, appid);
  const app = () => near.app(appid);

  it('while a row of the bridge is valid, neither fetches', async () => {
    const other = bridge();
    const token = await other.getAccessToken(provider, app());
    near.sim.clearRequests();
    const [one, two] = [near.create(), near.create()];
    for (const openapi of [one, two]) expect(await call(openapi)).toMatchObject({ code: 0 });
    near.sim.advance(HOUR);
    for (const openapi of [one, two]) expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(await other.getAccessToken(provider, app())).toBe(token);
    expect(near.sim.tokenRequests(appid)).toBe(0);
  });

  it('while a row of the module is valid, neither fetches, and it is the bridge’s own kind', async () => {
    const openapi = near.create();
    await call(openapi);
    expect(await near.row(key)).toEqual({
      _id: key,
      value: JSON.stringify({ access_token: near.sim.tokens(appid)[0] }),
      expired: expect.any(Number),
    });
    const other = bridge();
    expect(await other.getAccessToken(provider, app())).toBe(near.sim.tokens(appid)[0]);
    near.sim.advance(HOUR);
    expect(await other.getAccessToken(provider, app())).toBe(near.sim.tokens(appid)[0]);
    await call(openapi);
    expect(other.fetches).toBe(0);
    expect(near.sim.tokenRequests(appid)).toBe(1);
  });

  it('a token of the bridge is not refreshed early but used to its end, and taken over after it', async () => {
    await bridge().getAccessToken(provider, app());
    const openapi = near.create();
    await call(openapi);
    near.sim.clearRequests();
    near.sim.advance(2 * HOUR - 30_000);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    near.sim.advance(31_000);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
  });

  it('misses at the same moment fetch once each, and every call succeeds afterwards', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>(resolve => (go = resolve));
    const other = new Bridge(near.sim, near.database, undefined, () => gate);
    const fetched = other.getAccessToken(provider, app());
    const openapi = near.create();
    expect(await call(openapi)).toMatchObject({ code: 0 });
    go();
    const theirs = await fetched;
    expect(near.sim.tokenRequests(appid)).toBe(2);
    // The bridge wrote last. On WeChat both tokens are good; on QQ its fetch retires the module's.
    if (platform === 'weixin') expect(near.sim.tokens(appid)).toEqual([theirs]);
    near.sim.clearRequests();
    near.sim.advance(10 * 60_000);
    for (const instance of [openapi, near.create()]) {
      expect(await call(instance)).toMatchObject({ code: 0 });
    }
    expect(await other.getAccessToken(provider, app())).toBe(theirs);
    expect(near.sim.tokenRequests(appid)).toBe(0);
  });

  it('200 calls beside a bridge that misses too make one request of the module’s own', async () => {
    const openapi = near.create();
    const other = bridge();
    const [results] = await Promise.all([
      Promise.all(Array.from({ length: 200 }, () => call(openapi))),
      other.getAccessToken(provider, app()),
    ]);
    expect(new Set(results.map(result => result.code))).toEqual(new Set([0]));
    expect(near.sim.tokenRequests(appid) - other.fetches).toBeLessThanOrEqual(1);
  });

  it('a row deleted under our feet costs a warm instance nothing and a cold one a request', async () => {
    const warm = near.create();
    await call(warm);
    await bridge().removeAccessToken(provider, appid);
    near.sim.clearRequests();
    expect(await call(warm)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    expect(await call(near.create())).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
    expect(await near.row(key)).toMatchObject({ expired: expect.any(Number) });
  });

  it('a row replaced under our feet is found when ours is refused, without another request', async () => {
    const openapi = near.create();
    await call(openapi);
    near.sim.revoke(appid);
    const theirs = await bridge().updateAccessToken(provider, app());
    near.sim.clearRequests();
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    expect(JSON.parse(String((await near.row(key))!.value))).toEqual({ access_token: theirs });
  });

  it('a dead row of the bridge is replaced, once, and the bridge goes on with the new one', async () => {
    const other = bridge();
    const dead = await other.getAccessToken(provider, app());
    near.sim.revoke(appid);
    near.sim.clearRequests();
    const [one, two] = [near.create(), near.create()];
    const results = await Promise.all([one, two].flatMap(openapi => [call(openapi), call(openapi)]));
    expect(new Set(results.map(result => result.code))).toEqual(new Set([0]));
    expect(near.sim.tokenRequests(appid)).toBe(1);
    const next = await other.getAccessToken(provider, app());
    expect(next).not.toBe(dead);
    expect(near.sim.tokens(appid)).toContain(next);
  });

  it('a row for ever (-1) is used until the platform refuses it', async () => {
    const other = bridge();
    const token = await other.getAccessToken(provider, app());
    await other.setAccessToken(provider, appid, token);
    expect(await near.row(key)).toMatchObject({ expired: -1 });
    near.sim.clearRequests();
    const openapi = near.create();
    near.sim.advance(HOUR);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    near.sim.advance(2 * HOUR);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
    const row = await near.row(key);
    expect(row!.expired).toBeGreaterThan(near.sim.now());
    // Those of the bridge that have it in their memory or in Redis aside, it finds the new one.
    expect(near.sim.tokens(appid)).toContain(await other.getAccessToken(provider, app()));
  });

  it.each([
    ['an object', (token: string) => ({ access_token: token }), (at: number) => at],
    [
      'a text, its end a date',
      (token: string) => JSON.stringify({ access_token: token }),
      (at: number) => new Date(at),
    ],
    ['an object, its end a date', (token: string) => ({ access_token: token }), (at: number) => new Date(at)],
  ])('a row whose value is %s is used, and replaced after its end', async (_what, value, expired) => {
    const token = await bridge().updateAccessToken(provider, app());
    await rows()
      .doc(key)
      .set({ value: value(token), expired: expired(near.sim.now() + HOUR) });
    near.sim.clearRequests();
    const openapi = near.create();
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    near.sim.advance(HOUR + 1);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
    const row = await near.row(key);
    expect(typeof row!.value).toBe('string');
    expect(typeof row!.expired).toBe('number');
  });

  it.each([
    ['no token', { value: '{}', expired: -1 }],
    ['no JSON', { value: 'T1', expired: -1 }],
    ['an empty token', { value: '{"access_token":""}', expired: -1 }],
    ['a number', { value: 7, expired: -1 }],
    ['no end', { value: '{"access_token":"T1"}' }],
    ['nothing', {}],
  ])('a row with %s is not used, and replaced', async (_what, row) => {
    await rows().add({ _id: key, ...row });
    expect(await call(near.create())).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
    expect(await bridge().getAccessToken(provider, app())).toBe(near.sim.tokens(appid)[0]);
    expect(near.warnings).toEqual([]);
  });
});

it('an official account’s row by the older endpoint and a token of the stable one live side by side', async () => {
  const h5 = PLATFORMS[1];
  const other = bridge();
  const theirs = await other.getAccessToken('weixin-h5', near.app(h5.appid));
  expect(count('/cgi-bin/token')).toBe(1);
  const openapi = near.create();
  const ours = await openapi.weixin.h5.auth.getAccessToken({ cache: false });
  expect(ours).not.toBe(theirs);
  expect(near.sim.tokens(h5.appid)).toEqual(expect.arrayContaining([theirs, ours]));
  expect(await other.getAccessToken('weixin-h5', near.app(h5.appid))).toBe(ours);
});

it('the bridge deletes an expired row while the module is storing its own: nothing is lost', async () => {
  const other = bridge();
  await other.setAccessToken('weixin-mp', WX, 'T-old', 60);
  near.sim.advance(61_000);
  const openapi = near.create();
  near.sim.fault({ kind: 'slow', path: '/cgi-bin/stable_token', ms: 200, times: 1 });
  const called = PLATFORMS[0].call(openapi);
  await near.database.collection('opendb-open-data').doc(rowId('weixin-mp', WX)).remove();
  expect(await called).toMatchObject({ code: 0 });
  expect(await near.row(rowId('weixin-mp', WX))).toMatchObject({
    value: JSON.stringify({ access_token: near.sim.tokens(WX)[0] }),
  });
});

it('on QQ, where a fetch may retire at once, misses at the same moment are healed by one look into the row', async () => {
  await near.close();
  near = await neighbourhood({ tokens: { qqOverlap: 0 } });
  const { appid, call } = PLATFORMS[2];
  const openapi = near.create();
  let ours: { code: unknown } | undefined;
  const other = new Bridge(near.sim, near.database, undefined, async () => {
    ours = await call(openapi);
  });
  const theirs = await other.getAccessToken('qq-mp', near.app(appid));
  expect(ours).toMatchObject({ code: 0 });
  expect(near.sim.tokens(appid)).toEqual([theirs]);
  near.sim.clearRequests();
  for (let i = 0; i < 3; i++) expect(await call(openapi)).toMatchObject({ code: 0 });
  expect(near.sim.tokenRequests(appid)).toBe(0);
});

it('what the bridge cannot do by itself on QQ it does with the module’s token', async () => {
  const { appid, call } = PLATFORMS[2];
  await call(near.create());
  const refuses = new Bridge(near.sim, near.database, undefined, () =>
    Promise.reject(new Error('provider invalid')),
  );
  expect(await refuses.getAccessToken('qq-mp', near.app(appid))).toBe(near.sim.tokens(appid)[0]);
});
