/** What hooks are told, in which order, and what they are never told. */
import { inspect } from 'node:util';
import { FAULT_KINDS } from '../../local/simulator';
import { OPENID, PNG, QQ, startWorld, vkOpenapi, WX, type World } from './world';

type Event = Record<string, unknown>;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.log.warnings.length = 0;
});
afterAll(() => world.sim.close());

/** Hooks that keep all they are told. */
function recorder() {
  const told: [string, Event][] = [];
  const keep = (name: string) => (event: Event) => void told.push([name, event]);
  const hooks = {
    onRequest: keep('request'),
    onResponse: keep('response'),
    onToken: keep('token'),
  };
  const of = (name: string) => told.filter(([kind]) => kind === name).map(([, event]) => event);
  return { hooks, told, of };
}

const observed = (options: object = {}) => {
  const record = recorder();
  return { ...record, openapi: world.create({ hooks: record.hooks, ...options }) };
};
const check = (openapi: { weixin: Record<string, never> }, options: object = {}) =>
  (openapi as never as World['openapi']).weixin.security.msgSecCheck({ content: 'a' }, options);

// Without an openid the text is judged by the older call.
const CALL = { id: 'weixin.security.msgSecCheckV1', platform: 'weixin', appid: WX, method: 'POST' };
const TOKEN = { id: 'weixin.auth.getAccessToken', platform: 'weixin', appid: WX, method: 'POST' };

describe('the hooks of createOpenapi', () => {
  it('are told of a first call: the token’s request and its own, each with its answer', async () => {
    const { openapi, told } = observed();
    await check(openapi);
    const request = { ...CALL, path: '/wxa/msg_sec_check', attempt: 1 };
    const token = { ...TOKEN, path: '/cgi-bin/stable_token', attempt: 1 };
    const answered = { status: 200, errcode: 0, ms: expect.any(Number), bytes: expect.any(Number) };
    expect(told).toEqual([
      ['request', token],
      ['response', { ...token, ...answered }],
      [
        'token',
        { platform: 'weixin', appid: WX, kind: 'access-token', event: 'fetch', ms: expect.any(Number) },
      ],
      ['request', request],
      ['response', { ...request, ...answered }],
    ]);
    for (const [, { ms, bytes }] of told.filter(([name]) => name === 'response')) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(bytes).toBeGreaterThan(0);
    }
  });

  it('are told of a picture, a login, a universal call and a call of QQ, without their queries', async () => {
    const { openapi, of } = observed();
    await openapi.weixin.wxacode.getUnlimited({ scene: 'a' });
    await openapi.weixin.auth.code2Session({ code: world.sim.issueCode(WX, { openid: OPENID }) });
    await openapi.weixin.request({ url: '/wxa/msg_sec_check?debug=1', data: { content: 'a' } });
    await openapi.qq.security.msgSecCheck({ content: 'a' });
    expect(of('response').map(({ id, method, path, errcode }) => [id, method, path, errcode])).toEqual([
      ['weixin.auth.getAccessToken', 'POST', '/cgi-bin/stable_token', 0],
      ['weixin.wxacode.getUnlimited', 'POST', '/wxa/getwxacodeunlimit', 0],
      ['weixin.auth.code2Session', 'GET', '/sns/jscode2session', 0],
      ['weixin.request', 'POST', '/wxa/msg_sec_check', 0],
      ['qq.auth.getAccessToken', 'GET', '/api/getToken', 0],
      ['qq.security.msgSecCheck', 'POST', '/api/json/security/MsgSecCheck', 0],
    ]);
  });

  it('are told of every repetition by its number', async () => {
    const { openapi, of } = observed({ clock: { now: Date.now, sleep: async () => undefined } });
    await check(openapi);
    world.sim.revoke(WX);
    await check(openapi);
    const second = of('response').filter(({ id }) => id === CALL.id);
    expect(second.map(({ attempt, errcode }) => [attempt, errcode])).toEqual([
      [1, 0],
      [1, 40001],
      [2, 0],
    ]);
    world.sim.fault({ kind: 'busy', path: '/cgi-bin/stable_token', times: 2 });
    await openapi.weixin.auth.getAccessToken({ cache: false });
    const tokens = of('response').slice(-3);
    expect(tokens.map(({ attempt, errcode }) => [attempt, errcode])).toEqual([
      [1, -1],
      [2, -1],
      [3, 0],
    ]);
  });

  it.each([
    ['reset-before', 0, 'vk-openapi-network-error'],
    ['never', 0, 'vk-openapi-timeout'],
    ['http-502', 502, 'vk-openapi-bad-response'],
    ['cut-json', 200, 'vk-openapi-bad-response'],
  ] as const)('are told of the fault %s with status %d', async (kind, status, errcode) => {
    const { openapi, of } = observed({ http: { timeout: 300 } });
    await check(openapi);
    world.sim.fault({ kind, path: '/wxa/msg_sec_check' });
    expect(await check(openapi)).toMatchObject({ code: errcode });
    expect(of('response').pop()).toMatchObject({ ...CALL, status, errcode, attempt: 1 });
  });

  it('are told of a token of the caller’s own without an app, unless one was named', async () => {
    const { openapi, of } = observed();
    await check(openapi);
    const access_token = world.sim.tokens(WX)[0];
    await check(openapi, { access_token });
    expect(of('request').pop()).not.toHaveProperty('appid');
    await check(openapi, { access_token, appid: WX });
    expect(of('request').pop()).toHaveProperty('appid', WX);
  });

  it('are told nothing of what is not sent', async () => {
    const { openapi, told } = observed();
    await openapi.weixin.wxacode.getUnlimited({});
    expect(told).toEqual([]);
  });
});

