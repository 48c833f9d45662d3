/** The JS-SDK's tickets and signatures as a user of the module meets them; the protocol is tested in test/token. */
import { createHash } from 'crypto';
import { openDatabase } from '../../local/cloud/database';
import { H5, startWorld, WX, type World } from './world';

const TICKET = '/cgi-bin/ticket/getticket';
const ROW = `uni-id:weixin-h5:${H5}:ticket`;
const PAGE = 'https://example.com/a?b=c';

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

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at answers field by field, as users do
const times = (n: number, make: (i: number) => Promise<any>) =>
  Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const auth = () => world.openapi.weixin.h5.auth;
const requests = () => [world.sim.count(TICKET), world.sim.tokenRequests(H5)];
/** As the simulator's time goes. */
const simClock = () => ({
  now: () => world.sim.now(),
  sleep: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)),
});

function installDatabase() {
  const database = openDatabase();
  Object.assign(globalThis, { uniCloud: { database: () => database } });
  return database;
}

/** What the official account's page computes to compare. */
function isRight(ticket: string, { config, url }: { config: Record<string, unknown>; url: string }): boolean {
  const text = `jsapi_ticket=${ticket}&noncestr=${config.nonceStr}&timestamp=${config.timestamp}&url=${url}`;
  return createHash('sha1').update(text).digest('hex') === config.signature;
}

it('200 concurrent first signatures cost one ticket and one token, and all are right', async () => {
  const results = await times(200, i => auth().getJsapiSign({ url: `${PAGE}${i}#/home` }));
  const { jsapi_ticket } = await auth().getJsapiTicket();
  results.forEach((res, i) => {
    expect(res).toMatchObject({
      code: 0,
      errcode: 0,
      errmsg: 'ok',
      url: `${PAGE}${i}`,
      config: { appId: H5 },
    });
    expect(isRight(jsapi_ticket, res)).toBe(true);
  });
  expect(requests()).toEqual([1, 1]);
});

it('200 of several instances on one database cost the same, and the row is the official one', async () => {
  const database = installDatabase();
  const instances = [world.create(), world.create(), world.create(), world.create()];
  const results = await times(200, i => instances[i % 4].weixin.h5.auth.getJsapiSign({ url: PAGE }));
  expect(new Set(results.map(res => res.code))).toEqual(new Set([0]));
  expect(requests()).toEqual([1, 1]);
  const { data } = await database.collection('opendb-open-data').doc(ROW).get();
  const { jsapi_ticket } = await auth().getJsapiTicket();
  expect(data[0].value).toBe(JSON.stringify({ ticket: jsapi_ticket }));
  expect(data[0].expired - Date.now()).toBeGreaterThan(7_100_000);
  expect(requests()).toEqual([1, 1]);
});

it('a ticket that the official bridge stored is used, and nothing is asked for', async () => {
  const database = installDatabase();
  const value = JSON.stringify({ ticket: 'of-the-bridge' });
  await database.collection('opendb-open-data').add({ _id: ROW, value, expired: Date.now() + 60_000 });
  expect(isRight('of-the-bridge', await auth().getJsapiSign({ url: PAGE }))).toBe(true);
  expect(requests()).toEqual([0, 0]);
});

it('a token that died is replaced for the ticket as for every call', async () => {
  await auth().getAccessToken();
  world.sim.revoke(H5);
  const results = await times(20, () => auth().getJsapiTicket());
  expect(new Set(results.map(res => res.code))).toEqual(new Set([0]));
  expect(world.sim.count(TICKET)).toBe(2);
  expect(world.sim.tokenRequests(H5)).toBe(2);
});

it('a ticket that was revoked is replaced by asking once more', async () => {
  const { jsapi_ticket: old } = await auth().getJsapiTicket();
  world.sim.revoke(H5);
  expect((await auth().getJsapiTicket()).jsapi_ticket).toBe(old);
  const { jsapi_ticket: fresh } = await auth().getJsapiTicket({ cache: false });
  expect(fresh).not.toBe(old);
  expect(isRight(fresh, await auth().getJsapiSign({ url: PAGE }))).toBe(true);
});

