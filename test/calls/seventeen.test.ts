/** The seventeen calls of the seeds: what goes over the wire and what comes back, as contract.md §2 has it. */
import jsqr from 'jsqr';
import { PNG as Png } from 'pngjs';
import {
  H5,
  H5_TEMPLATE,
  OPENID,
  PNG,
  QQ,
  QQ_OPENID,
  startWorld,
  TEMPLATE,
  vkOpenapi,
  WX,
  WX2,
  type World,
} from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
  world.log.warnings.length = 0;
});
afterAll(() => world.sim.close());

/** The last request to a path: its JSON body. */
const sent = (path: string) => {
  const request = [...world.sim.requests].reverse().find(r => r.path === path)!;
  return JSON.parse(request.body.toString('utf8'));
};
const lastQuery = (path: string) => [...world.sim.requests].reverse().find(r => r.path === path)!.query;
const OK = { code: 0, errcode: 0, errmsg: 'ok', msg: expect.any(String) };
const template = {
  character_string1: 'A1',
  name2: '中通',
  character_string3: 'ZT1',
  thing6: '精华露',
  thing8: '杭州',
};

describe('weixin.auth.getAccessToken', () => {
  it('resolves to the bare token, from the cache the second time', async () => {
    const token = await world.openapi.weixin.auth.getAccessToken();
    expect(world.sim.tokens(WX)).toEqual([token]);
    expect(await world.openapi.weixin.auth.getAccessToken()).toBe(token);
    expect(world.sim.tokenRequests(WX)).toBe(1);
  });
  it('asks again without the cache, plainly', async () => {
    await world.openapi.weixin.auth.getAccessToken();
    await world.openapi.weixin.auth.getAccessToken({ cache: false });
    expect(world.sim.tokenRequests(WX)).toBe(2);
    expect(sent('/cgi-bin/stable_token').force_refresh).not.toBe(true);
  });
  it('rejects with the token endpoint’s own number', async () => {
    const call = world.openapi.weixin.auth.getAccessToken({
      appid: WX,
      appsecret: 'wrong-secret-of-the-app',
    });
    await expect(call).rejects.toBeInstanceOf(vkOpenapi.OpenapiError);
    await expect(call).rejects.toMatchObject({ code: 40125, errcode: 40125 });
  });
});

describe('weixin.auth.code2Session', () => {
  it.each(['code', 'js_code'])('exchanges %s and seals the session_key', async name => {
    const js_code = world.sim.issueCode(WX, { openid: OPENID });
    const res = await world.openapi.weixin.auth.code2Session({ [name]: js_code });
    expect(res).toMatchObject({ ...OK, appid: WX, openid: OPENID, platform: 'mp-weixin' });
    expect(typeof res.encryptedKey).toBe('string');
    expect(JSON.stringify(res)).not.toContain(world.sim.sessionKey(WX, OPENID)!);
    expect(Object.keys(res)).not.toEqual(expect.arrayContaining(['session_key']));
    expect(world.sim.tokenRequests(WX)).toBe(0);
  });
  it('gives sessionKey to server code that asks', async () => {
    const code = world.sim.issueCode(WX, { openid: OPENID });
    const res = await world.openapi.weixin.auth.code2Session({ code, needKey: true });
    expect(res.sessionKey).toBe(world.sim.sessionKey(WX, OPENID));
  });
  it('says how to configure secretKey when there is none', async () => {
    const openapi = world.create({ secretKey: undefined });
    const res = await openapi.weixin.auth.code2Session({ code: world.sim.issueCode(WX) });
    expect(res).toMatchObject({ code: 0, msg: expect.stringContaining('secretKey') });
    expect(res.encryptedKey).toBeUndefined();
  });
  it('passes the platform’s failure on', async () => {
    expect(await world.openapi.weixin.auth.code2Session({ code: 'nonsense' })).toMatchObject({
      code: 40029,
      errcode: 40029,
    });
  });
});

