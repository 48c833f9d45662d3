/** `vk.openapi.doctor()`, over the simulator and a real embedded database. */
import { Bridge, rowId } from '../others/bridge';
import { MemoryRedis } from '../others/redis';
import { eventually, H5, neighbourhood, PLATFORMS, QQ, WX, type Neighbourhood } from '../others/support';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a report is looked at as users do
type Any = any;

const HOUR = 3_600_000;
const RIGHT = { platform: 'weixin', appid: WX } as const;
const [WEIXIN, OFFICIAL, TENCENT] = PLATFORMS;

let near: Neighbourhood;
let redis: MemoryRedis | undefined;
beforeEach(async () => {
  redis = undefined;
  near = await neighbourhood({}, sim => () => {
    if (redis === undefined) throw new Error('no extension');
    void sim;
    return redis;
  });
});
afterEach(() => near.close());

const bridge = () => new Bridge(near.sim, near.database, redis && (() => redis!));
const check = (report: Any, id: string, appid = WX): Any =>
  report.checks.find((one: Any) => one.id === id && (one.appid === undefined || one.appid === appid));
const wrong = (report: Any): string[] =>
  report.checks.filter((one: Any) => !one.ok).map((one: Any) => one.id);
const collection = () => near.database.collection('opendb-open-data');

/** No token, no secret, anywhere in it. */
function expectClean(report: Any): void {
  const text = JSON.stringify(report);
  expect(near.sim.secrets().filter(secret => text.includes(secret))).toEqual([]);
}

describe('where nothing is wrong', () => {
  it('says so of every configured app, with the facts, in Chinese', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    near.sim.advance(HOUR);
    const report = await openapi.doctor();
    expect(report).toMatchObject({
      code: 0,
      errcode: 0,
      errmsg: 'ok',
      msg: expect.stringContaining('没有发现问题'),
    });
    expect(report.apps.map((app: Any) => app.appid)).toEqual(near.sim.apps.map(app => app.appid));
    expect(report.apps[0]).toEqual({
      ...RIGHT,
      source: "createOpenapi 的 apps['weixin'][0]",
      isDefault: true,
      token: {
        store: 'database',
        key: rowId('weixin-mp', WX),
        present: true,
        writer: 'vk-openapi',
        age: expect.any(Number),
        remaining: expect.any(Number),
        accepted: true,
      },
      quota: [{ path: '/cgi-bin/message/subscribe/send', limit: 1_000_000, used: 0, remain: 1_000_000 }],
      clockDifference: expect.any(Number),
    });
    const { age, remaining } = report.apps[0].token;
    expect(Math.abs(age - 3600)).toBeLessThan(30);
    expect(Math.abs(remaining - 3600)).toBeLessThan(30);
    expect(check(report, 'token').msg).toMatch(
      /还剩 (1 小时|60 分钟|59 分钟).*约 (1 小时|60 分钟)前取得，由本模块取得/,
    );
    for (const { name, msg } of report.checks) expect(name + msg).toMatch(/[\u4e00-\u9fff]/);
    expectClean(report);
  });

  it('is an own function of every instance that tools do not list, and no call of the catalogue', async () => {
    const openapi = near.create();
    expect(Object.keys(openapi)).toEqual(['weixin', 'qq']);
    expect(Object.prototype.hasOwnProperty.call(openapi, 'doctor')).toBe(true);
    const { expose } = require('../../uniCloud/cloudfunctions/common/vk-openapi');
    for (const scope of ['weixin', 'qq']) {
      for (const SOURCE of ['client', 'function']) {
        for (const action of ['doctor', 'weixin.doctor', 'openapi.doctor']) {
          expect(await expose(scope)({ action }, { SOURCE })).toMatchObject({
            code: 'vk-openapi-unknown-api',
          });
        }
      }
    }
    expect(() => expose('doctor')).not.toThrow();
    expect(await expose('doctor')({}, { SOURCE: 'client' })).not.toHaveProperty('checks');
  });

  it('looks at one platform or one app, and at the paths it is told', async () => {
    const openapi = near.create();
    near.sim.setQuota('/wxa/getwxacodeunlimit', { day: 10 });
    const one = await openapi.doctor({ appid: WX, paths: ['/wxa/getwxacodeunlimit', '/wxa/msg_sec_check'] });
    expect(one.apps).toHaveLength(1);
    expect(one.apps[0].quota).toEqual([
      { path: '/wxa/getwxacodeunlimit', limit: 10, used: 0, remain: 10 },
      { path: '/wxa/msg_sec_check', limit: 2_000_000, used: 0, remain: 2_000_000 },
    ]);
    const qq = await openapi.doctor({ platform: 'qq' });
    expect(qq.apps.map((app: Any) => app.appid)).toEqual([QQ]);
    expect(check(qq, 'quota', QQ)).toMatchObject({ ok: true, skipped: true });
  });

  it.each([
    [{ platform: 'wx' }],
    [{ platform: '__proto__' }],
    [{ appid: 7 }],
    [{ paths: 'x' }],
    [{ paths: [7] }],
    [[]],
    ['qq'],
  ])('refuses %j without asking anybody', async options => {
    const report = await near.create().doctor(options as Any);
    expect(report).toMatchObject({ code: 'vk-openapi-param-invalid', apps: [], checks: [] });
    expect(near.sim.count()).toBe(0);
  });
});

