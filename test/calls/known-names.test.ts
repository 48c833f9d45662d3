/**
 * The names that applications use already (facts/known-call-names.md): each called with the arguments they pass,
 * and looked at through the fields they read.
 */
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
  type World,
} from './world';

const APP = 'wx00000000000000f1';
const APP_SECRET = 'demo0secret0of0the0mobile0app001';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.sim.addApp({ platform: 'weixin.app', appid: APP, appsecret: APP_SECRET });
  const apps = { ...vkOpenapiApps(), 'weixin.app': [{ appid: APP, appsecret: APP_SECRET }] };
  world.openapi = world.create({ apps });
  world.log.warnings.length = 0;
});
afterAll(() => world.sim.close());

function vkOpenapiApps() {
  const of = (platform: string) => world.sim.apps.filter(app => app.platform === platform);
  return { weixin: of('weixin'), 'weixin.h5': of('weixin.h5'), qq: of('qq') };
}

type Params = Record<string, unknown>;
type Call = (params?: Params) => Promise<unknown>;

/** The function of a name, every part of it a full own property. */
function named(name: string): Call {
  let node: unknown = world.openapi;
  for (const part of name.split('.')) {
    expect(Object.keys(node as object)).toContain(part);
    node = (node as Record<string, unknown>)[part];
  }
  return node as Call;
}

const OK = { code: 0, errcode: 0, errmsg: 'ok', msg: expect.any(String) };
const text = expect.any(String);
const number = expect.any(Number);
const list = expect.any(Array);

const parcel = {
  character_string1: 'A1',
  name2: '中通',
  character_string3: 'ZT1',
  thing6: '水',
  thing8: '杭州',
};
const paid = { keyword1: { value: 'a' }, keyword2: { value: 'b' }, keyword3: { value: 'c' } };
const shipping = {
  order_key: { order_number_type: 2, transaction_id: '4200000000202601010000000001' },
  logistics_type: 1,
  delivery_mode: 1,
  shipping_list: [{ tracking_no: 'SF1', express_company: 'SF', item_desc: '水果' }],
  payer: { openid: OPENID },
};
const waybill = {
  openid: OPENID,
  receiver_phone: '10000000001',
  waybill_id: 'SF1',
  trans_id: '4200000000202601010000000001',
  order_detail_path: 'pages/order',
  goods_info: { detail_list: [{ goods_name: '水果', goods_img_url: 'https://e.com/a.png' }] },
};
const risk = {
  openid: OPENID,
  scene: 0,
  mobile_no: '10000000001',
  client_ip: '127.0.0.1',
  email_address: 'a@e.com',
  extended_info: 'x',
  is_test: true,
};

/** Name, arguments (made when the world is there), and the fields that are read. */
type Row = [name: string, params: Params | (() => Params | Promise<Params>), result: object];

/** What npm's form-data gives its users. */
const form = (): Params => {
  const head = '--XX\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), PNG, Buffer.from('\r\n--XX--\r\n')]);
  return { formData: { getBuffer: () => body, getBoundary: () => 'XX' } };
};