describe('weixin.decrypt.getPhoneNumber', () => {
  const phone = { phoneNumber: '10000000001', purePhoneNumber: '10000000001', countryCode: '86' };
  const decrypted = {
    ...OK,
    data: expect.objectContaining(phone),
    phone: '10000000001',
    mobile: '10000000001',
  };

  async function login() {
    const code = world.sim.issueCode(WX, { openid: OPENID });
    const session = await world.openapi.weixin.auth.code2Session({ code, needKey: true });
    return { session, ...world.sim.encrypt(WX, session.sessionKey, phone) };
  }
  it('decrypts with the sessionKey', async () => {
    const { session, encryptedData, iv } = await login();
    const res = await world.openapi.weixin.decrypt.getPhoneNumber({
      encryptedData,
      iv,
      sessionKey: session.sessionKey,
    });
    expect(res).toMatchObject(decrypted);
  });
  it('decrypts with the encryptedKey', async () => {
    const { session, encryptedData, iv } = await login();
    const res = await world.openapi.weixin.decrypt.getPhoneNumber({
      encryptedData,
      iv,
      encryptedKey: session.encryptedKey,
      appId: WX,
    });
    expect(res).toMatchObject(decrypted);
  });
  it('exchanges the code of the phone button', async () => {
    const code = world.sim.issuePhoneCode(WX, { purePhoneNumber: '10000000001' });
    expect(await world.openapi.weixin.decrypt.getPhoneNumber({ code })).toMatchObject(decrypted);
  });
  it('refuses data of another app', async () => {
    const { session } = await login();
    const foreign = world.sim.encrypt(WX, session.sessionKey, {
      ...phone,
      watermark: { appid: WX2, timestamp: 1 },
    });
    expect(
      await world.openapi.weixin.decrypt.getPhoneNumber({ ...foreign, sessionKey: session.sessionKey }),
    ).toMatchObject({ code: 'vk-openapi-watermark-mismatch' });
  });
  it.each([
    ['another session_key', { sessionKey: Buffer.alloc(16, 7).toString('base64') }],
    ['an altered encryptedKey', { encryptedKey: 'AAAA' }],
  ])('fails with %s', async (_, key) => {
    const { encryptedData, iv } = await login();
    expect(await world.openapi.weixin.decrypt.getPhoneNumber({ encryptedData, iv, ...key })).toMatchObject({
      code: 'vk-openapi-decrypt-failed',
    });
  });
  it('does not take another app’s encryptedKey', async () => {
    const { session, encryptedData, iv } = await login();
    const res = await world.openapi.weixin.decrypt.getPhoneNumber({
      encryptedData,
      iv,
      encryptedKey: session.encryptedKey,
      appid: WX2,
    });
    expect(res).toMatchObject({ code: 'vk-openapi-decrypt-failed' });
  });
});

