import { createHmac } from 'crypto';
import { sealKey } from '../../src/crypto/encrypted-key';
import { configMissing, type Fixture, make, NOW } from './context';

const CALL = 'internet.getUserEncryptKey';
const SECRET_KEY = 'k'.repeat(32);
const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
const SIGNATURE = createHmac('sha256', SESSION_KEY).update('').digest('hex');
const KEYS = [
  { encrypt_key: 'K9', iv: 'i9', version: 9, expire_in: 0, create_time: 1 },
  { encrypt_key: 'K10', iv: 'i10', version: 10, expire_in: 3597, create_time: 2 },
];

type Params = Record<string, unknown>;
const ask = (params: Params, fixture: Fixture = {}) =>
  make(
    CALL,
    { openid: 'o1', sessionKey: SESSION_KEY, ...params },
    {
      replies: [{ key_info_list: KEYS }],
      secretKeys: [SECRET_KEY],
      ...fixture,
    },
  );
const seal = (owner = {}) =>
  sealKey({ platform: 'weixin', appid: 'wx1', openid: 'o1', ...owner }, SESSION_KEY, SECRET_KEY, NOW - 1000);

test('signs an empty text with the session_key, and keeps the session_key to itself', async () => {
  const { sent } = await ask({});
  expect(sent).toEqual([{ params: { openid: 'o1', signature: SIGNATURE, sig_method: 'hmac_sha256' } }]);
});

test('signs with the encryptedKey of that very user', async () => {
  const { sent } = await ask({ sessionKey: undefined, encryptedKey: seal() });
  expect(sent[0]!.params).toMatchObject({ signature: SIGNATURE });
  expect(sent[0]!.params).not.toHaveProperty('encryptedKey');
  const other = await ask({ sessionKey: undefined, encryptedKey: seal({ openid: 'o2' }) });
  expect([other.result.code, other.sent]).toEqual(['vk-openapi-decrypt-failed', []]);
});

test('sends a signature of the caller’s own as it is', async () => {
  const { sent } = await ask({ sessionKey: undefined, signature: 'abc' });
  expect(sent[0]!.params).toEqual({ openid: 'o1', signature: 'abc', sig_method: 'hmac_sha256' });
});

test('gives the newest key beside the platform’s list, and stores it', async () => {
  const { result, kept } = await ask({});
  expect(result).toEqual({
    code: 0,
    msg: '成功',
    errcode: 0,
    errmsg: 'ok',
    encrypt_key: 'K10',
    iv: 'i10',
    version: 10,
    key_info_list: KEYS,
  });
  expect(kept).toEqual({ 'wx1 o1 10': { encrypt_key: 'K10', iv: 'i10', expired: NOW + 3_597_000 } });
});

test('gives an older version when that is asked for, and keeps it a day', async () => {
  const { result, kept } = await ask({ version: 9 });
  expect(result).toMatchObject({ code: 0, encrypt_key: 'K9', iv: 'i9', version: 9 });
  expect(kept).toEqual({ 'wx1 o1 9': { encrypt_key: 'K9', iv: 'i9', expired: NOW + 86_400_000 } });
});

test('gives a stored key of the version asked for without a request, and without a session_key', async () => {
  const userKeys = { 'wx1 o1 9': { encrypt_key: 'S9', iv: 's9', expired: NOW + 60_000 } };
  const { result, sent } = await ask({ version: 9, sessionKey: undefined }, { userKeys });
  expect(sent).toEqual([]);
  expect(result).toMatchObject({ code: 0, encrypt_key: 'S9', iv: 's9', version: 9 });
  expect(result.key_info_list).toEqual([{ encrypt_key: 'S9', iv: 's9', version: 9, expire_in: 60 }]);
});

test('asks the platform without a version, with another one, another user, and with cache: false', async () => {
  const userKeys = { 'wx1 o1 9': { encrypt_key: 'S9', iv: 's9', expired: -1 } };
  for (const params of [{}, { version: 10 }, { version: 9, openid: 'o2' }, { version: 9, cache: false }]) {
    expect((await ask(params, { userKeys })).sent).toHaveLength(1);
  }
});

test('stores nothing and looks nothing up for a caller with an access_token of its own', async () => {
  const userKeys = { 'wx1 o1 9': { encrypt_key: 'S9', iv: 's9', expired: -1 } };
  const options = { access_token: 'OWN' };
  const { result, sent, kept } = await ask(
    { version: 9 },
    { userKeys, options, app: configMissing('no app') },
  );
  expect([result.encrypt_key, sent.length, kept]).toEqual(['K9', 1, {}]);
});

test('says which versions there are when the one asked for is not among them', async () => {
  const { result, kept } = await ask({ version: 3 });
  expect(result.code).toBe('vk-openapi-decrypt-failed');
  expect(result.msg).toMatch(/版本 3.*10、9/);
  expect(result).not.toHaveProperty('key_info_list');
  expect(kept).toEqual({});
});

test('fails as the platform says, and when nothing usable came', async () => {
  expect((await ask({}, { replies: [87009] })).result.code).toBe(87009);
  for (const reply of [
    {},
    { key_info_list: null },
    { key_info_list: [null, 5, { version: 1 }, { encrypt_key: '', iv: 'i', version: 1 }] },
  ]) {
    const { result, kept } = await ask({}, { replies: [reply] });
    expect([result.code, kept]).toEqual(['vk-openapi-bad-response', {}]);
  }
});

test.each([
  [{ openid: '' }, 'openid'],
  [{ openid: 5 }, 'openid'],
  [{ sessionKey: undefined }, 'sessionKey'],
])('names the parameter that is missing in %j', async (params, name) => {
  const { result, sent } = await ask(params);
  expect([result.code, sent]).toEqual(['vk-openapi-param-invalid', []]);
  expect(result.msg).toContain(name);
});
