import { createHash, createHmac } from 'crypto';
import { sealKey } from '../../src/crypto/encrypted-key';
import { sealOpenData } from '../crypto/seal';
import { OPEN_DATA } from '../crypto/vectors';
import { configMissing, make, NOW } from './context';

const SECRET_KEY = 'k'.repeat(32);
const PHONE = { phoneNumber: '+8613800000000', purePhoneNumber: '13800000000', countryCode: '86' };
const of = (appid: string) => ({ ...PHONE, watermark: { timestamp: 1, appid } });
const GET = 'decrypt.getPhoneNumber';
const FAILED = 'vk-openapi-decrypt-failed';
const FOREIGN = 'vk-openapi-watermark-mismatch';
const INVALID = 'vk-openapi-param-invalid';

const keyOf = (sessionKey: string, owner = {}) =>
  sealKey({ platform: 'weixin', appid: 'wx1', openid: 'o1', ...owner }, sessionKey, SECRET_KEY, NOW - 1000);

describe.each(['weixin', 'qq'] as const)('a phone number of %s', platform => {
  test('is decrypted with the sessionKey', async () => {
    const { result, sent } = await make(GET, sealOpenData(of('wx1')), { platform });
    expect(result).toEqual({
      code: 0,
      msg: '成功',
      errcode: 0,
      errmsg: 'ok',
      data: of('wx1'),
      phone: PHONE.phoneNumber,
      mobile: PHONE.phoneNumber,
    });
    expect(sent).toEqual([]);
  });

  test('is decrypted with the encryptedKey', async () => {
    const { sessionKey, ...sealed } = sealOpenData(of('wx1'));
    const encryptedKey = keyOf(sessionKey, { platform });
    const fixture = { platform, secretKeys: ['x'.repeat(32), SECRET_KEY] };
    expect((await make(GET, { ...sealed, encryptedKey }, fixture)).result.phone).toBe(PHONE.phoneNumber);
    const named = await make(GET, { ...sealed, encryptedKey, openid: 'o1' }, fixture);
    expect(named.result.code).toBe(0);
  });

  test('of another app is refused', async () => {
    expect((await make(GET, sealOpenData(of('wx2')), { platform })).result.code).toBe(FOREIGN);
    expect((await make(GET, sealOpenData(PHONE), { platform })).result.code).toBe(FOREIGN);
  });

  test('is in no failure', async () => {
    const { result } = await make(GET, sealOpenData(of('wx2')), { platform });
    expect(JSON.stringify(result)).not.toContain('1380000');
  });
});

describe('decryption', () => {
  test('needs the appid only, where it is given', async () => {
    const app = configMissing('no secret for this app');
    const fixture = { app, options: { appid: OPEN_DATA.appid } };
    const { result } = await make('decrypt.decryptData', { ...OPEN_DATA }, fixture);
    expect(result).toMatchObject({ code: 0, data: { openId: OPEN_DATA.openId } });
    const unnamed = await make('decrypt.decryptData', { ...OPEN_DATA }, { app });
    expect(unnamed.result.code).toBe('vk-openapi-config-missing');
  });

  test("refuses an encryptedKey that expired, was altered, or is another app's, platform's or person's", async () => {
    const { sessionKey, ...sealed } = sealOpenData(of('wx1'));
    const code = async (encryptedKey: string, more = {}, fixture = {}) =>
      (await make(GET, { ...sealed, encryptedKey, ...more }, { secretKeys: [SECRET_KEY], ...fixture })).result
        .code;
    expect(await code(keyOf(sessionKey))).toBe(0);
    expect(await code(keyOf(sessionKey), {}, { expiresIn: 1 })).toBe(FAILED);
    expect(await code(`${keyOf(sessionKey)}A`)).toBe(FAILED);
    expect(await code(keyOf(sessionKey, { appid: 'wx2' }))).toBe(FAILED);
    expect(await code(keyOf(sessionKey, { platform: 'qq' }))).toBe(FAILED);
    expect(await code(keyOf(sessionKey), { openid: 'o2' })).toBe(FAILED);
  });

  test('with an encryptedKey says how to configure the secretKey', async () => {
    const { result } = await make(GET, { encryptedData: 'a', iv: 'b', encryptedKey: 'c' });
    expect(result.code).toBe('vk-openapi-config-missing');
    expect(result.msg).toContain('secretKey');
  });

  test.each([
    [{ iv: 'a', sessionKey: 'b' }, 'code'],
    [{ encryptedData: 'a', sessionKey: 'b' }, 'iv'],
    [{ encryptedData: 'a', iv: 'b' }, 'sessionKey'],
    [{ encryptedData: 'a', iv: 'b', sessionKey: '' }, 'sessionKey'],
    [{ encryptedData: 5, iv: 'b', sessionKey: 'c' }, 'encryptedData'],
    [{}, 'code'],
  ])('of %j names the parameter that is missing', async (params, name) => {
    const { result } = await make(GET, params);
    expect(result.code).toBe(INVALID);
    expect(result.msg).toContain(name);
  });

  test('of data that is no phone number says so', async () => {
    const other = sealOpenData({ nickName: 'x', watermark: { appid: 'wx1' } });
    expect((await make(GET, other)).result.code).toBe(FAILED);
    expect((await make('decrypt.decryptData', other)).result).toMatchObject({ data: { nickName: 'x' } });
  });
});