describe('it does not fight', () => {
  it('a second look asks WeChat plainly for the token it has, and QQ for none', async () => {
    const openapi = near.create();
    for (const { call } of PLATFORMS) await call(openapi);
    const tokens = PLATFORMS.map(({ appid }) => near.sim.tokens(appid));
    near.sim.clearRequests();
    expect(await openapi.doctor()).toMatchObject({ code: 0 });
    expect(PLATFORMS.map(({ appid }) => near.sim.tokens(appid))).toEqual(tokens);
    expect(near.sim.tokenRequests(QQ)).toBe(0);
    expect(
      near.sim.requests.filter(
        ({ path, body }) => /stable/.test(path) && /force_refresh":true/.test(String(body)),
      ),
    ).toEqual([]);
  });

  it.each(PLATFORMS)(
    'a valid token of the bridge on $platform stays where it is, and nobody is asked for another',
    async ({ platform, provider, appid }) => {
      const token = await bridge().getAccessToken(provider, near.app(appid));
      const row = await near.row(rowId(provider, appid));
      near.sim.clearRequests();
      const report = await near.create().doctor({ appid });
      expect(report.code).toBe(0);
      expect(report.apps[0].token).toMatchObject({ present: true, writer: 'other', accepted: true });
      expect(check(report, 'token', appid).msg).toContain('由其他系统写入');
      expect(near.sim.tokenRequests(appid)).toBe(0);
      expect(await near.row(rowId(provider, appid))).toEqual(row);
      expect(near.sim.tokens(appid)).toEqual([token]);
      if (platform === 'weixin')
        expect(check(report, 'secret')).toEqual(
          expect.objectContaining({ ok: true, msg: expect.stringContaining('code') }),
        );
      if (platform !== 'qq')
        expect(check(report, 'address', appid)).toMatchObject({
          skipped: true,
          msg: expect.stringContaining('fetch: true'),
        });
    },
  );

  it('with fetch: true WeChat is asked, and both tokens live', async () => {
    const theirs = await bridge().getAccessToken('weixin-h5', near.app(H5));
    const report = await near.create().doctor({ appid: H5, fetch: true });
    expect(check(report, 'address', H5)).toMatchObject({ ok: true });
    expect(check(report, 'address', H5)).not.toHaveProperty('skipped');
    expect(near.sim.tokens(H5)).toContain(theirs);
  });

  it.each([['memory'], ['a store that fails']])(
    'on QQ with %s it fetches nothing, because that would retire the token of others',
    async what => {
      if (what !== 'memory') near.database.setFaults({ failRate: 1 } as Any);
      const openapi = near.create(what === 'memory' ? { tokenStore: 'memory' } : {});
      const report = await openapi.doctor({ platform: 'qq' });
      expect(near.sim.tokenRequests(QQ)).toBe(0);
      expect(check(report, 'secret', QQ)).toMatchObject({ ok: true });
      expect(report.code).toBe('vk-openapi-unhealthy');
      expect(wrong(report)).toEqual(['store']);
    },
  );

  it('a warm call after it makes no database operation', async () => {
    const openapi = near.create();
    await openapi.doctor();
    const before = near.database.operations.length;
    await WEIXIN.call(openapi);
    expect(near.database.operations).toHaveLength(before);
  });
});

