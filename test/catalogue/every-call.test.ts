/** Every call of the catalogue through the built module to the simulator, and what arrives there. */
import { appsOf, H5, QQ, startWorld, WX, WX2, type World } from '../calls/world';
import { apiKeys } from './api-keys';
import { type Call, localCalls, sentCalls } from './catalogue';
import { exceptionIds, expectedCode } from './exceptions';
import { paramsOf, type Which } from './values';
import { checkAdapted, checkSealed, checkWire } from './wire';

/** What the platform says to calls that it has withdrawn. */
const WITHDRAWN = 45109;

/** A mobile app, which the simulator has none of by itself. */
const MOBILE = {
  platform: 'weixin.app',
  appid: 'wx00000000000000f1',
  appsecret: 'demo0secret0of0mobile0app0000001',
} as const;

const keys = apiKeys();
let world: World;

beforeAll(async () => {
  world = await startWorld();
  world.sim.addApp(MOBILE);
  world.sim.setApp(WX2, { apiSecurity: keys.simulator });
  world.openapi = world.create({
    apps: { ...appsOf(world.sim), 'weixin.app': [MOBILE] },
    keys: { [WX2]: { api: keys.module } },
  });
});
afterAll(() => world.sim.close());

const LOGIN = sentCalls.find(({ id }) => id === 'weixin.h5.oauth.getAccessToken')!;

/** Calls that the module makes by another path than their own: tokens are asked for by the stable endpoint. */
const ASKED_AT: Readonly<Record<string, string>> = {
  'weixin.auth.getAccessToken': '/cgi-bin/stable_token',
  'weixin.h5.auth.getAccessToken': '/cgi-bin/stable_token',
};

type Result = Buffer | string | ({ code: number | string } & Record<string, unknown>);

const sealed = (call: Call) => call.apiSigned === 'required';
/** An app with keys encrypts every call that may be; so only those that must be are made by that one. */
const appOf = (call: Call): string =>
  sealed(call) ? WX2 : { qq: QQ, 'weixin.h5': H5, 'weixin.app': MOBILE.appid, weixin: WX }[call.platform]!;

function make(call: Call, params: Record<string, unknown>): Promise<Result> {
  const path = call.id.split('.');
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any call there is, by its name
  const found = path.reduce((node: any, name) => node[name], world.openapi);
  return found(params, sealed(call) ? { appid: WX2 } : undefined);
}

const codeOf = (result: Result): number | string =>
  Buffer.isBuffer(result) || typeof result === 'string' ? 0 : result.code;

const told = (result: Result): string => {
  const { code, msg, errmsg } = Object(result) as Record<string, unknown>;
  return `${String(code)}: ${String(msg)} (${String(errmsg)})`;
};

/** What a login gives: a call with a user's own token can be made by nobody else. */
async function login(call: Call): Promise<Record<string, unknown>> {
  const byRefresh = call.params.some(param => param.name === 'refresh_token');
  if (call.credential !== 'user' && !byRefresh) return {};
  const { oauth } = world.openapi.weixin.h5;
  const auth = call.platform === 'weixin.app' ? world.openapi.weixin.app.auth : oauth;
  const session = await auth.getAccessToken({ code: paramsOf(LOGIN, 'required').code });
  const { openid, access_token, refresh_token } = session;
  return byRefresh ? { refresh_token } : { openid, access_token };
}

async function sends(call: Call, which: Which): Promise<void> {
  const given = { ...paramsOf(call, which), ...(await login(call)) };
  world.sim.clearRequests();
  const before = JSON.stringify(given);
  const result = await make(call, given);
  expect(JSON.stringify(given)).toBe(before);
  const code = codeOf(result);
  const expected = call.removed === undefined ? expectedCode(call.id, which) : WITHDRAWN;
  if (code !== expected) throw new Error(`answered ${told(result)}, not ${expected}`);
  if (code === 0 && call.answer === 'binary') expect(Buffer.isBuffer(result)).toBe(true);

  if (ASKED_AT[call.id]) return expect(world.sim.count(ASKED_AT[call.id])).toBe(1);
  const request = [...world.sim.requests].reverse().find(({ path }) => path === call.path)!;
  expect(request).toBeDefined();
  const app = world.sim.apps.find(({ appid }) => appid === appOf(call))!;
  const sent = { call, given, request, app, tokens: world.sim.tokens(app.appid) };
  if (sealed(call)) checkSealed(sent);
  else if (call.adapter) checkAdapted(sent);
  else checkWire(sent);
}

const byId = (calls: readonly Call[]) => calls.map(call => [call.id, call] as const);

describe('every call is sent as the catalogue describes it', () => {
  it.each(byId(sentCalls))('%s with all its parameters', (_id, call) => sends(call, 'all'));
  it.each(byId(sentCalls))('%s with the required ones only', (_id, call) => sends(call, 'required'));
});

it('the list of exceptions names calls only', () => {
  const ids = new Set(sentCalls.map(({ id }) => id));
  expect(exceptionIds.filter(id => !ids.has(id))).toEqual([]);
});

describe('every call without a request answers an envelope', () => {
  it.each(byId(localCalls))('%s', async (_id, call) => {
    world.sim.clearRequests();
    for (const which of ['all', 'required'] as const)
      expect(await make(call, paramsOf(call, which))).toMatchObject({
        code: expect.anything(),
        msg: expect.any(String),
        errcode: expect.anything(),
        errmsg: expect.any(String),
      });
  });
});