describe('what happens to a token', () => {
  const events = (of: (name: string) => Event[]) => of('token').map(({ event }) => event);

  it('is told as fetched, waited for, found in the store and forced', async () => {
    const rows = new Map<string, { value: string; expired: number }>();
    const tokenStore = {
      get: async (key: string) => rows.get(key),
      compareAndSet: async (key: string, expected: object | undefined, next: never) => {
        if (JSON.stringify(rows.get(key)) !== JSON.stringify(expected)) return false;
        rows.set(key, next);
        return true;
      },
      remove: async (key: string) => rows.delete(key),
    };
    const one = observed({ tokenStore });
    await Promise.all([1, 2, 3].map(() => check(one.openapi)));
    expect(events(one.of).sort()).toEqual(['fetch', 'wait', 'wait']);
    const other = observed({ tokenStore });
    await check(other.openapi);
    expect(events(other.of)).toEqual(['store-hit']);
    world.sim.fault({ kind: 'error', path: '/wxa/msg_sec_check', errcode: 40001 });
    await check(other.openapi);
    expect(events(other.of)).toEqual(['store-hit', 'fetch', 'force']);
  });

  it('is told as a failure with its code, and as a failure of the store', async () => {
    world.sim.setApp(WX, { ipAllowList: ['203.0.113.9'] });
    const { openapi, of } = observed({
      tokenStore: {
        get: async () => Promise.reject(new Error('down')),
        compareAndSet: async () => false,
        remove: async () => false,
      },
    });
    await check(openapi);
    expect(of('token')).toEqual([
      { platform: 'weixin', appid: WX, kind: 'access-token', event: 'store-error' },
      {
        platform: 'weixin',
        appid: WX,
        kind: 'access-token',
        event: 'failure',
        code: 40164,
        ms: expect.any(Number),
      },
    ]);
    expect(openapi.stats()).toMatchObject({ storeErrors: 1, tokenFetches: 1 });
  });
});

describe('observe', () => {
  it('adds hooks to an instance, the ready one too, and takes them away again', async () => {
    const { hooks, told } = recorder();
    const openapi = world.create();
    const end = openapi.observe(hooks);
    await check(openapi);
    expect(told).toHaveLength(5);
    end();
    end();
    await check(openapi);
    expect(told).toHaveLength(5);
    expect(typeof vkOpenapi.openapi.observe(hooks)).toBe('function');
  });

  it('tells each of several, and ends only the one that is ended, be they the same object', async () => {
    const { hooks, of } = recorder();
    const openapi = world.create({ hooks });
    const end = openapi.observe(hooks);
    await check(openapi);
    expect(of('request')).toHaveLength(4);
    end();
    await check(openapi);
    expect(of('request')).toHaveLength(5);
  });

  it('keeps the hooks’ own `this`', async () => {
    class Metrics {
      requests = 0;
      onRequest() {
        this.requests += 1;
      }
    }
    const metrics = new Metrics();
    await check(world.create({ hooks: metrics }));
    expect(metrics.requests).toBe(2);
  });

  it('refuses what are no hooks', () => {
    const openapi = world.create();
    for (const wrong of [undefined, null, 'text', { onRequest: 1 }]) {
      expect(() => openapi.observe(wrong)).toThrow(TypeError);
    }
  });

  it('is no platform: tools that list the instance do not see it', () => {
    expect(Object.keys(world.create())).toEqual(['weixin', 'qq']);
    expect(Object.keys(vkOpenapi.openapi)).toEqual(['weixin', 'qq']);
  });
});

