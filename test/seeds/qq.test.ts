/** Every sample of the seed documents for QQ, copied literally. */
import { PNG, QQ, QQ_OPENID, startWorld, type World } from '../calls/world';

let world: World;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the predecessor's object, as far as it matters
const vk: any = {};

beforeAll(async () => {
  world = await startWorld();
  vk.openapi = world.openapi;
});
afterAll(() => world.sim.close());

it('获取token', async () => {
  let access_token = await vk.openapi.qq.auth.getAccessToken();
  expect(world.sim.tokens(QQ)).toContain(access_token);
});

it('code换取openid', async () => {
  const code = world.sim.issueCode(QQ, { openid: QQ_OPENID });
  let code2SessionRes = await vk.openapi.qq.auth.code2Session({
    code: code,
    needKey: false,
  });
  expect(code2SessionRes).toMatchObject({ code: 0, openid: QQ_OPENID, platform: 'mp-qq' });
  expect(code2SessionRes.sessionKey).toBeUndefined();
});

it('获取小程序码', async () => {
  let getMiniCodeRes = await vk.openapi.qq.acode.getMiniCode({
    path: 'pages/index/index?a=1&b=2',
  });
  expect(Buffer.isBuffer(getMiniCodeRes)).toBe(true);
});

it('获取小程序码，完整代码', async () => {
  const main = async () => {
    let getMiniCodeRes = await vk.openapi.qq.acode.getMiniCode({
      page: 'pages/index/index',
    });
    if (typeof getMiniCodeRes === 'object' && getMiniCodeRes.code) {
      return getMiniCodeRes;
    }
    try {
      // 二进制转base64
      let base64 = Buffer.from(getMiniCodeRes, 'binary').toString('base64');
      return {
        code: 0,
        base64: `data:image/png;base64,${base64}`,
      };
    } catch (err) {
      // 转base64失败
      return {
        code: -1,
        msg: '生成小程序码失败',
        err: {
          message: (err as Error).message,
          stack: (err as Error).stack,
        },
      };
    }
  };
  expect(await main()).toEqual({ code: 0, base64: expect.stringMatching(/^data:image\/png;base64,.{100}/) });
});

it('检测文本是否违规', async () => {
  let msgSecCheckRes = await vk.openapi.qq.security.msgSecCheck({
    content: '', // 文本内容,不可超过500KB
  });
  expect(world.sim.count('/api/json/security/MsgSecCheck')).toBe(1);
  expect(msgSecCheckRes).toHaveProperty('code');
});

it('检测图片是否违规', async () => {
  const base64 = PNG.toString('base64');
  let imgSecCheckRes = await vk.openapi.qq.security.imgSecCheck({
    base64: base64,
  });
  expect(imgSecCheckRes).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok' });
});

it('发送订阅消息', async () => {
  let sendRes = await vk.openapi.qq.subscribeMessage.send({
    touser: '9D26812AF23D9B2743235C4E3F3353E8', // 接收者(用户)的 openid
    template_id: '789697983d789c9257b7745470442be4', // 所需下发的订阅模板id
    page: 'pages/index/index', // 点击模板卡片后的跳转页面
    data: {
      keyword1: {
        value: '339208499',
      },
      keyword2: {
        value: '2019年5月05日 12:30',
      },
      keyword3: {
        value: '腾讯大厦',
      },
    },
    emphasis_keyword: 'keyword1.DATA',
  });
  expect(sendRes).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok' });
});
