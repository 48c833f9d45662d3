/** Signatures in a request's parameters, through the built module: what is signed is what was sent. */
import { createHmac } from 'node:crypto';
import { OPENID, QQ, QQ_OPENID, startWorld, WX, WX2, type World } from './world';

const PRODUCTION = 'production-app-key-of-the-tests';
const SANDBOX = 'sandbox-app-key-of-the-tests';
const PAY = { production: PRODUCTION, sandbox: SANDBOX };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.log.warnings.length = 0;
  world.sim.setApp(WX, { payKeys: PAY });
  world.openapi = world.create({ keys: { [WX]: { pay: PAY } } });
});
afterAll(() => world.sim.close());

const hmac = (key: string, text: string | Buffer) => createHmac('sha256', key).update(text).digest('hex');
const last = () => world.sim.requests[world.sim.requests.length - 1]!;

async function login() {
  const code = world.sim.issueCode(WX, { openid: OPENID });
  return world.openapi.weixin.auth.code2Session({ code, needKey: true });
}
async function loginQq() {
  const code = world.sim.issueCode(QQ, { openid: QQ_OPENID });
  return world.openapi.qq.auth.code2Session({ code, needKey: true });
}

const balance = (more: Record<string, unknown>) =>
  world.openapi.weixin.xpay.queryUserBalance({ openid: OPENID, env: 0, user_ip: '127.0.0.1', ...more });

describe('pay_sig', () => {
  it('is made of the path and the very bytes that are sent, whatever is in them', async () => {
    const order_id = '订单 & = % \u2028 😀 "quoted"';
    const res = await world.openapi.weixin.xpay.notifyProvideGoods({ order_id, env: 0, wx_order_id: 'w' });
    expect(res).toMatchObject({ code: 0 });
    const { body, query, path } = last();
    expect(body.toString()).toContain('😀');
    expect(query.pay_sig).toBe(hmac(PRODUCTION, Buffer.concat([Buffer.from(`${path}&`), body])));
    expect(JSON.parse(body.toString())).toEqual({ order_id, env: 0, wx_order_id: 'w' });
  });

  it('agrees with an example computed by other means', async () => {
    // printf '%s' '/xpay/notify_provide_goods&{"order_id":"A1","wx_order_id":"","env":0}' | openssl dgst -sha256 -hmac production-app-key-of-the-tests
    await world.openapi.weixin.xpay.notifyProvideGoods({ order_id: 'A1', wx_order_id: '', env: 0 });
    expect(last().query.pay_sig).toBe('0977e0ff84d1d38917a14cf94f199db9ee4a508b34122cb7e7398054f1904d27');
  });

  it("is made with the sandbox's key where the request is for the sandbox", async () => {
    const res = await world.openapi.weixin.xpay.notifyProvideGoods({
      order_id: 'o',
      wx_order_id: 'w',
      env: 1,
    });
    expect(res).toMatchObject({ code: 0 });
    const { body, path, query } = last();
    expect(query.pay_sig).toBe(hmac(SANDBOX, `${path}&${body.toString()}`));
  });

  it('is made with the production key where the request names no environment', async () => {
    const res = await world.openapi.weixin.b2b.getMchBalance({ mchid: '1230000109' });
    expect(res).toMatchObject({ code: 0 });
    expect(last().query.pay_sig).toBe(hmac(PRODUCTION, `/retail/B2b/getmchbalance&{"mchid":"1230000109"}`));
  });

  it('is sent as it was given, and no key is needed then', async () => {
    const openapi = world.create();
    const pay_sig = hmac(PRODUCTION, '/xpay/notify_provide_goods&{"order_id":"o","wx_order_id":"w","env":0}');
    const { notifyProvideGoods } = openapi.weixin.xpay;
    expect(await notifyProvideGoods({ order_id: 'o', wx_order_id: 'w', env: 0, pay_sig })).toMatchObject({
      code: 0,
    });
    expect(last().query.pay_sig).toBe(pay_sig);
    const wrong = await notifyProvideGoods({ order_id: 'o', wx_order_id: 'w', env: 0, pay_sig: 'mine' });
    expect(wrong).toMatchObject({ code: 268490003, msg: expect.stringContaining('签名') });
    expect(last().query.pay_sig).toBe('mine');
  });

  it.each([
    ['production', 0],
    ['sandbox', 1],
  ])(
    'without a key for %s is config-missing, which names file and key, and nothing is sent',
    async (name, env) => {
      const openapi = world.create({
        keys: { [WX]: { pay: { [name === 'sandbox' ? 'production' : 'sandbox']: 'x' } } },
      });
      const before = world.sim.requests.length;
      const res = await openapi.weixin.xpay.notifyProvideGoods({ order_id: 'o', wx_order_id: 'w', env });
      expect(res).toMatchObject({ code: 'vk-openapi-config-missing' });
      expect(res.msg).toContain('vk-openapi/config.json');
      expect(res.msg).toContain(`keys.${WX}.pay.${name}`);
      expect(world.sim.requests.slice(before)).toEqual([]);
    },
  );

  it("is never made with another app's key", async () => {
    const res = await world.openapi.weixin.xpay.notifyProvideGoods({
      order_id: 'o',
      wx_order_id: 'w',
      env: 0,
      appid: WX2,
    });
    expect(res.msg).toContain(`keys.${WX2}.pay.production`);
    const own = world.create({ keys: { [WX]: { pay: PAY }, [WX2]: { pay: { production: 'key of two' } } } });
    await own.weixin.xpay.notifyProvideGoods({ order_id: 'o', wx_order_id: 'w', env: 0, appid: WX2 });
    expect(last().query.pay_sig).toBe(hmac('key of two', `${last().path}&${last().body.toString()}`));
  });

  it('and a token of the caller’s own go together', async () => {
    const access_token = await world.openapi.weixin.auth.getAccessToken();
    const res = await world.openapi.weixin.xpay.notifyProvideGoods({
      order_id: 'o',
      wx_order_id: 'w',
      env: 0,
      access_token,
    });
    expect(res).toMatchObject({ code: 0 });
    const named = await world.openapi.weixin.xpay.notifyProvideGoods({
      order_id: 'o',
      wx_order_id: 'w',
      env: 0,
      access_token,
      appid: WX,
    });
    expect(named).toMatchObject({ code: 0 });
  });

  it('is the same when a dead token makes the call go out twice', async () => {
    await world.openapi.weixin.auth.getAccessToken();
    world.sim.revoke(WX);
    expect(
      await world.openapi.weixin.xpay.notifyProvideGoods({ order_id: 'o', wx_order_id: 'w', env: 0 }),
    ).toMatchObject({
      code: 0,
    });
    const sent = world.sim.requests.filter(({ path }) => path === '/xpay/notify_provide_goods');
    expect(sent).toHaveLength(2);
    expect(sent[0]!.query.pay_sig).toBe(sent[1]!.query.pay_sig);
  });
});

