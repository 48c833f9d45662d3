/** A used-up quota is remembered, so that nobody hammers a closed door; and not a moment longer than it must be. */
import type { App } from '../../src/config/types';
import { endOf, QuotaMemory } from '../../src/call/quota';
import { H5, PNG, QQ, startWorld, WX, WX2, type World } from '../calls/world';

/** 10:30:20 in Beijing. */
const MORNING = Date.UTC(2026, 10, 20, 2, 30, 20);
const MIDNIGHT = Date.UTC(2026, 10, 20, 16, 0, 0);
const MINUTE = 60_000;

const PATH = '/wxa/business/getliveinfo';
const TOKEN_PATH = '/cgi-bin/stable_token';

let world: World;
beforeAll(async () => {
  world = await startWorld({ clock: { now: () => MORNING } });
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = create();
});
afterAll(() => world.sim.close());

const create = (options: object = {}) =>
  world.create({ clock: { now: () => world.sim.now(), sleep: async () => undefined }, ...options });
const check = (options: object = {}) => world.openapi.weixin.livebroadcast.getLiveInfo({}, options);
const sent = () => world.sim.count(PATH);
const request = (url: string, data: object, options: object = {}) =>
  world.openapi.weixin.request({ url, data, ...options });

describe('a quota of the day', () => {
  beforeEach(() => world.sim.setQuota(PATH, { day: 1 }));

  it('is asked for once; then calls answer the same number without being sent, and say until when', async () => {
    expect(await check()).toMatchObject({ code: 0 });
    const first = await check();
    expect(first).toMatchObject({ code: 45009, errcode: 45009 });
    expect(first.msg).toContain('今日额度已用完，北京时间 2026-11-21 00:00 恢复');
    expect(first.errmsg).toContain('reach max api daily quota limit');
    for (let i = 0; i < 20; i++) {
      const again = await check();
      expect(again).toEqual({
        code: 45009,
        errcode: 45009,
        msg: expect.stringContaining('今日额度已用完，北京时间 2026-11-21 00:00 恢复'),
        errmsg: expect.stringMatching(/until 2026-11-21 00:00 Beijing time; nothing was sent/),
      });
    }
    expect(sent()).toBe(2);
    expect(world.openapi.stats()).toMatchObject({ quotaRefusals: 20, failures: { 45009: 21 } });
  });

  it('is there again at midnight in Beijing, not a moment before', async () => {
    await check();
    await check();
    world.sim.advance(MIDNIGHT - MORNING - 1);
    // Ten minutes are long over: this one is let through to see, and the next is not.
    expect(await check()).toMatchObject({ code: 45009 });
    expect(await check()).toMatchObject({ code: 45009 });
    expect(sent()).toBe(3);
    world.sim.advance(1);
    expect(await check()).toMatchObject({ code: 0 });
    expect(sent()).toBe(4);
  });

  it('is looked for by one call in ten minutes, and found when somebody has bought more', async () => {
    await check();
    await check();
    world.sim.advance(10 * MINUTE - 1);
    await check();
    expect(sent()).toBe(2);
    world.sim.advance(1);
    const probes = await Promise.all(Array.from({ length: 20 }, () => check()));
    expect(probes.every(({ code }) => code === 45009)).toBe(true);
    expect(sent()).toBe(3);
    world.sim.setQuota(PATH, { day: 1000 });
    world.sim.advance(10 * MINUTE);
    expect(await check()).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
    expect(sent()).toBe(5);
  });

  it('is not found by a probe that was only refused as busy', async () => {
    await check();
    await check();
    world.sim.advance(10 * MINUTE);
    world.sim.fault({ kind: 'busy', path: PATH, times: 5 });
    expect(await check()).toMatchObject({ code: -1 });
    world.sim.clearFaults();
    const before = sent();
    expect(await check()).toMatchObject({ code: 45009 });
    expect(sent()).toBe(before);
  });

  it('keeps neither another app nor another call from being sent', async () => {
    await check();
    await check();
    expect(await check({ appid: WX2 })).toMatchObject({ code: 0 });
    expect(await world.openapi.weixin.security.imgSecCheck({ buffer: PNG })).toMatchObject({ code: 0 });
    expect(await request(PATH, { start: 0, limit: 1 })).toMatchObject({ code: 45009 });
    expect(sent()).toBe(3);
  });

  it('is another instance’s own to find out', async () => {
    await check();
    await check();
    const other = create();
    expect(await other.weixin.livebroadcast.getLiveInfo({})).toMatchObject({ code: 45009 });
    expect(sent()).toBe(3);
  });

  it('refuses a picture with the envelope', async () => {
    world.sim.fault({ kind: 'error', path: '/wxa/getwxacode', errcode: 45009, times: 1 });
    const picture = () => world.openapi.weixin.wxacode.get({ path: 'pages/index/index' });
    expect(await picture()).toMatchObject({ code: 45009 });
    expect(await picture()).toMatchObject({ code: 45009, msg: expect.stringContaining('恢复') });
    expect(world.sim.count('/wxa/getwxacode')).toBe(1);
  });
});