describe('secret and address', () => {
  it.each(PLATFORMS)('a wrong secret on $platform', async ({ platform, appid, call }) => {
    const openapi = near.create({
      apps: { [platform]: [{ appid, appsecret: 'a-wrong-secret-0123456789' }] },
    });
    const report = await openapi.doctor({ platform });
    expect(check(report, 'secret', appid)).toMatchObject({
      ok: false,
      msg: expect.stringMatching(/secret|密钥|AppSecret/i),
    });
    expect(report.code).toBe('vk-openapi-unhealthy');
    expect(report.msg).toContain(appid);
    expect(JSON.stringify(report)).not.toContain('a-wrong-secret');
    void call;
  });

  it('a wrong secret is found although a valid token is stored, by whomever', async () => {
    await WEIXIN.call(near.create());
    const openapi = near.create({
      apps: { weixin: [{ appid: WX, appsecret: 'a-wrong-secret-0123456789' }] },
    });
    const own = await openapi.doctor({ platform: 'weixin' });
    expect(check(own, 'secret')).toMatchObject({ ok: false, code: 40125 });
    expect(own.apps[0].token.present).toBe(true);
    await collection().where({}).remove();
    await bridge().getAccessToken('weixin-mp', near.app(WX));
    const other = await near
      .create({ apps: { weixin: [{ appid: WX, appsecret: 'a-wrong-secret-0123456789' }] } })
      .doctor({ platform: 'weixin' });
    expect(check(other, 'secret')).toMatchObject({ ok: false, code: 40125 });
  });

  it('an appid that is none, and a frozen secret', async () => {
    const unknown = near.create({
      apps: { weixin: [{ appid: 'wxnobody', appsecret: 'some-secret-or-other' }] },
    });
    expect(check(await unknown.doctor({ platform: 'weixin' }), 'secret', 'wxnobody')).toMatchObject({
      ok: false,
      code: 40013,
    });
    near.sim.setApp(WX, { frozen: true });
    expect(check(await near.create().doctor({ appid: WX }), 'secret')).toMatchObject({
      ok: false,
      code: 40243,
    });
  });

  it('40164 names the address to allow, and the secret is looked at all the same', async () => {
    near.sim.setApp(WX, { ipAllowList: ['203.0.113.9'] });
    const report = await near.create().doctor({ appid: WX });
    expect(check(report, 'address')).toMatchObject({
      ok: false,
      code: 40164,
      msg: expect.stringMatching(/127\.0\.0\.1.*白名单/),
    });
    expect(check(report, 'secret')).toMatchObject({ ok: true });
    expect(check(report, 'token')).toMatchObject({ ok: false, code: 40164 });
    expectClean(report);
  });

  it('a platform that cannot be reached', async () => {
    const report = await near
      .create({ endpoints: { weixin: 'http://127.0.0.1:1', qq: 'http://127.0.0.1:1' } })
      .doctor();
    expect(report.code).toBe('vk-openapi-unhealthy');
    for (const { appid } of PLATFORMS) {
      expect(check(report, 'address', appid)).toMatchObject({ ok: false, code: 'vk-openapi-network-error' });
    }
    expectClean(report);
  });
});