const rows: Row[] = [
  [
    'weixin.urlscheme.generate',
    { jump_wxa: { path: 'pages/index/index', env_version: 'trial' }, expire_type: 1, expire_interval: 1 },
    { openlink: text },
  ],
  [
    'weixin.urllink.generate',
    {
      path: 'pages/index/index',
      query: 'a=1',
      is_expire: true,
      expire_type: 1,
      expire_interval: 1,
      env_version: 'trial',
    },
    { url_link: text },
  ],
  [
    'weixin.security.msgSecCheck',
    { content: '你好', openid: OPENID, scene: 1, version: 2, title: 't', nickname: 'n', signature: 's' },
    { result: { suggest: 'pass', label: 100 } },
  ],
  ['weixin.security.imgSecCheck', { base64: PNG.toString('base64') }, {}],
  ['weixin.security.imgSecCheck', { dataBuffer: PNG }, {}],
  ['weixin.security.imgSecCheck', form, {}],
  [
    'weixin.security.imgSecCheckAsync',
    { media_url: 'https://e.com/a.png', media_type: 2, version: 2, scene: 1, openid: OPENID },
    { trace_id: text },
  ],
  [
    'weixin.subscribeMessage.send',
    { touser: OPENID, template_id: TEMPLATE, page: '/pages/index/index', data: parcel },
    {},
  ],
  [
    'weixin.subscribeMessage.send',
    { touser: OPENID, templateId: TEMPLATE, miniprogramState: 'trial', data: parcel },
    {},
  ],
  ['weixin.subscribeMessage.getCategory', {}, { data: list }],
  [
    'weixin.subscribeMessage.getMessageTemplateList',
    {},
    { data: [expect.objectContaining({ priTmplId: TEMPLATE })] },
  ],
  ['weixin.subscribeMessage.deleteMessageTemplate', { priTmplId: TEMPLATE }, {}],
  ['weixin.subscribeMessage.deleteMessageTemplate', { pri_tmpl_id: TEMPLATE }, {}],
  ['weixin.livebroadcast.getLiveInfo', { pageIndex: 1, pageSize: 10 }, { room_info: list, total: number }],
  ['weixin.riskControl.getUserRiskRank', risk, { risk_rank: number }],
  ['weixin.order.uploadShippingInfo', shipping, {}],
  [
    'weixin.order.uploadCombinedShippingInfo',
    { order_key: shipping.order_key, sub_orders: [{ ...shipping, payer: undefined }], payer: shipping.payer },
    {},
  ],
  [
    'weixin.order.getOrder',
    { transaction_id: '4200000000202601010000000001' },
    { order: expect.any(Object) },
  ],
  ['weixin.order.getOrderList', { page_size: 10 }, { order_list: list }],
  [
    'weixin.order.notifyConfirmReceive',
    { transaction_id: '4200000000202601010000000001', received_time: 1_800_000_000 },
    {},
  ],
  ['weixin.order.setMsgJumpPath', { path: 'pages/order/detail?id=${商品订单号}' }, {}],
  ['weixin.order.isTradeManaged', {}, { is_trade_managed: expect.any(Boolean) }],
  ['weixin.order.isTradeManaged', { appid: WX }, { is_trade_managed: expect.any(Boolean) }],
  ['weixin.order.isTradeManagementConfirmationCompleted', {}, { completed: expect.any(Boolean) }],
  ['weixin.order.opspecialorder', { order_id: '4200000000202601010000000001', type: 2 }, {}],
  ['weixin.logistics.getAllDelivery', {}, { data: list, count: number }],
  ['weixin.logistics.getDeliveryList', {}, { delivery_list: list, count: number }],
  ['weixin.logistics.traceWaybill', waybill, { waybill_token: text }],
  [
    'weixin.logistics.queryFollowTrace',
    async () => ({ waybill_token: await followed(), openid: OPENID }),
    { waybill_info: expect.any(Object) },
  ],
  [
    'weixin.logistics.updateFollowWaybillGoods',
    async () => ({ waybill_token: await followed(), goods_info: waybill.goods_info }),
    {},
  ],
  ['weixin.h5.auth.getJsapiTicket', { cache: true }, { jsapi_ticket: text }],
  [
    'weixin.h5.auth.getJsapiSign',
    { url: 'https://e.com/a#b' },
    { url: 'https://e.com/a', config: { appId: H5, timestamp: number, nonceStr: text, signature: text } },
  ],
  [
    'weixin.h5.templateMessage.send',
    { touser: OPENID, template_id: H5_TEMPLATE, url: 'https://e.com', data: paid },
    { msgid: expect.anything() },
  ],
  [
    'weixin.h5.subscribeMessage.send',
    { touser: OPENID, template_id: H5_TEMPLATE, page: 'https://e.com', data: { thing1: '水果' } },
    {},
  ],
  [
    'weixin.request',
    { method: 'POST', url: '/wxa/generatescheme', data: { jump_wxa: { path: 'pages/index/index' } } },
    { openlink: text },
  ],
  [
    'weixin.h5.request',
    { url: '/cgi-bin/ticket/getticket', data: { type: 'jsapi' }, method: 'GET' },
    { ticket: text },
  ],
  ['qq.security.msgSecCheck', { content: 'hello' }, {}],
  ['qq.security.imgSecCheck', { base64: PNG.toString('base64') }, {}],
  [
    'qq.subscribeMessage.send',
    { touser: QQ_OPENID, template_id: '789697983d789c9257b7745470442be4', data: paid },
    {},
  ],
];

