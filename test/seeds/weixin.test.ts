/**
 * Every sample of the seed documents for WeChat, copied literally, behind a `vk` object whose `openapi` was
 * replaced, as `docs/migrating-from-vk.md` tells existing projects to do.
 */
import { H5, OPENID, PNG, startWorld, vkOpenapi, WX, type World } from '../calls/world';

let world: World;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the predecessor's object, as far as it matters
const vk: any = { openapi: { weixin: 'the predecessor’s' }, baseDao: {} };

beforeAll(async () => {
  const apps = [
    { platform: 'weixin', appid: WX, appsecret: 'secret-of-the-mini-program-1', liveRooms: 2 },
    {
      platform: 'weixin.h5',
      appid: H5,
      appsecret: 'secret-of-the-official-account',
      templates: [{ id: '', title: '', keys: [] }],
    },
  ] as const;
  world = await startWorld({ apps: [...apps] as never });
  vk.openapi = world.openapi;
});
afterAll(() => world.sim.close());

it('can be put in place of the predecessor’s openapi in one line', () => {
  const host = { ...vk };
  host.openapi = vkOpenapi.openapi;
  expect(typeof host.openapi.weixin.wxacode.getUnlimited).toBe('function');
});

it('获取token', async () => {
  let access_token = await vk.openapi.weixin.auth.getAccessToken();
  expect(world.sim.tokens(WX)).toContain(access_token);
});

it('code换取openid', async () => {
  const js_code = world.sim.issueCode(WX, { openid: OPENID });
  let code2SessionRes = await vk.openapi.weixin.auth.code2Session({
    js_code: js_code,
  });
  expect(code2SessionRes).toMatchObject({ code: 0, openid: OPENID });
});

it('获取微信绑定的手机号', async () => {
  const js_code = world.sim.issueCode(WX, { openid: OPENID });
  const { sessionKey } = await vk.openapi.weixin.auth.code2Session({ js_code, needKey: true });
  const { encryptedData, iv } = world.sim.encrypt(WX, sessionKey, {
    phoneNumber: '10000000001',
    purePhoneNumber: '10000000001',
    countryCode: '86',
  });
  let getPhoneNumberRes = await vk.openapi.weixin.decrypt.getPhoneNumber({
    encryptedData,
    iv,
    sessionKey,
  });
  expect(getPhoneNumberRes).toMatchObject({ code: 0, phone: '10000000001' });
});

it('获取小程序码', async () => {
  let getUnlimitedRes = await vk.openapi.weixin.wxacode.getUnlimited({
    scene: '',
    page: '',
  });
  // An empty scene is sent, and what the platform says of it comes back.
  expect(world.sim.count('/wxa/getwxacodeunlimit')).toBe(1);
  expect(typeof getUnlimitedRes === 'object' && getUnlimitedRes.code).toBeTruthy();
});

it('获取scheme码', async () => {
  const path = 'pages/index/index';
  const query = 'a=1';
  let generateRes = await vk.openapi.weixin.urlscheme.generate({
    jump_wxa: {
      path,
      query,
    },
    is_expire: true,
    expire_time: 3600 * 24 * 30,
  });
  expect(generateRes).toMatchObject({ code: 0, errcode: 0, openlink: expect.any(String) });
});

it('检测文本是否违规', async () => {
  const content = '一段文本';
  let msgSecCheckRes = await vk.openapi.weixin.security.msgSecCheck({
    content: content,
  });
  expect(msgSecCheckRes).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok' });
});

it('检测图片是否违规', async () => {
  const base64 = `data:image/png;base64,${PNG.toString('base64')}`;
  let imgSecCheckRes = await vk.openapi.weixin.security.imgSecCheck({
    base64: base64,
  });
  expect(imgSecCheckRes).toMatchObject({ code: 0 });
});

it('发送订阅消息', async () => {
  const openid = OPENID;
  let sendRes = await vk.openapi.weixin.subscribeMessage.send({
    touser: openid,
    template_id: '订阅模板ID',
    page: 'pages/index/index',
    data: {
      character_string1: {
        value: '202103040830158485629163994677',
      },
      name2: {
        value: '中通快递',
      },
      character_string3: {
        value: 'ZT2015215125352511',
      },
      thing6: {
        value: '雪花秀滋盈生人生焕颜精华露',
      },
      thing8: {
        value: '杭州市xxxxxxxxx号',
      },
    },
    miniprogram_state: 'formal',
  });
  // The sample's template does not exist; the platform says so.
  expect(sendRes).toMatchObject({ code: 40037, errcode: 40037, msg: expect.stringContaining('模板') });
});

const message = {
  touser: '', // 接收者(用户)的 openid
  template_id: '', // 所需下发的订阅模板id
  url: 'https://www.baidu.com', // 跳转网页时填写(如填了miniprogram参数则自动忽略url参数)
  miniprogram: {
    appid: '', // 需要跳转的小程序appid
    pagepath: 'pages/order/order?id=aaa', // 需要跳转的小程序页面
  },
  data: {
    first: {
      value: '您购买的订单已经发货啦,正快马加鞭向您飞奔而去。',
      color: '#173177',
    },
    keyword1: {
      value: 'D201803111235825',
      color: '#173177',
    },
    keyword2: {
      value: '2018-03-11 19:56',
      color: '#173177',
    },
    keyword3: {
      value: '顺丰快递',
      color: '#173177',
    },
    keyword4: {
      value: '980456952123',
      color: '#173177',
    },
    keyword5: {
      value: '王先生 135xxxxxxxx 广东省深圳市龙华区建设东路',
      color: '#173177',
    },
    remark: {
      value: '欢迎再次购买!',
      color: '#173177',
    },
  },
};

it('小程序转公众号模板消息', async () => {
  let sendRes = await vk.openapi.weixin.uniformMessage.send(message);
  expect(sendRes).toMatchObject({ code: 45109 });
});

it('单独公众号模板消息', async () => {
  let sendRes = await vk.openapi.weixin.h5.templateMessage.send(message);
  // The sample leaves touser empty; the platform says so.
  expect(sendRes).toMatchObject({ code: 40003, errcode: 40003 });
});

it('获取直播间列表', async () => {
  let getLiveInfoRes = await vk.openapi.weixin.livebroadcast.getLiveInfo({
    pageIndex: 1,
    pageSize: 100,
  });
  expect(getLiveInfoRes).toMatchObject({
    code: 0,
    total: 2,
    room_info: [expect.anything(), expect.anything()],
  });
});