describe('a hook that goes wrong', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('broken'))],
    [
      'throws nothing that can be read',
      () => {
        throw Object.create(null, {
          message: {
            get() {
              throw new Error('x');
            },
          },
        });
      },
    ],
    [
      'returns something that breaks when it is waited for',
      () => ({
        then() {
          throw new Error('broken');
        },
      }),
    ],
  ])('harms no call when it %s, and is warned of once a minute', async (_what, hook) => {
    let now = Date.now();
    const clock = { now: () => now, sleep: async () => undefined };
    const { told, hooks } = recorder();
    const openapi = world.create({ clock, hooks: { onRequest: hook, onResponse: hook, onToken: hook } });
    openapi.observe(hooks);
    for (let i = 0; i < 5; i++) expect(await check(openapi)).toMatchObject({ code: 0 });
    await new Promise(resolve => setImmediate(resolve));
    expect(told.filter(([name]) => name === 'request')).toHaveLength(6);
    expect(world.log.warnings).toHaveLength(1);
    now += 60_000;
    await check(openapi);
    await new Promise(resolve => setImmediate(resolve));
    expect(world.log.warnings).toHaveLength(2);
    for (const warning of world.log.warnings) expect(warning).toContain('钩子 on');
  });

  it('cannot change what others are told', async () => {
    const openapi = world.create({
      hooks: {
        onRequest: (event: Event) => {
          event.path = 'changed';
        },
      },
    });
    const { hooks, of } = recorder();
    openapi.observe(hooks);
    await check(openapi);
    expect(of('request').map(({ path }) => path)).toEqual(['/cgi-bin/stable_token', '/wxa/msg_sec_check']);
  });
});

describe('no secret is told', () => {
  const everything = (value: unknown) =>
    `${inspect(value, { depth: Infinity, showHidden: true, getters: true })}\n${JSON.stringify(value)}`;
  const leaksIn = (text: string, more: string[] = []) =>
    [...world.sim.secrets(), ...more].filter(secret =>
      [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
      ].some(spelling => text.includes(spelling)),
    );

  it.each(FAULT_KINDS)('with the fault %s', async kind => {
    const { openapi, told } = observed({ http: { timeout: 200, uploadTimeout: 200 } });
    const calls = [
      () => openapi.weixin.security.msgSecCheck({ content: 'a secret content' }),
      () => openapi.weixin.wxacode.getUnlimited({ scene: 'a' }),
      () => openapi.weixin.security.imgSecCheck({ buffer: PNG }),
      () => openapi.weixin.auth.code2Session({ code: world.sim.issueCode(WX, { openid: OPENID }) }),
      () => openapi.qq.auth.code2Session({ code: world.sim.issueCode(QQ) }),
      () => openapi.qq.security.msgSecCheck({ content: 'a secret content' }),
      () => openapi.weixin.auth.getAccessToken({ cache: false }),
      () => openapi.weixin.decrypt.getPhoneNumber({ code: world.sim.issuePhoneCode(WX) }),
    ];
    for (const call of calls) {
      for (const after of [0, 1]) {
        world.sim.fault({ kind, after, times: 2, ms: 300 });
        await call().catch(() => undefined);
        world.sim.clearFaults();
      }
    }
    const text = everything(told);
    expect(told.length).toBeGreaterThan(10);
    expect(leaksIn(text, ['a secret content', '10000000000', OPENID])).toEqual([]);
  });

  it('even where a caller writes one into the path', async () => {
    const { openapi, told } = observed();
    const token = await openapi.weixin.auth.getAccessToken();
    const { appsecret } = world.sim.apps.find(app => app.appid === WX)!;
    for (const url of [
      `/wxa/${token}/x`,
      `/wxa/access_token=${token}`,
      `/wxa/${appsecret}`,
      `/wxa/x?access_token=${token}&secret=${appsecret}`,
      `https://api.weixin.qq.com/wxa/${encodeURIComponent(appsecret)}`,
    ]) {
      await openapi.weixin.request({ url, data: { appsecret } });
      await openapi.weixin.request({ url, access_token: token, appsecret, data: {} });
    }
    expect(told.length).toBeGreaterThan(10);
    expect(leaksIn(everything(told))).toEqual([]);
  });
});