async function followed(): Promise<string> {
  const { waybill_token } = await world.openapi.weixin.expressMsg.followWaybill(waybill);
  expect(waybill_token).toEqual(text);
  return waybill_token;
}

/** The last request to a path: its JSON body. */
const sent = (path: string) => {
  const request = [...world.sim.requests].reverse().find(r => r.path === path)!;
  return JSON.parse(request.body.toString('utf8'));
};

describe('a name that applications use answers as they read it', () => {
  it.each(rows)('%s (row %#)', async (name, params, result) => {
    const given = typeof params === 'function' ? await params() : params;
    expect(await named(name)(given)).toMatchObject({ ...OK, ...result });
  });

  it.each(['weixin', 'weixin.h5', 'qq'])('%s.auth.getAccessToken is the string', async platform => {
    for (const cache of [true, false]) {
      const token = await named(`${platform}.auth.getAccessToken`)({ cache });
      expect(token).toEqual(text);
    }
  });

  it.each([
    [
      'weixin.wxacode.getUnlimited',
      { scene: 'a=1', page: 'pages/index/index', check_path: false, env_version: 'trial' },
    ],
    ['qq.acode.getMiniCode', { path: 'pages/index/index' }],
  ])('%s is a Buffer', async (name, params) => {
    const picture = await named(name)(params);
    expect(Buffer.isBuffer(picture)).toBe(true);
  });

  it('weixin.uniformMessage.send names the way now', async () => {
    const params = { touser: OPENID, template_id: H5_TEMPLATE, template_appid: H5, data: paid };
    expect(await named('weixin.uniformMessage.send')(params)).toMatchObject({
      code: 45109,
      msg: expect.stringContaining('weixin.h5.templateMessage.send'),
    });
  });

  it('the template library takes the platform’s own names and their twins', async () => {
    const { data: categories } = await world.openapi.weixin.subscribeMessage.getCategory();
    const ids = categories.map((category: { id: number }) => category.id).join(',');
    const titles = await named('weixin.subscribeMessage.getPubTemplateTitleList')({
      ids,
      start: 0,
      limit: 30,
    });
    expect(titles).toMatchObject({ ...OK, count: number, data: list });
    const [{ tid }] = (titles as { data: { tid: number }[] }).data as [{ tid: number }];
    const words = await world.openapi.weixin.subscribeMessage.getPubTemplateKeyWordsById({ tid });
    const kids = words.data.slice(0, 3).map((word: { kid: number }) => word.kid);
    const add = named('weixin.subscribeMessage.addMessageTemplate');
    expect(await add({ tid, kidList: kids, sceneDesc: '测试' })).toMatchObject({ ...OK, priTmplId: text });
    expect(await add({ tid, kid_list: kids.slice(0, 2), scene_desc: '测试' })).toMatchObject({
      ...OK,
      priTmplId: text,
    });
  });
});