describe('a quota of the minute', () => {
  it('is there again with the next full minute', async () => {
    world.sim.setQuota(PATH, { minute: 1 });
    await check();
    const first = await check();
    expect(first).toMatchObject({ code: 45011 });
    expect(first.msg).toContain('本分钟额度已用完，北京时间 2026-11-20 10:31 恢复');
    expect(await check()).toMatchObject({ code: 45011, msg: expect.stringContaining('10:31') });
    world.sim.advance(39_999);
    expect(await check()).toMatchObject({ code: 45011 });
    expect(sent()).toBe(2);
    world.sim.advance(1);
    expect(await check()).toMatchObject({ code: 0 });
  });

  it('is what the day’s number means where a call has a limit of the minute only', async () => {
    const path = '/wxa/getwxacodeunlimit';
    world.sim.fault({ kind: 'error', path, errcode: 45009, times: 1 });
    const code = () => world.openapi.weixin.wxacode.getUnlimited({ scene: 'a' });
    expect(await code()).toMatchObject({ code: 45009, msg: expect.stringContaining('10:31 恢复') });
    expect(await code()).toMatchObject({ code: 45009 });
    expect(world.sim.count(path)).toBe(1);
    world.sim.advance(MINUTE);
    expect(await code()).toBeInstanceOf(Buffer);
  });

  it('is what the day’s number means where the platform says so', async () => {
    const errmsg = 'api minute-quota reach limit mustslower retry next minute';
    world.sim.fault({ kind: 'error', path: PATH, errcode: 45009, errmsg, times: 1 });
    expect(await check()).toMatchObject({ msg: expect.stringContaining('10:31 恢复') });
  });
});

describe('a number that may mean the day or the minute', () => {
  const path = '/wxa/msg_sec_check';
  const judge = () => world.openapi.weixin.security.msgSecCheck({ content: 'a' });

  beforeEach(() => world.sim.setQuota(path, { day: 1 }));

  it('is looked into at the next full minute, then every ten', async () => {
    await judge();
    const first = await judge();
    expect(first.msg).toContain(
      '北京时间 2026-11-21 00:00 恢复（若只是每分钟的额度，2026-11-20 10:31 即恢复）',
    );
    await judge();
    expect(world.sim.count(path)).toBe(2);
    world.sim.advance(40_000);
    const probe = await judge();
    expect(probe.msg).toContain('北京时间 2026-11-21 00:00 恢复；');
    expect(world.sim.count(path)).toBe(3);
    world.sim.advance(9 * MINUTE);
    await judge();
    expect(world.sim.count(path)).toBe(3);
    world.sim.advance(MINUTE);
    await judge();
    expect(world.sim.count(path)).toBe(4);
  });

  it('keeps nobody out for longer than the minute if it meant that', async () => {
    await judge();
    await judge();
    world.sim.setQuota(path, {});
    world.sim.advance(39_999);
    expect(await judge()).toMatchObject({ code: 45009 });
    world.sim.advance(1);
    expect(await judge()).toMatchObject({ code: 0 });
    expect(await judge()).toMatchObject({ code: 0 });
  });
});