it('a ticket that has ended is asked for again', async () => {
  const openapi = world.create({ clock: simClock() });
  const { jsapi_ticket: old } = await openapi.weixin.h5.auth.getJsapiTicket();
  world.sim.advance(7_200_000);
  const signed = await openapi.weixin.h5.auth.getJsapiSign({ url: PAGE });
  expect(isRight(old, signed)).toBe(false);
  const { jsapi_ticket: fresh } = await openapi.weixin.h5.auth.getJsapiTicket();
  expect(isRight(fresh, signed)).toBe(true);
  expect(world.sim.count(TICKET)).toBe(2);
});

describe('a ticket that cannot be had is the call’s failure', () => {
  it('with the token endpoint’s own number', async () => {
    world.sim.setApp(H5, { ipAllowList: ['203.0.113.9'] });
    expect(await auth().getJsapiSign({ url: PAGE })).toMatchObject({ code: 40164, errcode: 40164 });
    expect(world.sim.count(TICKET)).toBe(0);
  });
  it('with the ticket endpoint’s own number, asked for once in half a minute', async () => {
    world.sim.fault({ kind: 'error', path: TICKET, errcode: 48001, times: 100 });
    for (const res of await times(20, () => auth().getJsapiSign({ url: PAGE }))) {
      expect(res).toMatchObject({ code: 48001, errcode: 48001 });
      expect(res).not.toHaveProperty('config');
    }
    expect(world.sim.count(TICKET)).toBe(1);
  });
  it('and never a signature of nothing', async () => {
    world.sim.fault({ kind: 'error', path: TICKET, errcode: 0, times: 100 });
    const res = await auth().getJsapiSign({ url: PAGE });
    expect(res).toMatchObject({ code: 'vk-openapi-bad-response' });
    expect(res).not.toHaveProperty('config');
  });
});

it('a mini program’s getTicket stays a plain call, and so does jsapi.getTicket', async () => {
  for (const call of [world.openapi.weixin.auth.getTicket, world.openapi.weixin.h5.jsapi.getTicket]) {
    const first = await call({ type: 'jsapi' });
    expect(first).toMatchObject({ code: 0, ticket: expect.any(String), expires_in: expect.any(Number) });
    expect((await call({ type: 'jsapi' })).ticket).toBe(first.ticket);
  }
  expect(world.sim.count(TICKET)).toBe(4);
  expect(world.sim.tokenRequests(WX)).toBe(1);
});

it('an access_token of the caller’s own is used, and nothing is stored or looked up', async () => {
  const database = installDatabase();
  const token = await world.create({ tokenStore: 'memory' }).weixin.h5.auth.getAccessToken();
  world.sim.clearRequests();
  const res = await auth().getJsapiSign({ url: PAGE, access_token: token });
  expect(res).toMatchObject({ code: 0, config: { appId: H5 } });
  expect(requests()).toEqual([1, 0]);
  const { data } = await database.collection('opendb-open-data').get();
  expect(data).toEqual([]);
});

it('tickets go by the proxy with a fixed address where tokens do', async () => {
  const urls: string[] = [];
  const get = async (url: string, params: Record<string, string>) => {
    urls.push(`${new URL(url).pathname} ${params.type ?? params.grant_type}`);
    const answer = await fetch(`${url}?${new URLSearchParams(params).toString()}`);
    return { statusCodeValue: answer.status, headers: {}, body: await answer.text() };
  };
  const postJson = async (url: string, body: object) => {
    urls.push(new URL(url).pathname);
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return { statusCodeValue: answer.status, headers: {}, body: await answer.text() };
  };
  Object.assign(globalThis, { uniCloud: { httpProxyForEip: { get, postJson } } });
  const openapi = world.create({ http: { transport: { 'weixin.h5': 'eip' } }, tokenStore: 'memory' });
  expect(await openapi.weixin.h5.auth.getJsapiSign({ url: PAGE })).toMatchObject({ code: 0 });
  expect(urls).toEqual(['/cgi-bin/stable_token', `${TICKET} jsapi`]);
});

it('no ticket is in what a failure or the log says', async () => {
  const { jsapi_ticket } = await auth().getJsapiTicket();
  await auth().getJsapiSign({ url: PAGE });
  const failure = await auth().getJsapiSign({ url: PAGE, jsapi_ticket: `${jsapi_ticket}&` });
  expect(failure.code).toBe('vk-openapi-param-invalid');
  const said = JSON.stringify([failure, world.log]);
  expect(world.sim.secrets().filter(secret => said.includes(secret))).toEqual([]);
});