describe('logins', () => {
  const login = { context: {}, platform: 'mp-weixin', encryptedKey: '' };

  it('of a mini program and their decryption', async () => {
    const code = world.sim.issueCode(WX, { openid: OPENID, unionid: 'u' });
    const session = (await named('weixin.auth.code2Session')({ ...login, code, needKey: true })) as Params;
    expect(session).toMatchObject({ ...OK, appid: WX, openid: OPENID, unionid: 'u', platform: 'mp-weixin' });
    const { sessionKey, encryptedKey } = session as { sessionKey: string; encryptedKey: string };
    const phone = { phoneNumber: '10000000001', purePhoneNumber: '10000000001', countryCode: '86' };
    const cipher = world.sim.encrypt(WX, sessionKey, phone);
    for (const key of [{ sessionKey }, { encryptedKey }]) {
      const decrypted = await named('weixin.decrypt.getPhoneNumber')({ ...cipher, ...key });
      expect(decrypted).toMatchObject({ ...OK, mobile: '10000000001', phone: '10000000001', data: phone });
      expect(await named('weixin.decrypt.decryptData')({ ...cipher, ...key })).toMatchObject({
        ...OK,
        data: phone,
      });
    }
    const byCode = { code: world.sim.issuePhoneCode(WX, { purePhoneNumber: '10000000002' }) };
    expect(await named('weixin.decrypt.getPhoneNumber')(byCode)).toMatchObject({ ...OK, mobile: text });
  });

  it('of a QQ mini program', async () => {
    const code = world.sim.issueCode(QQ, { openid: QQ_OPENID });
    expect(await named('qq.auth.code2Session')({ code })).toMatchObject({ ...OK, openid: QQ_OPENID });
  });

  it('of an official account’s page give the tokens only to code that asks', async () => {
    const call = named('weixin.h5.auth.code2Session');
    const plain = await call({ code: world.sim.issueCode(H5, { openid: OPENID, unionid: 'u' }) });
    expect(plain).toMatchObject({ ...OK, appid: H5, openid: OPENID, unionid: 'u', scope: text });
    for (const secret of world.sim.secrets()) expect(JSON.stringify(plain)).not.toContain(secret);
    const keys = (await call({ code: world.sim.issueCode(H5, { openid: OPENID }), needKey: true })) as Params;
    expect(keys).toMatchObject({ ...OK, openid: OPENID, accessToken: text, refreshToken: text });
    expect(Object.keys(keys)).not.toContain('access_token');
    expect(world.sim.tokenRequests(H5)).toBe(0);

    const user = { access_token: keys.accessToken, openid: OPENID };
    const { oauth } = world.openapi.weixin.h5;
    expect(await oauth.checkAccessToken(user)).toMatchObject(OK);
    expect(await oauth.getUserInfo({ ...user, lang: 'zh_CN' })).toMatchObject({ ...OK, nickname: text });
    const refreshed = await oauth.refreshAccessToken({ refresh_token: keys.refreshToken });
    expect(refreshed).toMatchObject({ ...OK, openid: OPENID });
    expect(await oauth.getUserInfo({ openid: OPENID })).toMatchObject({
      code: 'vk-openapi-param-invalid',
      msg: expect.stringContaining('access_token'),
    });
  });

  it('of an official account’s page pass the platform’s failures on', async () => {
    const code = world.sim.issueCode(H5, { openid: OPENID });
    const call = named('weixin.h5.auth.code2Session');
    expect(await call({ code })).toMatchObject(OK);
    expect(await call({ code })).toMatchObject({ code: 40163, errcode: 40163 });
    expect(await call({ code: 'nonsense' })).toMatchObject({ code: 40029 });
    expect(await call({})).toMatchObject({ code: 'vk-openapi-param-invalid' });
    expect(await call({ code, appid: H5, appsecret: 'wrong-secret-of-the-app' })).toMatchObject({
      code: 40125,
    });
  });

  it('of a mobile app', async () => {
    const code = world.sim.issueCode(APP, { openid: OPENID });
    const session = (await named('weixin.app.auth.getAccessToken')({ code })) as Params;
    expect(session).toMatchObject({
      ...OK,
      openid: OPENID,
      access_token: text,
      refresh_token: text,
      expires_in: 7200,
    });
    const { access_token } = session;
    const profile = await named('weixin.app.auth.getUserInfo')({
      access_token,
      openid: OPENID,
      lang: 'zh_CN',
    });
    expect(profile).toMatchObject({
      ...OK,
      nickname: text,
      avatar: expect.stringMatching(/^https:/),
      gender: 0,
    });
    expect(world.openapi.weixin.app.request).toBeUndefined();
  });
});

