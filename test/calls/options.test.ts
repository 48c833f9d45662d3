/** The options every call takes (contract.md §1), and what a call does to what it is given. */
import { H5, OPENID, PNG, QQ, startWorld, TEMPLATE, WX, WX2, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterAll(() => world.sim.close());

const check = (params: object, options?: object) =>
  world.openapi.weixin.security.msgSecCheck({ content: 'a', ...params }, options);
const tokenOf = (path: string) =>
  [...world.sim.requests].reverse().find(r => r.path === path)!.query.access_token;

describe('the app', () => {
  it('is the first one, the one named, or the one given', async () => {
    await check({});
    expect(world.sim.tokens(WX)).toContain(tokenOf('/wxa/msg_sec_check'));
    await check({ appid: WX2 });
    expect(world.sim.tokens(WX2)).toContain(tokenOf('/wxa/msg_sec_check'));
    await check({}, { appid: WX2 });
    expect(world.sim.tokens(WX2)).toContain(tokenOf('/wxa/msg_sec_check'));
    world.sim.addApp({ platform: 'weixin', appid: 'wxnew', appsecret: 'a-secret-only-this-call-knows' });
    expect(await check({ appid: 'wxnew', appsecret: 'a-secret-only-this-call-knows' })).toMatchObject({
      code: 0,
    });
  });
  it('that nobody configured is config-missing, naming it', async () => {
    expect(await check({ appid: 'wxunknown' })).toMatchObject({
      code: 'vk-openapi-config-missing',
      msg: expect.stringContaining('wxunknown'),
    });
  });
  it('never shares a token with another', async () => {
    await Promise.all([check({}), check({ appid: WX2 }), world.openapi.weixin.h5.request({ url: '/x' })]);
    expect([WX, WX2, H5].map(appid => world.sim.tokenRequests(appid))).toEqual([1, 1, 1]);
  });
});

describe('access_token', () => {
  it('is used as it is: no token request, and no second try with another', async () => {
    expect(await check({ access_token: 'of-the-caller' })).toMatchObject({ code: 40014 });
    expect(world.sim.requests).toHaveLength(1);
    expect(tokenOf('/wxa/msg_sec_check')).toBe('of-the-caller');
  });
  it('needs no configuration at all', async () => {
    const token = await world.openapi.weixin.auth.getAccessToken();
    const bare = world.create({ apps: {} });
    expect(await bare.weixin.security.msgSecCheck({ content: 'a', access_token: token })).toMatchObject({
      code: 0,
    });
    const qqToken = await world.openapi.qq.auth.getAccessToken();
    const params = { content: 'a', access_token: qqToken, appid: QQ };
    expect(await bare.qq.security.msgSecCheck(params)).toMatchObject({ code: 0 });
  });
});

describe('timeout', () => {
  it('ends a call in time', async () => {
    await check({});
    world.sim.fault({ kind: 'never', path: '/wxa/msg_sec_check' });
    expect(await check({ timeout: 200 })).toMatchObject({ code: 'vk-openapi-timeout' });
  });
  it.each([0, -1, 'x', NaN])('%p is refused', async timeout => {
    expect(await check({ timeout })).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });
});

describe('binary results', () => {
  const code = (params: object) => world.openapi.weixin.wxacode.getUnlimited({ scene: 'a', ...params });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'uniCloud');
  });

  it('come as a Buffer, as base64, or as a file in cloud storage', async () => {
    expect(Buffer.isBuffer(await code({ responseType: 'buffer' }))).toBe(true);
    expect(Object.keys(await code({ responseType: 'base64' }))).toEqual(['code', 'base64', 'contentType']);
    expect(await code({ responseType: 'text' })).toMatchObject({ code: 'vk-openapi-param-invalid' });
    const uploads: { cloudPath: string; fileContent: Buffer }[] = [];
    Object.assign(globalThis, {
      uniCloud: {
        uploadFile: async (file: { cloudPath: string; fileContent: Buffer }) => {
          uploads.push(file);
          return { fileID: 'cloud://x/a.jpg' };
        },
      },
    });
    const stored = await code({ cloudPath: 'codes/a.jpg' });
    expect(stored).toEqual({
      code: 0,
      fileID: 'cloud://x/a.jpg',
      contentType: expect.stringMatching(/^image\//),
    });
    expect(uploads[0]!.cloudPath).toBe('codes/a.jpg');
    expect(Buffer.isBuffer(uploads[0]!.fileContent)).toBe(true);
  });
  it('say so where there is no cloud storage, or it fails', async () => {
    expect(await code({ cloudPath: 'a.jpg' })).toMatchObject({ code: 'vk-openapi-config-missing' });
    Object.assign(globalThis, {
      uniCloud: { uploadFile: async () => Promise.reject(new Error('no space')) },
    });
    expect(await code({ cloudPath: 'a.jpg' })).toMatchObject({
      code: 'vk-openapi-network-error',
      msg: expect.stringContaining('no space'),
    });
  });
});

describe('what the caller passes', () => {
  it('is never changed', async () => {
    const params = Object.freeze({
      touser: OPENID,
      template_id: TEMPLATE,
      page: '/pages/index/index',
      appid: WX,
      data: Object.freeze({ thing6: 'x' }),
    });
    const options = Object.freeze({ timeout: 4000, appid: WX });
    const before = JSON.stringify([params, options]);
    await world.openapi.weixin.subscribeMessage.send(params, options);
    expect(JSON.stringify([params, options])).toBe(before);
  });
  it.each([['a text'], [12], [['a']], [true]])('must be an object, not %p', async given => {
    expect(await world.openapi.weixin.wxacode.getUnlimited(given)).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
  });
  it('may be left out', async () => {
    expect(await world.openapi.weixin.subscribeMessage.getCategory()).toMatchObject({ code: 0 });
  });
  it.each([
    ['a cycle', () => Object.assign({} as Record<string, unknown>, { self: null })],
    ['a BigInt', () => ({ extra: 1n })],
  ])('that is %s inside is refused, not thrown', async (what, make) => {
    const params = make() as Record<string, unknown>;
    if (what === 'a cycle') params.self = params;
    const res = await world.openapi.weixin.wxacode.getUnlimited({ scene: 'a', ...params });
    expect(res).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });
  it('passes through where it is unknown to the catalogue', async () => {
    await world.openapi.weixin.wxacode.getUnlimited({ scene: 'a', tomorrow: { 新: true } });
    const { body } = world.sim.requests.find(r => r.path === '/wxa/getwxacodeunlimit')!;
    expect(JSON.parse(body.toString('utf8'))).toEqual({ scene: 'a', tomorrow: { 新: true } });
  });
});

it('platforms, groups and calls are own enumerable properties', () => {
  const list = (node: object) => Object.keys(node);
  expect(list(world.openapi)).toEqual(['weixin', 'qq']);
  expect(list(world.openapi.weixin)).toEqual(expect.arrayContaining(['auth', 'wxacode', 'h5', 'request']));
  expect(list(world.openapi.weixin.h5)).toEqual(expect.arrayContaining(['templateMessage', 'request']));
  expect(list(world.openapi.qq.security)).toEqual(expect.arrayContaining(['msgSecCheck', 'imgSecCheck']));
  expect(Object.prototype.hasOwnProperty.call(world.openapi.weixin.wxacode, 'getUnlimited')).toBe(true);
});

it('a picture that went through JSON is a picture still', async () => {
  const buffer = JSON.parse(JSON.stringify(PNG));
  expect(await world.openapi.weixin.security.imgSecCheck({ buffer })).toMatchObject({ code: 0 });
});