describe('other systems', () => {
  it.each(PLATFORMS)(
    'on $platform, a stored token that the platform refuses is told, and replaced without force',
    async ({ provider, appid }) => {
      await bridge().getAccessToken(provider, near.app(appid));
      near.sim.revoke(appid);
      near.sim.clearRequests();
      const openapi = near.create();
      const report = await openapi.doctor({ appid });
      expect(check(report, 'conflict', appid)).toMatchObject({
        ok: false,
        msg: expect.stringMatching(/已被平台拒绝.*已换取新的/),
      });
      expect(near.sim.tokenRequests(appid)).toBe(1);
      expect(report.apps[0].token).toMatchObject({ present: true, writer: 'vk-openapi', accepted: true });
      expect(check(await openapi.doctor({ appid }), 'conflict', appid)).toMatchObject({ ok: true });
    },
  );

  it.each([OFFICIAL, TENCENT])(
    'on $platform, a row replaced although the module’s token should still live',
    async ({ provider, appid, call }) => {
      await call(near.create());
      near.sim.advance(600_000);
      await bridge().updateAccessToken(provider, near.app(appid));
      const report = await near.create().doctor({ appid });
      expect(check(report, 'conflict', appid)).toMatchObject({
        ok: false,
        msg: expect.stringContaining('另有系统改写了该行'),
      });
      expect(wrong(report)).toEqual(['conflict']);
    },
  );

  it('a row that the bridge wrote after the module’s token had ended is no fight', async () => {
    await OFFICIAL.call(near.create());
    near.sim.advance(2 * HOUR + 1000);
    await bridge().getAccessToken('weixin-h5', near.app(H5));
    expect(await near.create().doctor({ appid: H5 })).toMatchObject({ code: 0 });
  });

  it('two different valid tokens, one in memory and one in the store', async () => {
    const openapi = near.create();
    await bridge().getAccessToken('weixin-h5', near.app(H5));
    await OFFICIAL.call(openapi);
    await bridge().updateAccessToken('weixin-h5', near.app(H5));
    const report = await openapi.doctor({ appid: H5 });
    expect(check(report, 'conflict', H5)).toMatchObject({
      ok: false,
      msg: expect.stringContaining('两个都有效'),
    });
    expectClean(report);
  });

  it('two different valid tokens in two looks', async () => {
    const openapi = near.create();
    await bridge().getAccessToken('weixin-h5', near.app(H5));
    expect(await openapi.doctor({ appid: H5 })).toMatchObject({ code: 0 });
    near.sim.advance(60_000);
    await bridge().updateAccessToken('weixin-h5', near.app(H5));
    const report = await openapi.doctor({ appid: H5 });
    expect(check(report, 'conflict', H5)).toMatchObject({
      ok: false,
      msg: expect.stringMatching(/1 分钟前的诊断/),
    });
  });

  it('a dead copy in Redis, and what to delete', async () => {
    redis = new MemoryRedis(() => near.sim.now());
    const openapi = near.create();
    await WEIXIN.call(openapi);
    const key = rowId('weixin-mp', WX);
    await eventually(() => redis!.peek(key) !== undefined);
    expect(check(await openapi.doctor({ appid: WX }), 'conflict')).toMatchObject({ ok: true });
    await redis.set(key, JSON.stringify({ access_token: 'x'.repeat(100) }));
    const report = await openapi.doctor({ appid: WX });
    expect(check(report, 'conflict')).toMatchObject({
      ok: false,
      msg: expect.stringMatching(/Redis.*删除这个 key/),
    });
    expect(check(report, 'conflict').msg).toContain(key);
  });

  it('a forced refresh of the last day is told, and is no fight', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    near.sim.fault({ kind: 'error', path: '/wxa/msg_sec_check', errcode: 40001, times: 1 });
    expect(await WEIXIN.call(openapi)).toMatchObject({ code: 0 });
    near.sim.advance(HOUR);
    expect(check(await openapi.doctor({ appid: WX }), 'conflict')).toMatchObject({
      ok: true,
      msg: expect.stringContaining('强制刷新过一次'),
    });
  });

  it('a platform that refuses the very token it gives out', async () => {
    const openapi = near.create();
    near.sim.fault({ kind: 'error', path: '/cgi-bin/openapi/quota/get', errcode: 40001, times: 100 });
    const report = await openapi.doctor({ appid: WX });
    expect(check(report, 'token')).toMatchObject({ ok: false, code: 40001 });
    expect(near.sim.tokenRequests(WX)).toBe(1);
  });
});

