/** The counters of an instance: what it has done, in whole numbers. */
import { startWorld, vkOpenapi, WX, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterAll(() => world.sim.close());

const ZERO = {
  calls: 0,
  failures: {},
  tokenFetches: 0,
  tokenWaits: 0,
  retries: 0,
  storeErrors: 0,
  quotaRefusals: 0,
  since: expect.any(Number),
};
const check = (options: object = {}) =>
  world.openapi.weixin.security.msgSecCheck({ content: 'a', ...options });

it('are all zero before the first call, and there without one', () => {
  expect(world.openapi.stats()).toEqual(ZERO);
  expect(vkOpenapi.openapi.stats()).toEqual(ZERO);
  expect(Object.keys(world.openapi)).not.toContain('stats');
});

it('begin at the moment the instance was made, by its own clock', () => {
  const openapi = world.create({ clock: { now: () => 1234, sleep: async () => undefined } });
  expect(openapi.stats().since).toBe(1234);
});

it('count calls, failures by code, token requests and who waited for one', async () => {
  await Promise.all([1, 2, 3].map(() => check()));
  await check({ content: '' });
  await world.openapi.weixin.wxacode.getUnlimited({});
  await world.openapi.weixin.wxacode.getUnlimited({ scene: 'a' });
  await world.openapi.weixin.auth.getAccessToken();
  await world.openapi.weixin.request({ url: '/no/such/path' });
  await world.openapi.weixin.request({ url: 'https://example.com/' });
  const { failures, ...rest } = world.openapi.stats();
  expect(rest).toEqual({ ...ZERO, failures: undefined, calls: 9, tokenFetches: 1, tokenWaits: 2 });
  expect(failures).toMatchObject({ 'vk-openapi-param-invalid': 2, 40066: 1 });
});

it('count a call that rejects as a failure', async () => {
  world.sim.setApp(WX, { ipAllowList: ['203.0.113.9'] });
  await world.openapi.weixin.auth.getAccessToken().catch(() => undefined);
  expect(world.openapi.stats()).toMatchObject({ calls: 1, failures: { 40164: 1 }, tokenFetches: 1 });
});

it('count an adapter’s own requests as the one call they are', async () => {
  world.sim.fault({ kind: 'error', path: '/wxa/msg_sec_check', errcode: 61010, times: 1 });
  const res = await check({ openid: `o${'a'.repeat(27)}` });
  expect(res).toMatchObject({ code: 0, version: 1 });
  expect(world.openapi.stats()).toMatchObject({ calls: 1, failures: {} });
});

it('count every repetition: busy, dead token, broken connection', async () => {
  world.openapi = world.create({ clock: { now: Date.now, sleep: async () => undefined } });
  await check();
  world.sim.revoke(WX);
  await check();
  expect(world.openapi.stats()).toMatchObject({ retries: 1, tokenFetches: 2 });
  world.sim.fault({ kind: 'busy', path: '/cgi-bin/stable_token', times: 2 });
  await world.openapi.weixin.auth.getAccessToken({ cache: false });
  expect(world.openapi.stats()).toMatchObject({ retries: 3, tokenFetches: 3 });
  const twice = () => world.openapi.weixin.request({ method: 'GET', url: '/wxa/get_wxa_x' });
  await twice();
  world.sim.fault({ kind: 'reset-before', times: 1 });
  expect(await twice()).toMatchObject({ code: 40066 });
  expect(world.openapi.stats()).toMatchObject({ retries: 4 });
});

it('are a copy, and one instance’s own', async () => {
  const other = world.create();
  await check({ content: '' });
  const copy = world.openapi.stats();
  copy.calls = 100;
  copy.failures.x = 1;
  expect(world.openapi.stats()).toMatchObject({ calls: 1 });
  expect(world.openapi.stats().failures).not.toHaveProperty('x');
  expect(other.stats()).toEqual(ZERO);
});

it('stay small however many different codes there are', async () => {
  let errcode = 1_000_000;
  const transport = async () => ({ status: 200, headers: {}, body: JSON.stringify({ errcode: errcode++ }) });
  const openapi = world.create({ http: { transport } });
  for (let i = 0; i < 500; i++) await openapi.weixin.request({ url: '/x', access_token: 'a token' });
  const { failures, calls } = openapi.stats();
  expect(Object.keys(failures).length).toBeLessThanOrEqual(201);
  expect(failures.other).toBe(300);
  expect(calls).toBe(500);
});