describe("a user's signature", () => {
  it.each(['sessionKey', 'session_key', 'encryptedKey'])(
    'is made with %s over the body that is sent',
    async name => {
      const { sessionKey, encryptedKey } = await login();
      const res = await balance({ [name]: name === 'encryptedKey' ? encryptedKey : sessionKey });
      expect(res).toMatchObject({ code: 0, balance: 100 });
      const { query, body, url } = last();
      expect(query.signature).toBe(hmac(sessionKey, body));
      expect(query.pay_sig).toBe(hmac(PRODUCTION, `/xpay/query_user_balance&${body.toString()}`));
      expect(JSON.parse(body.toString())).toEqual({ openid: OPENID, env: 0, user_ip: '127.0.0.1' });
      expect(`${url} ${body.toString()}`).not.toMatch(/session|encryptedKey/i);
    },
  );

  it('is sent as it was given', async () => {
    const { sessionKey } = await login();
    const signature = hmac(sessionKey, `{"openid":"${OPENID}","env":0,"user_ip":"127.0.0.1"}`);
    expect(await balance({ signature })).toMatchObject({ code: 0 });
    expect(await balance({ signature: 'mine', sessionKey })).toMatchObject({ code: 268490003 });
    expect(last().query.signature).toBe('mine');
    expect(last().url).not.toContain('session');
  });

  it('asks for what it is made with', async () => {
    const res = await balance({});
    expect(res).toMatchObject({ code: 'vk-openapi-param-invalid' });
    expect(res.msg).toContain('sessionKey');
    expect(await balance({ sessionKey: 5 })).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });

  it("refuses another person's encryptedKey", async () => {
    const { encryptedKey } = await login();
    const res = await balance({ openid: `o${'b'.repeat(27)}`, encryptedKey });
    expect(res).toMatchObject({ code: 'vk-openapi-decrypt-failed' });
  });

  it('over nothing checks and renews a login', async () => {
    const { sessionKey, encryptedKey } = await login();
    const { auth } = world.openapi.weixin;
    expect(await auth.checkSessionKey({ openid: OPENID, sessionKey })).toMatchObject({ code: 0 });
    expect(last().query).toMatchObject({
      openid: OPENID,
      signature: hmac(sessionKey, ''),
      sig_method: 'hmac_sha256',
    });
    expect(last().url).not.toContain('ession=');
    const signature = hmac(sessionKey, '');
    expect(await auth.checkSessionKey({ openid: OPENID, signature })).toMatchObject({ code: 0 });
    expect(await auth.checkSessionKey({ openid: OPENID, sessionKey: 'wrong' })).toMatchObject({
      code: 87009,
    });
    const renewed = await auth.resetUserSessionKey({ openid: OPENID, encryptedKey });
    expect(renewed).toMatchObject({ code: 0, openid: OPENID });
    expect(await auth.checkSessionKey({ openid: OPENID, sessionKey })).toMatchObject({ code: 87009 });
    expect(await auth.checkSessionKey({ openid: OPENID, sessionKey: renewed.session_key })).toMatchObject({
      code: 0,
    });
  });

  it('needs no configuration at all beside a token and a session_key', async () => {
    const { sessionKey } = await login();
    const access_token = await world.openapi.weixin.auth.getAccessToken();
    const bare = world.create({ apps: undefined, secretKey: undefined });
    expect(
      await bare.weixin.auth.checkSessionKey({ openid: OPENID, sessionKey, access_token }),
    ).toMatchObject({ code: 0 });
  });
});