describe('store', () => {
  it('a missing collection, with the step that makes it', async () => {
    await near.close();
    const { openDatabase } = require('../../local/cloud/database');
    near = await neighbourhood();
    const database = openDatabase({ provider: 'tencent', collections: {} });
    Object.assign(globalThis, { uniCloud: { database: () => database } });
    const report = await near.create().doctor();
    expect(report.checks.find((one: Any) => one.id === 'store')).toMatchObject({
      ok: false,
      msg: expect.stringMatching(/集合不存在.*上传/),
    });
    expect(wrong(report)).toEqual(['store']);
    await database.close();
  });

  it('a store that fails just now is asked again, although calls leave it alone', async () => {
    near.database.setFaults({ failRate: 1 } as Any);
    const openapi = near.create();
    await WEIXIN.call(openapi);
    expect(wrong(await openapi.doctor({ appid: WX }))).toContain('store');
    near.database.setFaults({});
    expect(wrong(await openapi.doctor({ appid: WX }))).not.toContain('store');
  });

  it('a store that forgets what it is given', async () => {
    const tokenStore = {
      get: async () => undefined,
      compareAndSet: async () => true,
      remove: async () => true,
    };
    const report = await near.create({ tokenStore }).doctor({ appid: WX });
    expect(check(report, 'token')).toMatchObject({ ok: false, msg: expect.stringContaining('没有出现') });
  });

  it('a store that does not exist, and memory for QQ in the cloud', async () => {
    const none = await near.create({ tokenStore: 'databse' }).doctor({ appid: WX });
    expect(check(none, 'store')).toMatchObject({
      ok: false,
      code: 'vk-openapi-config-missing',
      msg: expect.stringContaining('databse'),
    });
    const memory = await near.create({ tokenStore: { qq: 'memory' } }).doctor();
    expect(wrong(memory)).toEqual(['store']);
    expect(memory.msg).toContain('database');
  });

  it('what a failing store quotes is not repeated', async () => {
    const openapi = near.create();
    await WEIXIN.call(openapi);
    const { value } = (await near.row(rowId('weixin-mp', WX)))!;
    const tokenStore = {
      get: async () => {
        throw new Error(`cannot parse ${String(value)} of 13812345678`);
      },
      compareAndSet: async () => true,
      remove: async () => true,
    };
    const report = await near.create({ tokenStore }).doctor({ appid: WX });
    expect(wrong(report)).toContain('store');
    expectClean(report);
    expect(JSON.stringify(report)).not.toContain('13812345678');
  });
});

describe('quota, clock and secretKey', () => {
  it('a quota that is used up, and one that nearly is', async () => {
    near.sim.setQuota('/wxa/msg_sec_check', { day: 20 });
    const openapi = near.create();
    for (let i = 0; i < 19; i++) await WEIXIN.call(openapi);
    const options = { appid: WX, paths: ['/wxa/msg_sec_check'] };
    const little = await openapi.doctor(options);
    expect(little.code).toBe(0);
    expect(check(little, 'quota').msg).toMatch(/剩余 1 \/ 20.*所剩不多/);
    await WEIXIN.call(openapi);
    expect(check(await openapi.doctor(options), 'quota')).toMatchObject({
      ok: false,
      code: 45009,
      msg: expect.stringContaining('0 点恢复'),
    });
  });

  it.each([['/sns/jscode2session'], ['no path'], ['https://api.weixin.qq.com/wxa/x']])(
    'a path without a quota: %s',
    async path => {
      const report = await near.create().doctor({ appid: WX, paths: [path] });
      expect(report.code).toBe(0);
      expect(check(report, 'quota')).toMatchObject({
        ok: true,
        skipped: true,
        msg: expect.stringContaining('未能查询'),
      });
    },
  );

  it.each([
    [0, true, '一致'],
    [-90_000, true, '慢'],
    [600_000, false, '快'],
    [-600_000, false, '慢'],
  ])('a clock that is off by %i ms', async (skew, ok, word) => {
    const clock = {
      now: () => Date.now() + skew,
      sleep: (ms: number) => new Promise<void>(done => setTimeout(done, ms)),
    };
    const report = await near.create({ clock }).doctor({ appid: WX });
    expect(check(report, 'clock')).toMatchObject({ ok, msg: expect.stringContaining(word) });
    expect(Math.abs(report.apps[0].clockDifference - skew)).toBeLessThan(5_000);
  });

  it('secretKey: configured, not configured, too short', async () => {
    const look = async (secretKey: unknown) =>
      check(await near.create({ secretKey }).doctor({ appid: WX }), 'secretKey');
    expect(await look('a secret key of the tests, long enough')).toEqual(
      expect.objectContaining({ ok: true, msg: '已配置' }),
    );
    expect(await look(undefined)).toMatchObject({ ok: true, skipped: true });
    const short = await look('short-secret');
    expect(short).toMatchObject({ ok: false, msg: expect.stringContaining('32') });
    expect(JSON.stringify(short)).not.toContain('short-secret');
  });
});
