import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { openidOf } from '../../../local/simulator';
import { Bench, H5, OPENID, QQ, WX, WX2 } from './support';

const MINUTE = 60_000;
const signature = (sessionKey: string) => createHmac('sha256', sessionKey).update('').digest('hex');

describe('login and users', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  it('turns a code into a session once, within five minutes', async () => {
    const code = bench.sim.issueCode(WX, { openid: OPENID, unionid: 'union' });
    const { json } = await bench.login(WX, code);
    expect(json).toMatchObject({ openid: OPENID, unionid: 'union' });
    expect(Buffer.from(json.session_key, 'base64')).toHaveLength(16);
    expect((await bench.login(WX, code)).json).toMatchObject({ errcode: 40163 });
    const late = bench.sim.issueCode(WX);
    bench.sim.advance(5 * MINUTE);
    expect((await bench.login(WX, late)).json.errcode).toBe(40029);
    expect((await bench.login(WX, 'made-up')).json.errcode).toBe(40029);
  });

  it('gives no unionid to an app outside every group', async () => {
    bench.sim.setApp(WX, { unionGroup: '' });
    expect(Object.keys((await bench.login(WX, 'demo-alice-1')).json).sort()).toEqual([
      'openid',
      'session_key',
    ]);
  });

  it('takes demo codes, each once, and knows the person again in every app of the group', async () => {
    const first = (await bench.login(WX, 'demo-alice-1')).json;
    expect((await bench.login(WX, 'demo-alice-1')).json.errcode).toBe(40163);
    const again = (await bench.login(WX, 'demo-alice-2')).json;
    const elsewhere = (await bench.login(WX2, 'demo-alice-1')).json;
    expect(again.openid).toBe(first.openid);
    expect(again.session_key).not.toBe(first.session_key);
    expect(elsewhere.openid).not.toBe(first.openid);
    expect(elsewhere.unionid).toBe(first.unionid);
    expect((await bench.login(WX, 'demo-bob-1')).json.openid).not.toBe(first.openid);
  });

  it.each([
    ['no appid', { appid: '' }, 41002],
    ['no secret', { secret: '' }, 41004],
    ['no code', { js_code: '' }, 41008],
    ['an unknown appid', { appid: 'wx-unknown' }, 40013],
    ['an official account', { appid: H5 }, 40013],
    ['a wrong secret', { secret: 'x' }, 40125],
    ['another grant_type', { grant_type: 'x' }, 40002],
  ])('refuses %s', async (_, fields, errcode) => {
    expect((await bench.login(WX, 'demo-a', fields)).json.errcode).toBe(errcode);
  });

  it('fails a code with the number it was issued with', async () => {
    const blocked = bench.sim.issueCode(WX, { errcode: 40226 });
    expect((await bench.login(WX, blocked)).json).toMatchObject({ errcode: 40226 });
  });

  it('knows QQ apps by their appid on the shared path', async () => {
    const code = bench.sim.issueCode(QQ);
    const { json } = await bench.login(QQ, code);
    expect(json).toMatchObject({ errcode: 0, openid: expect.stringMatching(/^[0-9A-F]{32}$/) });
    expect(json.unionid).toMatch(/^UID_/);
    expect((await bench.login(QQ, code)).json).toEqual({ errcode: 40029, errmsg: 'invalid code' });
    expect((await bench.login(QQ, 'demo-a', { secret: 'x' })).json.errcode).toBe(-101222100);
  });

  it('encrypts data as a front end receives it, and vouches for it', async () => {
    const { session_key } = (await bench.login(WX, 'demo-alice')).json;
    const { encryptedData, iv } = bench.sim.encrypt(WX, session_key, { phoneNumber: '10000000000' });
    const decipher = createDecipheriv(
      'aes-128-cbc',
      Buffer.from(session_key, 'base64'),
      Buffer.from(iv, 'base64'),
    );
    const plain = decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8');
    expect(JSON.parse(plain)).toEqual({
      phoneNumber: '10000000000',
      watermark: { appid: WX, timestamp: Math.floor(bench.sim.now() / 1000) },
    });

    const path = '/wxa/business/checkencryptedmsg';
    const hash = createHash('sha256').update(encryptedData).digest('hex');
    const vouched = (await bench.call(path, { encrypted_msg_hash: hash })).json;
    expect(vouched).toMatchObject({ errcode: 0, vaild: true });
    expect((await bench.call(path, { encrypted_msg_hash: '0'.repeat(64) })).json.errcode).toBe(1);
    expect((await bench.call(path, { encrypted_msg_hash: 'x' })).json.errcode).toBe(40097);
  });

  it('checks and resets session keys by their signature', async () => {
    const { openid, session_key } = (await bench.login(WX, 'demo-alice')).json;
    const signed = { openid, signature: signature(session_key), sig_method: 'hmac_sha256' };
    expect((await bench.read('/wxa/checksession', signed)).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await bench.read('/wxa/checksession', { ...signed, signature: 'x' })).json.errcode).toBe(87009);
    expect((await bench.read('/wxa/checksession', { ...signed, sig_method: 'md5' })).json.errcode).toBe(
      87008,
    );
    const fresh = (await bench.read('/wxa/resetusersessionkey', signed)).json;
    expect(fresh).toMatchObject({ errcode: 0, openid });
    expect(fresh.session_key).not.toBe(session_key);
    expect((await bench.read('/wxa/checksession', signed)).json.errcode).toBe(87009);
    const stranger = { ...signed, openid: OPENID };
    expect((await bench.read('/wxa/resetusersessionkey', stranger)).json.errcode).toBe(87007);
    expect(bench.sim.secrets()).toEqual(expect.arrayContaining([session_key, fresh.session_key]));
  });

  it('gives a user’s encryption keys to who knows the session_key, a new version every hour', async () => {
    const path = '/wxa/business/getuserencryptkey';
    const { openid, session_key } = (await bench.login(WX, 'demo-keys')).json;
    const signature = createHmac('sha256', session_key).update('').digest('hex');
    const signed = { openid, signature, sig_method: 'hmac_sha256' };
    const [first] = (await bench.read(path, signed)).json.key_info_list;
    expect(first).toMatchObject({ version: 1, expire_in: 3600, create_time: expect.any(Number) });
    expect(Buffer.from(first.encrypt_key, 'base64')).toHaveLength(16);
    expect((await bench.call(path, signed)).json.key_info_list).toEqual([first]);
    for (let hour = 0; hour < 3; hour++) {
      bench.sim.advance(3_600_000);
      await bench.read(path, signed);
    }
    const list = (await bench.read(path, signed)).json.key_info_list;
    expect(list.map(({ version, expire_in }: typeof first) => [version, expire_in])).toEqual([
      [4, 3600],
      [3, 0],
      [2, 0],
    ]);
    expect((await bench.read(path, { ...signed, signature: 'x' })).json.errcode).toBe(87009);
    expect((await bench.read(path, { ...signed, sig_method: 'md5' })).json.errcode).toBe(87008);
    expect((await bench.read(path, { ...signed, openid: OPENID })).json.errcode).toBe(87007);
    expect(bench.sim.secrets()).toContain(first.encrypt_key);
  });

  it('turns a phone code into a number once', async () => {
    const path = '/wxa/business/getuserphonenumber';
    const code = bench.sim.issuePhoneCode(WX, { purePhoneNumber: '5550100', countryCode: '1' });
    const { json } = await bench.call(path, { code });
    expect(json).toMatchObject({
      errcode: 0,
      phone_info: {
        phoneNumber: '+15550100',
        purePhoneNumber: '5550100',
        countryCode: '1',
        watermark: { appid: WX },
      },
    });
    expect((await bench.call(path, { code })).json.errcode).toBe(40029);
    expect((await bench.call(path, { code: 'made-up' })).json.errcode).toBe(40029);
    expect((await bench.call(path, { code: 'demo-1' })).json.phone_info.countryCode).toBe('86');
    const owned = bench.sim.issuePhoneCode(WX, { openid: OPENID });
    expect((await bench.call(path, { code: owned, openid: `o${'b'.repeat(27)}` })).json.errcode).toBe(40029);
  });

  it('tells the unionid after a payment', async () => {
    const { openid, unionid } = (await bench.login(WX, 'demo-alice')).json;
    const path = '/wxa/getpaidunionid';
    expect((await bench.read(path, { openid, transaction_id: 'demo-1' })).json).toMatchObject({ unionid });
    expect((await bench.read(path, { openid, transaction_id: '42' })).json.errcode).toBe(89300);
    expect((await bench.read(path, { openid, mch_id: '1' })).json.errcode).toBe(89300);
    expect((await bench.read(path, { openid: 'x' })).json.errcode).toBe(40003);
    bench.sim.setApp(WX, { unionGroup: '' });
    expect((await bench.read(path, { openid })).json.errcode).toBe(89002);
  });

  it('turns a plugin code into an openpid once', async () => {
    const path = '/wxa/getpluginopenpid';
    const first = (await bench.call(path, { code: 'demo-alice-1' })).json;
    expect((await bench.call(path, { code: 'demo-alice-2' })).json.openpid).toBe(first.openpid);
    expect((await bench.call(path, { code: 'demo-alice-1' })).json.errcode).toBe(1007);
    expect((await bench.call(path, {})).json.errcode).toBe(1001);
  });

  it('derives the same openid for the same person every time', async () => {
    const app = bench.sim.apps.find(({ appid }) => appid === WX)!;
    expect((await bench.login(WX, 'demo-alice')).json.openid).toBe(openidOf(app, 'alice'));
  });
});