describe('a phone number by code', () => {
  const CALL = 'weixin.phonenumber.getPhoneNumber';
  const ask = (params: Record<string, unknown>, fixture = {}) =>
    make(GET, params, { replies: [{ phone_info: of('wx1') }], ...fixture });

  test('is asked of the platform and has the same shape', async () => {
    const { result, sent } = await ask({ code: 'c' });
    expect(sent).toEqual([{ params: { code: 'c' }, call: CALL }]);
    expect(result).toEqual({
      code: 0,
      msg: '成功',
      errcode: 0,
      errmsg: 'ok',
      data: of('wx1'),
      phone: PHONE.phoneNumber,
      mobile: PHONE.phoneNumber,
    });
  });

  test('is not asked for where it can be decrypted for nothing', async () => {
    const { result, sent } = await ask({ code: 'c', ...sealOpenData(of('wx1')) });
    expect([result.code, sent]).toEqual([0, []]);
    const { sessionKey: _, ...sealed } = sealOpenData(of('wx1'));
    expect((await ask({ code: 'c', ...sealed })).sent).toHaveLength(1);
  });

  test('of another app is refused', async () => {
    expect((await ask({ code: 'c' }, { replies: [{ phone_info: of('wx2') }] })).result.code).toBe(FOREIGN);
    expect((await ask({ code: 'c' }, { options: { appid: 'wx9' } })).result.code).toBe(FOREIGN);
    const app = configMissing('none');
    expect((await ask({ code: 'c' }, { app, options: { access_token: 'T' } })).result.code).toBe(0);
  });

  test('fails as the platform says, and when nothing readable came', async () => {
    expect((await ask({ code: 'c' }, { replies: [40029] })).result.code).toBe(40029);
    for (const reply of [{}, { phone_info: null }, { phone_info: {} }]) {
      expect((await ask({ code: 'c' }, { replies: [reply] })).result.code).toBe('vk-openapi-bad-response');
    }
  });

  test('does not exist on QQ', async () => {
    const { result, sent } = await ask({ code: 'c' }, { platform: 'qq' });
    expect([result.code, sent]).toEqual([INVALID, []]);
  });
});

describe.each(['weixin', 'qq'] as const)('verifySignature of %s', platform => {
  const sessionKey = 'HyVFkGl5F5OQWJZZaNzBBg==';
  const verify = (params: Record<string, unknown>) =>
    make('decrypt.verifySignature', params, { platform, secretKeys: [SECRET_KEY] });

  test('says whether rawData is the platform’s', async () => {
    const rawData = '{"nickName":"小明"}';
    const signature = createHash('sha1')
      .update(rawData + sessionKey)
      .digest('hex');
    expect((await verify({ rawData, signature, sessionKey })).result).toMatchObject({ code: 0, valid: true });
    expect((await verify({ rawData: '{}', signature, sessionKey })).result).toMatchObject({ valid: false });
    const encryptedKey = keyOf(sessionKey, { platform });
    expect((await verify({ rawData, signature, encryptedKey })).result.valid).toBe(true);
  });

  test('wants the text, not the object it stands for', async () => {
    const { result } = await verify({ rawData: { a: 1 }, signature: 's', sessionKey });
    expect(result.code).toBe(INVALID);
    expect((await verify({ rawData: 'a', sessionKey })).result.msg).toContain('signature');
  });
});

test('signSession signs exactly the text that will be sent', async () => {
  const call = (params: Record<string, unknown>) => make('crypto.signSession', params, { platform: 'qq' });
  const expected = createHmac('sha256', 'key').update('{"a":"值"}').digest('hex');
  const { result } = await call({ body: '{"a":"值"}', sessionKey: 'key' });
  expect(result).toMatchObject({ code: 0, signature: expected });
  expect((await call({ body: '', sessionKey: 'key' })).result.code).toBe(0);
  expect((await call({ body: { a: 1 }, sessionKey: 'key' })).result.code).toBe(INVALID);
  expect((await call({ body: 'a' })).result.msg).toContain('sessionKey');
});