describe('the quota of the token endpoint', () => {
  it('is remembered too, whatever the token manager remembers', async () => {
    world.sim.setQuota(TOKEN_PATH, { day: 0 });
    expect(await check()).toMatchObject({
      code: 45009,
      msg: expect.stringContaining('北京时间 2026-11-21 00:00 恢复'),
    });
    for (let i = 0; i < 5; i++) {
      world.sim.advance(MINUTE);
      expect(await check()).toMatchObject({ code: 45009, msg: expect.stringContaining('access_token') });
    }
    expect(world.sim.tokenRequests(WX)).toBe(1);
    await expect(world.openapi.weixin.auth.getAccessToken()).rejects.toMatchObject({ code: 45009 });
    world.sim.setQuota(TOKEN_PATH, {});
    world.sim.advance(10 * MINUTE);
    expect(await check()).toMatchObject({ code: 0 });
  });

  it('for forcing does not keep plain requests from being sent', async () => {
    await check();
    const dead = { kind: 'error', path: PATH, errcode: 40001, times: 2 } as const;
    world.sim.fault({ kind: 'error', path: TOKEN_PATH, errcode: 45009, after: 1, times: 1 });
    world.sim.fault(dead);
    expect(await check()).toMatchObject({ code: 45009 });
    world.sim.clearFaults();
    world.sim.advance(2 * MINUTE);
    world.sim.revoke(WX);
    expect(await check()).toMatchObject({ code: 0 });
  });
});

describe('a quota that was set back', () => {
  const clear = {
    'openApi.clearQuota by request': () => request('/cgi-bin/clear_quota', { appid: WX }),
    'openApi.clearApiQuota by request': () => request('/cgi-bin/openapi/quota/clear', { cgi_path: PATH }),
    'openApi.clearQuotaByAppSecret by request': () => {
      const { appsecret } = world.sim.apps.find(app => app.appid === WX)!;
      return request('/cgi-bin/clear_quota/v2', { appid: WX, appsecret });
    },
    'a clearing call with a token of the caller’s own': () =>
      request('/cgi-bin/clear_quota', { appid: WX }, { access_token: world.sim.tokens(WX)[0] }),
  };

  beforeEach(async () => {
    world.sim.setQuota(PATH, { day: 1 });
    await check();
    await check();
    await check();
    expect(sent()).toBe(2);
  });

  it.each(Object.entries(clear))('is used at once after %s', async (_name, act) => {
    expect(await act()).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
  });

  it('is not believed in when setting it back failed', async () => {
    expect(await request('/cgi-bin/clear_quota', { appid: WX2 })).toMatchObject({ code: 40013 });
    expect(await check()).toMatchObject({ code: 45009 });
    expect(sent()).toBe(2);
  });

  it('is one app’s: the others’ stay as they are', async () => {
    await check({ appid: WX2 });
    await check({ appid: WX2 });
    expect(sent()).toBe(4);
    await clear['openApi.clearQuota by request']();
    expect(await check({ appid: WX2 })).toMatchObject({ code: 45009 });
    expect(sent()).toBe(4);
  });

  it('is known to be another app’s where the request names it', async () => {
    await check({ appid: WX2 });
    await check({ appid: WX2 });
    const { appsecret } = world.sim.apps.find(app => app.appid === WX2)!;
    await request('/cgi-bin/clear_quota/v2', { appid: WX2, appsecret });
    expect(await check({ appid: WX2 })).toMatchObject({ code: 0 });
  });

  it('is not closed again by the answer to a call that was sent before', () => {
    const app: App = { platform: 'weixin', appid: WX, appsecret: 's' };
    const memory = new QuotaMemory({ now: () => MORNING, sleep: async () => undefined }, () => undefined);
    const { era } = memory;
    memory.succeeded({ platform: 'weixin', path: '/cgi-bin/clear_quota' }, app, { path: '/', body: '' });
    expect(memory.close(app, PATH, { errcode: 45009, errmsg: '' }, { era, isProbe: false })).toBeUndefined();
    expect(memory.check(app, PATH)).toBe(false);
  });
});