describe('weixin.wxacode.getUnlimited', () => {
  it('resolves to a picture that a reader can read', async () => {
    const picture = await world.openapi.weixin.wxacode.getUnlimited({
      scene: 'a=1',
      page: 'pages/index/index',
    });
    expect(Buffer.isBuffer(picture)).toBe(true);
    const code = await world.openapi.weixin.wxacode.getUnlimited({
      scene: 'a=1',
      page: 'pages/index/index',
      responseType: 'base64',
    });
    expect(code).toEqual({
      code: 0,
      base64: expect.stringMatching(/^data:image\/(png|jpeg);base64,/),
      contentType: expect.stringMatching(/^image\//),
    });
    if (code.contentType === 'image/png') {
      const { width, height, data } = Png.sync.read(picture);
      expect(jsqr(new Uint8ClampedArray(data), width, height)!.data).toContain('a=1');
    }
    expect(sent('/wxa/getwxacodeunlimit')).toEqual({ scene: 'a=1', page: 'pages/index/index' });
  });
  it('recognises an error inside an image/jpeg', async () => {
    world.sim.fault({ kind: 'mislabelled', path: '/wxa/getwxacodeunlimit', errcode: 41030 });
    expect(await world.openapi.weixin.wxacode.getUnlimited({ scene: 'a' })).toMatchObject({ code: 41030 });
  });
  it.each([
    [{}, 'scene'],
    [{ scene: 'x'.repeat(33) }, '32'],
    [{ scene: '中文' }, 'scene'],
    [{ scene: 'a', width: 100 }, '280'],
    [{ scene: 'a', line_color: { r: 1, g: 1 } }, 'line_color.b'],
  ])('sends nothing for %j', async (params, named) => {
    const res = await world.openapi.weixin.wxacode.getUnlimited(params);
    expect(res).toMatchObject({ code: 'vk-openapi-param-invalid', msg: expect.stringContaining(named) });
    expect(world.sim.requests).toHaveLength(0);
  });
});

describe('weixin.urlscheme.generate', () => {
  it('understands a relative expire_time and clips it to 30 days', async () => {
    const res = await world.openapi.weixin.urlscheme.generate({
      jump_wxa: { path: 'pages/index/index', query: 'a=1' },
      is_expire: true,
      expire_time: 3600 * 24 * 365,
    });
    expect(res).toMatchObject({ ...OK, openlink: expect.stringMatching(/^weixin:/) });
    const { expire_time } = sent('/wxa/generatescheme');
    const days = (expire_time - Date.now() / 1000) / 86400;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    expect(world.log.warnings).toHaveLength(1);
  });
  it('leaves the characters of a query to the platform', async () => {
    const params = {
      jump_wxa: { path: 'pages/index/index', query: '中文=1' },
      expire_type: 1,
      expire_interval: 1,
    };
    await world.openapi.weixin.urlscheme.generate(params);
    expect(sent('/wxa/generatescheme').jump_wxa.query).toBe('中文=1');
  });
  it('sends days and absolute times as they are', async () => {
    const expire_time = Math.floor(Date.now() / 1000) + 86400;
    await world.openapi.weixin.urlscheme.generate({ jump_wxa: {}, expire_type: 0, expire_time });
    expect(sent('/wxa/generatescheme').expire_time).toBe(expire_time);
    await world.openapi.weixin.urlscheme.generate({ expire_type: 1, expire_interval: 3 });
    expect(sent('/wxa/generatescheme')).toEqual({ expire_type: 1, expire_interval: 3 });
    expect(
      await world.openapi.weixin.urlscheme.generate({ expire_type: 1, expire_interval: 31 }),
    ).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });
});

describe('weixin.security.msgSecCheck', () => {
  it('is 1.0 without an openid, and raw UTF-8', async () => {
    expect(await world.openapi.weixin.security.msgSecCheck({ content: '你好' })).toMatchObject({
      ...OK,
      version: 1,
    });
    expect(sent('/wxa/msg_sec_check')).toEqual({ content: '你好' });
    expect(world.sim.requests.find(r => r.path === '/wxa/msg_sec_check')!.body.toString('utf8')).toContain(
      '你好',
    );
    const risky = await world.openapi.weixin.security.msgSecCheck({ content: '模拟广告' });
    expect(risky).toMatchObject({ code: 87014, errcode: 87014, version: 1 });
  });
  it('is 2.0 with an openid, and judges by the verdict', async () => {
    const clean = await world.openapi.weixin.security.msgSecCheck({ content: '你好', openid: OPENID });
    expect(clean).toMatchObject({ ...OK, version: 2, result: { suggest: 'pass' } });
    expect(sent('/wxa/msg_sec_check')).toEqual({ content: '你好', openid: OPENID, scene: 2, version: 2 });
    for (const [content, suggest] of [
      ['模拟违法', 'risky'],
      ['模拟复审', 'review'],
    ]) {
      const res = await world.openapi.weixin.security.msgSecCheck({ content, openid: OPENID });
      expect(res).toMatchObject({ code: 87014, errcode: 87014, version: 2, result: { suggest } });
      expect(res.errmsg).not.toBe('ok');
      expect(res.trace_id).toBeDefined();
    }
  });
  it('sends long texts to 1.0 at once and asks 1.0 for inactive users, with a warning each', async () => {
    const long = await world.openapi.weixin.security.msgSecCheck({
      content: '字'.repeat(2501),
      openid: OPENID,
    });
    expect(long).toMatchObject({ code: 0, version: 1 });
    expect(world.sim.count('/wxa/msg_sec_check')).toBe(1);
    expect(world.log.warnings).toHaveLength(1);
    world.sim.setUser(WX, OPENID, { active: false });
    const inactive = await world.openapi.weixin.security.msgSecCheck({ content: '模拟广告', openid: OPENID });
    expect(inactive).toMatchObject({ code: 87014, version: 1 });
    expect(world.log.warnings).toHaveLength(2);
  });
  it('never changes an explicit version', async () => {
    world.sim.setUser(WX, OPENID, { active: false });
    const two = await world.openapi.weixin.security.msgSecCheck({ content: 'a', openid: OPENID, version: 2 });
    expect(two).toMatchObject({ code: 61010 });
    const one = await world.openapi.weixin.security.msgSecCheck({ content: 'a', openid: OPENID, version: 1 });
    expect(one).toMatchObject({ code: 0, version: 1 });
    const none = await world.openapi.weixin.security.msgSecCheck({ content: 'a', version: 2 });
    expect(none).toMatchObject({ code: 'vk-openapi-param-invalid', msg: expect.stringContaining('openid') });
    const long = { content: 'a'.repeat(2501), openid: OPENID, version: 2 };
    expect(await world.openapi.weixin.security.msgSecCheck(long)).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
  });
});

describe.each([
  ['weixin', '/wxa/img_sec_check'],
  ['qq', '/api/json/security/ImgSecCheck'],
])('%s.security.imgSecCheck', (platform, path) => {
  const check = (params: object) => world.openapi[platform].security.imgSecCheck(params);
  it.each([
    ['a data URI', { base64: `data:image/png;base64,${PNG.toString('base64')}` }],
    ['bare base64', { base64: PNG.toString('base64') }],
    ['a buffer', { buffer: PNG }],
  ])('takes %s and sends it as media', async (_, params) => {
    expect(await check(params)).toMatchObject(OK);
    const request = world.sim.requests.find(r => r.path === path)!;
    expect(request.headers['content-length']).toBe(String(request.body.length));
    expect(request.body.includes(PNG)).toBe(true);
    expect(request.body.toString('latin1')).toMatch(/name="media"; filename="[^"]+"/);
  });
  it('answers 87014 for a risky picture', async () => {
    const res = await check({ buffer: Buffer.concat([PNG, Buffer.from('simulate-risky')]) });
    expect(res).toMatchObject({ code: 87014, errcode: 87014 });
  });
});

it('weixin.security.imgSecCheck refuses a picture beyond 1,048,576 bytes before sending', async () => {
  const res = await world.openapi.weixin.security.imgSecCheck({ buffer: Buffer.alloc(1048577, PNG) });
  expect(res).toMatchObject({ code: 'vk-openapi-param-invalid', msg: expect.stringContaining('1048576') });
  expect(world.sim.requests).toHaveLength(0);
});

describe('weixin.subscribeMessage.send', () => {
  it('sends defaults, wraps bare values, strips the leading slash', async () => {
    const params = { touser: OPENID, template_id: TEMPLATE, page: '/pages/index/index', data: template };
    const copy = JSON.parse(JSON.stringify(params));
    expect(await world.openapi.weixin.subscribeMessage.send(params)).toMatchObject(OK);
    expect(params).toEqual(copy);
    expect(sent('/cgi-bin/message/subscribe/send')).toEqual({
      touser: OPENID,
      template_id: TEMPLATE,
      page: 'pages/index/index',
      data: Object.fromEntries(Object.entries(template).map(([key, value]) => [key, { value }])),
      miniprogram_state: 'formal',
      lang: 'zh_CN',
    });
  });
  it('names the meaning of the platform’s number', async () => {
    world.sim.setSubscriptions(WX, OPENID, TEMPLATE, 0);
    const res = await world.openapi.weixin.subscribeMessage.send({
      touser: OPENID,
      template_id: TEMPLATE,
      data: template,
    });
    expect(res).toMatchObject({ code: 43101, msg: expect.stringContaining('订阅') });
    expect(res.errmsg).toMatch(/rid/);
  });
});

it('weixin.uniformMessage.send goes out nested and says what to use now', async () => {
  const data = { first: { value: 'a' } };
  const res = await world.openapi.weixin.uniformMessage.send({
    touser: OPENID,
    template_id: 't',
    url: 'https://example.com',
    miniprogram: { appid: WX, pagepath: 'pages/index/index' },
    data,
  });
  expect(res).toMatchObject({ code: 45109, msg: expect.stringContaining('weixin.h5.templateMessage.send') });
  expect(sent('/cgi-bin/message/wxopen/template/uniform_send')).toEqual({
    touser: OPENID,
    mp_template_msg: {
      appid: H5,
      template_id: 't',
      url: 'https://example.com',
      miniprogram: { appid: WX, pagepath: 'pages/index/index' },
      data,
    },
  });
});

it('weixin.h5.templateMessage.send uses the official account and keeps msgid exact', async () => {
  const res = await world.openapi.weixin.h5.templateMessage.send({
    touser: OPENID,
    template_id: H5_TEMPLATE,
    data: { keyword1: { value: 'a' }, keyword2: { value: 'b' }, keyword3: { value: 'c' } },
    client_msg_id: 'once',
  });
  expect(res).toMatchObject(OK);
  expect(String(res.msgid)).toMatch(/^\d+$/);
  expect(world.sim.tokens(H5)).toContain(lastQuery('/cgi-bin/message/template/send').access_token);
});

describe('weixin.livebroadcast.getLiveInfo', () => {
  it('pages by pageIndex and pageSize', async () => {
    const res = await world.openapi.weixin.livebroadcast.getLiveInfo({ pageIndex: 2, pageSize: 2 });
    expect(res).toMatchObject({ ...OK, total: 3, room_info: [expect.any(Object)] });
    expect(sent('/wxa/business/getliveinfo')).toEqual({ start: 2, limit: 2 });
  });
  it('takes start and limit, and has defaults', async () => {
    await world.openapi.weixin.livebroadcast.getLiveInfo({ start: 1, limit: 2 });
    expect(sent('/wxa/business/getliveinfo')).toEqual({ start: 1, limit: 2 });
    await world.openapi.weixin.livebroadcast.getLiveInfo();
    expect(sent('/wxa/business/getliveinfo')).toEqual({ start: 0, limit: 100 });
  });
  it('is an empty list where there is no room', async () => {
    const res = await world.openapi.weixin.livebroadcast.getLiveInfo({ appid: WX2 });
    expect(res).toMatchObject({ ...OK, room_info: [], total: 0 });
  });
});

describe('qq', () => {
  it('auth.getAccessToken resolves to the bare token', async () => {
    expect(world.sim.tokens(QQ)).not.toContain(
      await world.openapi.qq.auth.getAccessToken({ appid: QQ }).then(() => ''),
    );
    expect(await world.openapi.qq.auth.getAccessToken()).toBe(world.sim.tokens(QQ)[0]);
    expect(world.sim.tokenRequests(QQ)).toBe(1);
  });
  it('auth.code2Session answers as WeChat’s', async () => {
    const code = world.sim.issueCode(QQ, { openid: QQ_OPENID });
    expect(await world.openapi.qq.auth.code2Session({ code })).toMatchObject({
      ...OK,
      appid: QQ,
      openid: QQ_OPENID,
      platform: 'mp-qq',
      encryptedKey: expect.any(String),
    });
  });
  it.each(['path', 'page'])('acode.getMiniCode makes a picture of %s', async name => {
    const picture = await world.openapi.qq.acode.getMiniCode({ [name]: 'pages/index/index?a=1&b=2' });
    expect(Buffer.isBuffer(picture)).toBe(true);
    expect(sent('/api/json/qqa/CreateMiniCode')).toEqual({ appid: QQ, path: 'pages/index/index?a=1&b=2' });
  });
  it('security.msgSecCheck reads the camel-case answer', async () => {
    expect(await world.openapi.qq.security.msgSecCheck({ content: '你好' })).toMatchObject(OK);
    expect(sent('/api/json/security/MsgSecCheck')).toEqual({ appid: QQ, content: '你好' });
    expect(await world.openapi.qq.security.msgSecCheck({ content: '模拟广告' })).toMatchObject({
      code: 87014,
      errcode: 87014,
    });
  });
  it('subscribeMessage.send has no appid in its body', async () => {
    const res = await world.openapi.qq.subscribeMessage.send({
      touser: QQ_OPENID,
      template_id: '789697983d789c9257b7745470442be4',
      page: 'pages/index/index',
      data: { keyword1: '1', keyword2: { value: '2' }, keyword3: { value: '3' } },
      emphasis_keyword: 'keyword1.DATA',
    });
    expect(res).toMatchObject(OK);
    expect(sent('/api/json/subscribe/SendSubscriptionMessage')).toEqual({
      touser: QQ_OPENID,
      template_id: '789697983d789c9257b7745470442be4',
      page: 'pages/index/index',
      data: { keyword1: { value: '1' }, keyword2: { value: '2' }, keyword3: { value: '3' } },
      emphasis_keyword: 'keyword1.DATA',
    });
  });
});
