import { createHmac } from 'node:crypto';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { Bench, QQ, START } from './support';

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

describe('QQ', () => {
  let bench: Bench;
  let openid: string;
  let session_key: string;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(async () => {
    bench.sim.reset();
    ({ openid, session_key } = (await bench.login(QQ, 'demo-alice')).json);
  });
  afterAll(() => bench.sim.close());

  describe('mini program codes', () => {
    const PATH = '/api/json/qqa/CreateMiniCode';

    it('are pictures that a reader can read', async () => {
      const reply = await bench.call(PATH, { appid: QQ, path: 'pages/index/index?a=1&b=2' }, QQ);
      expect(reply.headers['content-type']).toBe('image/png');
      const { data, width, height } = PNG.sync.read(reply.bytes);
      const url = new URL(jsQR(new Uint8ClampedArray(data), width, height)!.data);
      expect(Object.fromEntries(url.searchParams)).toEqual({ appid: QQ, path: 'pages/index/index?a=1&b=2' });
    });

    it('are fifty in all', async () => {
      for (let i = 0; i < 50; i++) await bench.call(PATH, { appid: QQ }, QQ);
      expect((await bench.call(PATH, { appid: QQ }, QQ)).json).toEqual({
        errcode: 45029,
        errmsg: 'qrcode count out of limit',
      });
    });

    it.each([
      ['no appid', {}, 41002],
      ['a foreign appid', { appid: '1' }, 40013],
      ['an unreleased page', { appid: QQ, path: 'pages/new/new' }, 41030],
      ['a form', 'appid=1', 47001],
    ])('refuse %s', async (_, body, errcode) => {
      expect((await bench.call(PATH, body, QQ)).json.errcode).toBe(errcode);
    });
  });

  describe('hosted data', () => {
    const signed = (path: string, body: object, fields: Record<string, string> = {}) => {
      const text = JSON.stringify(body);
      const signature = hmac(session_key, text);
      return bench.call(path, text, QQ, { openid, signature, sig_method: 'hmac_sha256', ...fields });
    };

    it('is taken with the signature of exactly the bytes sent', async () => {
      const set = '/api/openDataContext/set_user_storage';
      const kv = { kv_list: [{ key: 'score', value: '1' }] };
      expect((await signed(set, kv)).json).toEqual({ errcode: 0, errmsg: 'ok' });
      expect(
        (await signed('/api/openDataContext/remove_user_storage', { key: ['score'] })).json.errcode,
      ).toBe(0);
      const numbers = { kv_list: [{ key: 'score', value: 1 }] };
      expect((await signed('/api/setuserinteractivedata', numbers)).json.errcode).toBe(0);
      expect((await signed(set, numbers)).json.errcode).toBe(40097);
      expect(
        (await signed(set, kv, { signature: hmac(session_key, `${JSON.stringify(kv)} `) })).json.errcode,
      ).toBe(87009);
      expect((await signed(set, kv, { sig_method: 'md5' })).json.errcode).toBe(87008);
      expect((await signed(set, kv, { openid: '0'.repeat(32) })).json.errcode).toBe(87009);
    });

    it('has keys of its own to be encrypted with', async () => {
      const path = '/api/trpc/userEncryptionSvr/GetUserEncryptKey';
      const query = { appid: QQ, openid, openkey: session_key, sig: hmac(session_key, '{}') };
      const { json } = await bench.call(path, '{}', QQ, query);
      expect(json.key_info_list).toHaveLength(3);
      expect(bench.sim.secrets()).toContain(json.key_info_list[0].encrypt_key);
      expect((await bench.call(path, '{}', QQ, { ...query, sig: 'x' })).json.errcode).toBe(87009);
      expect((await bench.call(path, '{}', QQ, { ...query, openkey: 'x' })).json.errcode).toBe(87007);
      expect((await bench.call(path, '{}', QQ, { ...query, appid: 'x' })).json.errcode).toBe(40013);
    });
  });

  describe('virtual payment', () => {
    const base = () => ({ openid, appid: QQ, ts: 1, zone_id: '1', pf: 'qq_m_qq-2001-android-2011' });
    const signed = async (name: string, fields: Record<string, unknown>) => {
      const path = `/api/json/openApiPay/${name}`;
      const body: Record<string, unknown> = { ...base(), ...fields };
      const names = Object.keys(body).filter(key => key !== 'user_ip');
      const text = names
        .sort()
        .map(key => `${key}=${body[key]}`)
        .join('&');
      const sig = hmac(session_key, `POST&${encodeURIComponent(path)}&${text}&session_key=${session_key}`);
      return (await bench.call(path, { sig, ...body }, QQ)).json;
    };

    it('places an order once and tells its state', async () => {
      const order = {
        amt: 10,
        bill_no: 'b-1',
        goodid: 'g',
        good_num: 1,
        app_remark: 'hi',
        user_ip: '192.0.2.1',
      };
      const { errcode, prepayId } = await signed('GamePrePay', order);
      expect(errcode).toBe(0);
      expect(await signed('GamePrePay', order)).toMatchObject({ errcode: 90012 });
      const check = { prepay_id: prepayId, bill_no: 'b-1' };
      expect(await signed('CheckGamePay', check)).toMatchObject({ pay_state: 1, app_remark: 'hi' });
      expect(await signed('CheckGamePay', { ...check, bill_no: 'b-2' })).toMatchObject({ errcode: 90018 });
    });

    it('refuses wrong signatures, amounts and numbers', async () => {
      expect(await signed('GetBalance', { sig: '0'.repeat(64) })).toMatchObject({ errcode: 90011 });
      expect(await signed('GamePrePay', { amt: 0, bill_no: 'b' })).toMatchObject({ errcode: 90018 });
      expect(await signed('GamePrePay', { amt: 1, bill_no: 'b 1' })).toMatchObject({ errcode: 90018 });
      expect(await signed('GetBalance', { openid: '0'.repeat(32) })).toMatchObject({ errcode: 90010 });
    });

    it('of the older kind spends and gives coins', async () => {
      const older = async (name: string, fields: object = {}) =>
        (
          await bench.call(
            `/api/json/openApiPay/${name}`,
            {
              ...base(),
              openkey: session_key,
              offer_id: '1',
              sig: 'a'.repeat(64),
              qq_sig: 'b'.repeat(64),
              ...fields,
            },
            QQ,
          )
        ).json;
      expect(await older('MiniGetBalance')).toMatchObject({ errcode: 0, remainder: 100 });
      expect(await older('MiniPay', { amt: 60, bill_no: '1' })).toMatchObject({ remainder: 40 });
      expect(await older('MiniPay', { amt: 60, bill_no: '2' })).toMatchObject({ errcode: 90013 });
      expect(await older('MiniPresent', { present_counts: 20, bill_no: '3' })).toMatchObject({
        remainder: 60,
      });
      expect(await older('MiniPay', { amt: 60, bill_no: '2' })).toMatchObject({ remainder: 0 });
      expect(await older('MiniGetBalance', { qq_sig: '' })).toMatchObject({ errcode: 90009 });
      expect(await older('MiniGetBalance', { openkey: 'x' })).toMatchObject({ errcode: 90010 });
      expect(await signed('GetBalance', {})).toMatchObject({ remainder: 0 });
    });
  });

  it('passes orders on to WeChat Pay', async () => {
    const query = { appid: QQ, real_notify_url: 'https://example.com/notify' };
    const xml = await bench.call('/wxpay/unifiedorder', '<xml><body>a</body></xml>', QQ, query);
    expect(xml.headers['content-type']).toContain('text/xml');
    expect(xml.text).toMatch(/<mweb_url><!\[CDATA\[https:/);
    for (const name of ['pay/transactions/h5', 'pay/partner/transactions/h5', 'combine-transactions/h5']) {
      const reply = await bench.call(`/wxpay/v3/${name}`, { description: 'a' }, QQ, query);
      expect(reply.json.h5_url).toMatch(/^https:/);
    }
    expect((await bench.call('/wxpay/unifiedorder', '<xml/>', QQ, { appid: QQ })).json.errcode).toBe(40097);
  });

  it('takes a robot reply with a signature of now', async () => {
    const path = '/robotapi/msg_reply/v2';
    const query = { appid: QQ, nonce: '1', sig: 'c2ln', ts: String(START / 1000) };
    const body = [{ receiverId: '1', content: [{ type: 0, data: 'hi' }] }];
    expect((await bench.post(path, body, query)).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await bench.post(path, {}, query)).json.errcode).toBe(47001);
    expect((await bench.post(path, body, { ...query, ts: '1' })).json.errcode).toBe(40097);
    expect((await bench.post(path, body, { ...query, sig: '' })).json.errcode).toBe(40097);
    expect((await bench.post(path, body, { ...query, appid: '1' })).json.errcode).toBe(40013);
  });
});
