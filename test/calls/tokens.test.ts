/** Tokens as a user of the module meets them. The protocol itself is tested in test/token. */
import { QQ, startWorld, WX, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
  world.log.warnings.length = 0;
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'uniCloud');
});
afterAll(() => world.sim.close());

const check = (openapi = world.openapi) => openapi.weixin.security.msgSecCheck({ content: 'a' });
const times = <T>(n: number, make: () => Promise<T>) => Promise.all(Array.from({ length: n }, make));
const codes = (results: { code: unknown }[]) => [...new Set(results.map(res => res.code))];

it('200 concurrent first calls ask for one token', async () => {
  expect(codes(await times(200, () => check()))).toEqual([0]);
  expect(world.sim.tokenRequests(WX)).toBe(1);
});

it.each([
  ['weixin', WX],
  ['qq', QQ],
])(
  'a token of %s revoked under 50 concurrent calls costs at most two requests, and no call',
  async (platform, appid) => {
    const call = () => world.openapi[platform].security.msgSecCheck({ content: 'a' });
    await call();
    world.sim.revoke(appid);
    world.sim.clearRequests();
    expect(codes(await times(50, call))).toEqual([0]);
    expect(world.sim.tokenRequests(appid)).toBeLessThanOrEqual(2);
  },
);

it('a token that is dead although the platform still gives it out is forced once', async () => {
  await check();
  world.sim.fault({ kind: 'error', path: '/wxa/msg_sec_check', errcode: 40001, times: 1 });
  expect(await check()).toMatchObject({ code: 0 });
});

it('a call that keeps being refused is made at most twice', async () => {
  await check();
  world.sim.clearRequests();
  world.sim.fault({ kind: 'error', path: '/wxa/msg_sec_check', errcode: 40001, times: 100 });
  expect(await check()).toMatchObject({ code: 40001, errcode: 40001 });
  expect(world.sim.count('/wxa/msg_sec_check')).toBeLessThanOrEqual(2);
});

describe('a token that cannot be had is the call’s failure, with the endpoint’s own number', () => {
  it('40164 names the address to allow', async () => {
    world.sim.setApp(WX, { ipAllowList: ['203.0.113.9'] });
    expect(await check()).toMatchObject({
      code: 40164,
      errcode: 40164,
      msg: expect.stringMatching(/127\.0\.0\.1.*白名单/),
      errmsg: expect.stringContaining('rid'),
    });
  });
  it('40125 and 40013 come back as they are, and are not asked for again and again', async () => {
    const openapi = world.create({
      apps: { weixin: [{ appid: WX, appsecret: 'wrong-secret-of-this-app' }] },
    });
    expect(codes(await times(20, () => check(openapi)))).toEqual([40125]);
    expect(codes(await times(20, () => check(openapi)))).toEqual([40125]);
    expect(world.sim.tokenRequests(WX)).toBeLessThanOrEqual(2);
    const unknown = world.create({
      apps: { weixin: [{ appid: 'wxnobody', appsecret: 'some-secret-or-other' }] },
    });
    expect(await check(unknown)).toMatchObject({ code: 40013 });
  });
});

describe('with a uniCloud database', () => {
  /** Counts what is asked of it; `broken` throws on everything. */
  function install(broken: boolean) {
    const rows = new Map<string, Record<string, unknown>>();
    const counter = { operations: 0 };
    const operation = async <T>(work: () => T): Promise<T> => {
      counter.operations++;
      if (broken) throw new Error('the database is down');
      return work();
    };
    const matches = (query: Record<string, unknown>) =>
      [...rows.values()].filter(row => Object.keys(query).every(key => row[key] === query[key]));
    const collection = () => ({
      add: (row: Record<string, unknown>) =>
        operation(() => {
          if (rows.has(row._id as string)) throw new Error('E11000 duplicate key error');
          rows.set(row._id as string, { ...row });
          return { id: row._id };
        }),
      doc: (id: string) => ({ get: () => operation(() => ({ data: rows.has(id) ? [rows.get(id)] : [] })) }),
      where: (query: Record<string, unknown>) => ({
        get: () => operation(() => ({ data: matches(query) })),
        update: (changes: object) =>
          operation(() => ({ updated: matches(query).map(row => Object.assign(row, changes)).length })),
        remove: () =>
          operation(() => ({ deleted: matches(query).filter(row => rows.delete(row._id as string)).length })),
      }),
    });
    Object.assign(globalThis, { uniCloud: { database: () => ({ collection, command: {} }) } });
    return { rows, counter };
  }

  it('a warm call makes no database operation', async () => {
    const { rows, counter } = install(false);
    await check();
    const row = rows.get(`uni-id:weixin-mp:${WX}:access-token`)!;
    expect(row.value).toBe(JSON.stringify({ access_token: world.sim.tokens(WX)[0] }));
    expect(typeof row.expired).toBe('number');
    const before = counter.operations;
    await check();
    expect(counter.operations).toBe(before);
  });
  it('another instance takes the token from there', async () => {
    install(false);
    await check();
    expect(await check(world.create())).toMatchObject({ code: 0 });
    expect(world.sim.tokenRequests(WX)).toBe(1);
  });
  it('that throws on everything costs a warning and nothing else', async () => {
    install(true);
    expect(codes(await times(20, () => check()))).toEqual([0]);
    expect(await world.openapi.qq.security.msgSecCheck({ content: 'a' })).toMatchObject({ code: 0 });
    expect(world.sim.tokenRequests(WX)).toBe(1);
    expect(world.log.warnings).toHaveLength(1);
    expect(world.log.warnings[0]).toContain('opendb-open-data');
  });
  it('is left alone by a caller with a token of its own', async () => {
    const { counter } = install(false);
    await world.openapi.weixin.security.msgSecCheck({ content: 'a', access_token: 'x' });
    expect(counter.operations).toBe(0);
  });
});