describe('nothing is remembered', () => {
  it('of a call with a token of the caller’s own, and no such call is refused', async () => {
    await check();
    const access_token = world.sim.tokens(WX)[0];
    world.sim.setQuota(PATH, { day: 0 });
    expect(await check({ access_token })).toMatchObject({ code: 45009 });
    expect(await check({ access_token })).toMatchObject({ code: 45009 });
    expect(sent()).toBe(3);
    await check();
    await check();
    expect(sent()).toBe(4);
    expect(await check({ access_token })).toMatchObject({ code: 45009 });
    expect(sent()).toBe(5);
  });

  it('of a login, where the number may be one user’s own', async () => {
    const login = (errcode?: number) =>
      world.openapi.weixin.auth.code2Session({
        code: world.sim.issueCode(WX, errcode === undefined ? {} : ({ errcode } as object)),
      });
    expect(await login(45011)).toMatchObject({ code: 45011 });
    expect(await login()).toMatchObject({ code: 0 });
  });

  it('of a phone number, likewise', async () => {
    const path = '/wxa/business/getuserphonenumber';
    world.sim.fault({ kind: 'error', path, errcode: 45011, times: 1 });
    const phone = () => world.openapi.weixin.decrypt.getPhoneNumber({ code: world.sim.issuePhoneCode(WX) });
    expect(await phone()).toMatchObject({ code: 45011 });
    expect(await phone()).toMatchObject({ code: 0 });
  });

  it('of a total that no moment ends', async () => {
    const path = '/api/json/qqa/CreateMiniCode';
    world.sim.fault({ kind: 'error', path, errcode: 45029, times: 1 });
    const code = () => world.openapi.qq.acode.getMiniCode({ path: 'pages/index/index' });
    expect(await code()).toMatchObject({ code: 45029 });
    expect(await code()).toBeInstanceOf(Buffer);
  });
});

it('QQ’s and the official account’s quotas are remembered likewise', async () => {
  const qqPath = '/api/json/security/MsgSecCheck';
  world.sim.setQuota(qqPath, { day: 0 });
  for (let i = 0; i < 3; i++) {
    expect(await world.openapi.qq.security.msgSecCheck({ content: 'a' })).toMatchObject({ code: 45009 });
  }
  expect(world.sim.requests.filter(({ path }) => path === qqPath)).toHaveLength(1);
  expect(world.sim.tokenRequests(QQ)).toBe(1);
  world.sim.setQuota('/cgi-bin/template/get_all_private_template', { minute: 0 });
  const list = () => world.openapi.weixin.h5.request({ url: '/cgi-bin/template/get_all_private_template' });
  expect(await list()).toMatchObject({ code: 45011 });
  expect(await list()).toMatchObject({ code: 45011 });
  expect(world.sim.count('/cgi-bin/template/get_all_private_template')).toBe(1);
  expect(world.sim.tokenRequests(H5)).toBe(1);
});

describe('the memory', () => {
  const clock = { now: () => MORNING, sleep: async () => undefined };
  const app = (appid: string): App => ({ platform: 'weixin', appid, appsecret: 's' });
  const used = { errcode: 45009, errmsg: '' };
  const sentNow = ({ era }: QuotaMemory) => ({ era, isProbe: false });

  it('counts days by midnight in Beijing, all the year round', () => {
    expect(new Date(endOf('day', MORNING)).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(new Date(endOf('day', MIDNIGHT)).toISOString()).toBe('2026-11-21T16:00:00.000Z');
    expect(new Date(endOf('day', MIDNIGHT - 1)).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(new Date(endOf('minute', MORNING)).toISOString()).toBe('2026-11-20T02:31:00.000Z');
  });

  it('is bounded: of very many doors the oldest is forgotten', () => {
    const memory = new QuotaMemory(clock, () => undefined);
    for (let i = 0; i < 5000; i++) memory.close(app(`wx${i}`), PATH, used, sentNow(memory));
    expect(memory.check(app('wx0'), PATH)).toBe(false);
    expect(() => memory.check(app('wx4999'), PATH)).toThrow(expect.objectContaining({ code: 45009 }));
    expect(memory.size).toBeLessThanOrEqual(1000);
  });

  it('does not outlive a clock that was wrong by days', () => {
    let now = MORNING + 3 * 86_400_000;
    const memory = new QuotaMemory({ ...clock, now: () => now }, () => undefined);
    memory.close(app(WX), PATH, used, sentNow(memory));
    now = MORNING;
    expect(memory.check(app(WX), PATH)).toBe(false);
    expect(memory.size).toBe(0);
  });

  it('never keeps the call from being sent that sets quotas back', () => {
    const memory = new QuotaMemory(clock, () => undefined);
    for (const path of ['/cgi-bin/clear_quota', '/cgi-bin/clear_quota/v2', '/cgi-bin/openapi/quota/clear']) {
      expect(memory.close(app(WX), path, used, sentNow(memory))).toBeUndefined();
    }
    expect(memory.size).toBe(0);
  });
});