describe('uploading a shipment', () => {
  const PATH = '/wxa/sec/order/upload_shipping_info';
  const COMBINED = '/wxa/sec/order/upload_combined_shipping_info';

  it('fills in the time of the upload, in Beijing’s zone', async () => {
    const openapi = world.create({
      clock: { now: () => Date.UTC(2026, 0, 1, 16, 4, 5, 67), sleep: async () => {} },
    });
    await openapi.weixin.order.uploadShippingInfo(shipping);
    expect(sent(PATH).upload_time).toBe('2026-01-02T00:04:05.067+08:00');
    await openapi.weixin.order.uploadShippingInfo({ ...shipping, upload_time: '2025-01-01T00:00:00+08:00' });
    expect(sent(PATH).upload_time).toBe('2025-01-01T00:00:00+08:00');
    const combined = {
      order_key: shipping.order_key,
      sub_orders: [shipping],
      payer: shipping.payer,
      upload_time: '',
    };
    await openapi.weixin.order.uploadCombinedShippingInfo(combined);
    expect(sent(COMBINED).upload_time).toBe('2026-01-02T00:04:05.067+08:00');
  });

  it('shortens a description by characters, warns, and leaves the caller’s objects alone', async () => {
    const item_desc = `${'😀'.repeat(119)}水果`;
    const [item] = shipping.shipping_list;
    const long = { ...shipping, shipping_list: [{ ...item, item_desc }, item] };
    const before = JSON.stringify(long);
    expect(await world.openapi.weixin.order.uploadShippingInfo(long)).toMatchObject(OK);
    expect(sent(PATH).shipping_list.map((i: { item_desc: string }) => i.item_desc)).toEqual([
      `${'😀'.repeat(119)}水`,
      '水果',
    ]);
    expect(world.log.warnings.join()).toMatch(/item_desc.*121.*120/);
    expect(world.log.warnings.join()).not.toContain('😀');
    const combined = { order_key: shipping.order_key, sub_orders: [long], payer: shipping.payer };
    expect(await world.openapi.weixin.order.uploadCombinedShippingInfo(combined)).toMatchObject(OK);
    expect(sent(COMBINED).sub_orders[0].shipping_list[0].item_desc).toBe(`${'😀'.repeat(119)}水`);
    expect(JSON.stringify(long)).toBe(before);
  });

  it('leaves nonsense to the check of the parameter', async () => {
    for (const shipping_list of ['x', [1], [null], undefined]) {
      const answer = await world.openapi.weixin.order.uploadShippingInfo({ ...shipping, shipping_list });
      expect(answer).toMatchObject({
        code: 'vk-openapi-param-invalid',
        msg: expect.stringContaining('shipping_list'),
      });
    }
    expect(world.sim.count(PATH)).toBe(0);
  });
});

describe('the address of an official account’s consent page', () => {
  const url = async (params: Params) => (await named('weixin.h5.oauth.getAuthorizeUrl')(params)) as Params;

  it('has the platform’s order and its fragment', async () => {
    const page = 'https://e.com/a?b=1&c=中#/d';
    expect(
      await url({ redirect_uri: page, scope: 'snsapi_userinfo', state: 'abc', forcePopup: true }),
    ).toEqual({
      ...OK,
      url:
        `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${H5}&redirect_uri=${encodeURIComponent(page)}` +
        '&response_type=code&scope=snsapi_userinfo&state=abc&forcePopup=true#wechat_redirect',
    });
    const plain = await url({ redirect_uri: encodeURIComponent(page), appid: 'wx9' });
    expect(plain.url).toBe(
      `https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx9&redirect_uri=${encodeURIComponent(page)}` +
        '&response_type=code&scope=snsapi_base#wechat_redirect',
    );
    expect(world.sim.requests).toEqual([]);
  });

  it('is refused for a page that is none', async () => {
    for (const redirect_uri of [undefined, '', 'pages/index', 'javascript:alert(1)', 'https%3A%2F%2', 5]) {
      expect(await url({ redirect_uri })).toMatchObject({
        code: 'vk-openapi-param-invalid',
        msg: expect.stringContaining('redirect_uri'),
      });
    }
  });
});

describe('an alias', () => {
  it('of a group is the group: every call of it, with the helpers of each', () => {
    const { order, orderShipping, logistics } = world.openapi.weixin;
    expect(Object.keys(order)).toEqual(Object.keys(orderShipping));
    expect(typeof order.getOrderList.pages).toBe(typeof orderShipping.getOrderList.pages);
    expect(Object.keys(logistics)).toEqual(expect.arrayContaining(['addOrder', 'traceWaybill']));
  });

  it('is accepted by expose with the level of its call, and as a scope', async () => {
    const server = { SOURCE: 'server' };
    const client = { SOURCE: 'client' };
    const made = [
      ['weixin', 'order.getOrder'],
      ['weixin', 'weixin.logistics.traceWaybill'],
      ['weixin.order', 'getOrder'],
      ['weixin.logistics', 'traceWaybill'],
    ];
    for (const [scope, action] of made) {
      const main = vkOpenapi.expose(scope);
      expect(await main({ action, params: {} }, client)).toMatchObject({ code: 'vk-openapi-forbidden' });
      expect((await main({ action, params: {} }, server)).code).not.toBe('vk-openapi-unknown-api');
    }
  });
});