describe('on QQ', () => {
  it('hosted data are signed over the body', async () => {
    const { sessionKey, encryptedKey } = await loginQq();
    const { openData } = world.openapi.qq;
    const kv_list = [{ key: '分数', value: '12' }];
    expect(await openData.setUserStorage({ openid: QQ_OPENID, sessionKey, kv_list })).toMatchObject({
      code: 0,
    });
    expect(last().query).toMatchObject({
      sig_method: 'hmac_sha256',
      signature: hmac(sessionKey, last().body),
    });
    expect(JSON.parse(last().body.toString())).toEqual({ kv_list });
    const gone = await openData.removeUserStorage({ openid: QQ_OPENID, encryptedKey, key: ['分数'] });
    expect(gone).toMatchObject({ code: 0 });
    const data = { openid: QQ_OPENID, session_key: sessionKey, kv_list: [{ key: 'a', value: 1 }] };
    expect(await openData.setUserInteractiveData(data)).toMatchObject({ code: 0 });
  });

  it("a user's encryption key is asked for with the session_key and a signature over an empty object", async () => {
    const { sessionKey, encryptedKey } = await loginQq();
    const { crypto } = world.openapi.qq;
    const res = await crypto.getUserEncryptKey({ openid: QQ_OPENID, encryptedKey });
    expect(res).toMatchObject({ code: 0, key_info_list: expect.any(Array) });
    expect(last().body.toString()).toBe('{}');
    expect(last().query).toMatchObject({ appid: QQ, openkey: sessionKey, sig: hmac(sessionKey, '{}') });
    expect(last().url).not.toContain('essionKey');
    const own = await crypto.getUserEncryptKey({
      openid: QQ_OPENID,
      openkey: sessionKey,
      sig: hmac(sessionKey, '{}'),
    });
    expect(own).toMatchObject({ code: 0 });
  });

  it('virtual payment signs its path and its sorted fields', async () => {
    const { sessionKey } = await loginQq();
    const order = {
      openid: QQ_OPENID,
      ts: 1700000000,
      zone_id: '1',
      pf: 'qq_m_qq-2001-android-2011',
      amt: 5,
      bill_no: 'bill-1',
      goodid: 'g',
      good_num: 1,
      user_ip: '127.0.0.1',
    };
    const { virtualPayment } = world.openapi.qq;
    expect(await virtualPayment.gamePrePay({ ...order, sessionKey })).toMatchObject({
      code: 0,
      prepayId: expect.any(String),
    });
    const sent = JSON.parse(last().body.toString());
    const text =
      `POST&%2Fapi%2Fjson%2FopenApiPay%2FGamePrePay&amt=5&appid=${QQ}&bill_no=bill-1&good_num=1&goodid=g` +
      `&openid=${QQ_OPENID}&pf=qq_m_qq-2001-android-2011&ts=1700000000&zone_id=1&session_key=${sessionKey}`;
    expect(sent.sig).toBe(hmac(sessionKey, text));
    expect(sent).not.toHaveProperty('sessionKey');
    const { amt, goodid, good_num, user_ip, ...query } = order;
    expect(await virtualPayment.getBalance({ ...query, sessionKey })).toMatchObject({ code: 0 });
    expect([amt, goodid, good_num, user_ip]).toHaveLength(4);
  });
});

describe('no secret', () => {
  it('of a signature comes back in an answer, a log or an error', async () => {
    const { sessionKey } = await loginQq();
    const echo = async ({ url }: { url: string }) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: /getToken/.test(url)
        ? '{"access_token":"token-of-the-tests","expires_in":7200}'
        : JSON.stringify({ errcode: 40097, errmsg: `bad request ${decodeURIComponent(url)} ${url}` }),
    });
    const openapi = world.create({ http: { transport: echo } });
    const res = await openapi.qq.crypto.getUserEncryptKey({ openid: QQ_OPENID, sessionKey });
    expect(res).toMatchObject({ code: 40097 });
    expect(JSON.stringify([res, world.log])).not.toContain(sessionKey);
    expect(JSON.stringify([res, world.log])).not.toContain(encodeURIComponent(sessionKey));
  });

  it('of the configuration is in a failure of its own', async () => {
    const res = await world.openapi.weixin.xpay.notifyProvideGoods({
      order_id: 'o',
      env: 0,
      pay_sig: 'wrong',
    });
    const text = JSON.stringify(res);
    expect([PRODUCTION, SANDBOX].filter(key => text.includes(key))).toEqual([]);
  });
});
