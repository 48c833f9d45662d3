/** No secret in any result, error, stack or log, whatever goes wrong (contract.md §1). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { FAULT_KINDS } from '../../local/simulator';
import { OPENID, PNG, QQ, startWorld, vkOpenapi, WX, type World } from './world';

let world: World;
const console_ = { warn: console.warn, log: console.log, error: console.error };
const printed: string[] = [];
beforeAll(async () => {
  for (const name of ['warn', 'log', 'error'] as const) {
    console[name] = (...args: unknown[]) => void printed.push(args.map(arg => inspect(arg)).join(' '));
  }
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create({ http: { timeout: 300, uploadTimeout: 300 } });
});
afterAll(async () => {
  Object.assign(console, console_);
  await world.sim.close();
});

/** Everything that can be seen of a value: own properties at any depth, non-enumerable ones and stacks too. */
function everything(value: unknown): string {
  return `${inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null, getters: true })}
${JSON.stringify(value)}`;
}

function leaksIn(text: string): string[] {
  return world.sim
    .secrets()
    .filter(secret =>
      [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
      ].some(spelling => text.includes(spelling)),
    );
}

const calls: Record<string, () => Promise<unknown>> = {
  'a JSON call': () => world.openapi.weixin.security.msgSecCheck({ content: 'a' }),
  'a picture': () => world.openapi.weixin.wxacode.getUnlimited({ scene: 'a' }),
  'an upload': () => world.openapi.weixin.security.imgSecCheck({ buffer: PNG }),
  'a login': () =>
    world.openapi.weixin.auth.code2Session({ code: world.sim.issueCode(WX, { openid: OPENID }) }),
  'a login of QQ': () => world.openapi.qq.auth.code2Session({ code: world.sim.issueCode(QQ) }),
  'a check of QQ': () => world.openapi.qq.security.msgSecCheck({ content: 'a' }),
  'the universal call': () =>
    world.openapi.weixin.request({ url: '/wxa/msg_sec_check', data: { content: 'a' } }),
  'a phone number': () => world.openapi.weixin.decrypt.getPhoneNumber({ code: world.sim.issuePhoneCode(WX) }),
};
const outcome = (call: () => Promise<unknown>) => call().catch((error: unknown) => error);

describe.each(FAULT_KINDS)('with the fault %s', kind => {
  it('nothing tells a secret', async () => {
    for (const [name, call] of Object.entries(calls)) {
      world.sim.reset();
      world.openapi = world.create({ http: { timeout: 300, uploadTimeout: 300 } });
      // First on the token (or the login), then on the call itself.
      for (const after of [0, 1]) {
        world.sim.fault({ kind, after, times: 3, ms: 400 });
        const result = await outcome(call);
        expect([name, after, leaksIn(everything(result))]).toEqual([name, after, []]);
        world.sim.clearFaults();
      }
    }
    const logged = [...world.log.warnings, ...world.log.debug, ...printed].join('\n');
    expect(leaksIn(logged)).toEqual([]);
  });
});

it('a wrong secret is not repeated', async () => {
  const appsecret = 'a-wrong-secret/with+signs=1234567';
  const openapi = world.create({
    apps: { weixin: [{ appid: WX, appsecret }], qq: [{ appid: QQ, appsecret }] },
  });
  for (const kind of ['echo', 'http-500', 'cut-json', undefined] as const) {
    if (kind) world.sim.fault({ kind, times: 3 });
    for (const call of [
      () => openapi.weixin.auth.getAccessToken(),
      () => openapi.weixin.auth.code2Session({ code: 'x' }),
      () => openapi.qq.auth.getAccessToken(),
      () => openapi.qq.request({ url: '/x' }),
    ]) {
      const text = everything(await outcome(call));
      for (const spelling of [
        appsecret,
        encodeURIComponent(appsecret),
        Buffer.from(appsecret).toString('base64'),
      ]) {
        expect(text).not.toContain(spelling);
      }
    }
    world.sim.clearFaults();
  }
});

it('the rejection of getAccessToken is an OpenapiError that tells no more than it must', async () => {
  world.sim.fault({ kind: 'reset-before', times: 10 });
  const error = await outcome(() => world.openapi.weixin.auth.getAccessToken());
  expect(error).toBeInstanceOf(vkOpenapi.OpenapiError);
  expect(error).toMatchObject({ code: 'vk-openapi-network-error', errcode: 'vk-openapi-network-error' });
  expect(leaksIn(everything(error))).toEqual([]);
});

it('a transport of the user’s own that throws the whole request tells nothing', async () => {
  const transport = async (request: { url: string; headers: object }) => {
    throw Object.assign(new Error(`failed: ${request.url} ${JSON.stringify(request)}`), {
      request,
      config: request,
    });
  };
  const openapi = world.create({ http: { transport } });
  for (const call of [
    () => openapi.weixin.auth.getAccessToken(),
    () => openapi.weixin.auth.code2Session({ code: 'c' }),
  ]) {
    expect(leaksIn(everything(await outcome(call)))).toEqual([]);
  }
});

describe('a successful answer that repeats a secret', () => {
  const SPECIAL = 's/+=ecret&%value=="x-of-an-app';
  async function platform(body: (url: string) => object) {
    const server = createServer((req, res) => {
      res.setHeader('content-type', 'application/json');
      const token = { access_token: 'T/+=oken&%value=="y-of-an-app', expires_in: 7200 };
      res.end(JSON.stringify(/token/i.test(req.url!.split('?')[0]!) ? token : body(req.url!)));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => (server.closeAllConnections(), server.close()),
    };
  }
  it('in another spelling, or its own session_key in errmsg, is masked', async () => {
    const key = 'tiihtNczf5v6AKRyjwEUhQ==';
    const { url, close } = await platform(u =>
      u.startsWith('/sns/')
        ? { openid: OPENID, session_key: key, errmsg: `ok ${key} ${u}` }
        : { errmsg: `ok ${u}` },
    );
    const openapi = world.create({
      apps: { weixin: [{ appid: WX, appsecret: SPECIAL }] },
      endpoints: { weixin: url },
    });
    const login = await openapi.weixin.auth.code2Session({ code: 'c' });
    expect(login).toMatchObject({ code: 0, openid: OPENID });
    const call = await openapi.weixin.livebroadcast.getLiveInfo();
    const text = everything([login, call]);
    for (const secret of [
      key,
      SPECIAL,
      encodeURIComponent(SPECIAL),
      encodeURIComponent('T/+=oken&%value=="y-of-an-app'),
    ]) {
      expect(text).not.toContain(secret);
    }
    close();
  });
  it('in a header of an answer nobody can read is masked', async () => {
    const server = createServer((req, res) => {
      const echo = new URL(req.url!, 'http://x').searchParams;
      res.setHeader('x-request-id', echo.get('secret') || echo.get('access_token') || 'none');
      res.statusCode = 500;
      res.end('<html>');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const appsecret = 'secretsecret0123456789';
    const openapi = world.create({ apps: { qq: [{ appid: QQ, appsecret }] }, endpoints: { qq: url } });
    const results = await Promise.all([
      outcome(() => openapi.qq.auth.getAccessToken()),
      openapi.qq.auth.code2Session({ code: 'c' }),
      openapi.qq.security.msgSecCheck({ content: 'a', access_token: appsecret }),
    ]);
    expect(results.map(res => (res as { code: string }).code)).toEqual(
      Array(3).fill('vk-openapi-bad-response'),
    );
    expect(everything(results)).not.toContain(appsecret);
    server.closeAllConnections();
    server.close();
  });
});
