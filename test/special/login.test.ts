import { openKey } from '../../src/crypto/encrypted-key';
import { adapters } from '../../src/special';
import type { AdapterContext } from '../../src/special/adapter';
import { configMissing, contextOf, make, NOW } from './context';

const SECRET_KEY = 'k'.repeat(32);
const SESSION = { openid: 'o1', unionid: 'u1', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' };
const CALL = 'auth.code2Session';

describe.each([
  ['weixin', 'mp-weixin'],
  ['qq', 'mp-qq'],
] as const)('code2Session of %s', (platform, name) => {
  const login = (params: Record<string, unknown>, more = {}) =>
    make(CALL, params, { platform, replies: [SESSION], secretKeys: [SECRET_KEY], ...more });

  test('gives the ids and a sealed key, never the session_key', async () => {
    const { result, sent } = await login({ js_code: 'c1' });
    const { encryptedKey, ...rest } = result;
    expect(rest).toEqual({
      code: 0,
      msg: '成功',
      errcode: 0,
      errmsg: 'ok',
      appid: 'wx1',
      openid: 'o1',
      unionid: 'u1',
      platform: name,
    });
    expect(JSON.stringify(result)).not.toContain(SESSION.session_key);
    const opened = {
      secretKeys: [SECRET_KEY],
      platform,
      appid: 'wx1',
      openid: 'o1',
      now: NOW,
      expiresIn: 60,
    };
    expect(openKey(encryptedKey as string, opened)).toBe(SESSION.session_key);
    expect(sent).toEqual([{ params: { js_code: 'c1' } }]);
  });

  test('takes code for js_code and sends none of its own parameters', async () => {
    const { sent } = await login({ code: 'c2', needKey: false, platform: 'x', encryptedKey: 'y' });
    expect(sent[0]!.params).toEqual({ js_code: 'c2' });
  });

  test('gives the session_key as sessionKey to who asks for it, and under no other name', async () => {
    const { result } = await login({ code: 'c', needKey: true });
    expect(result.sessionKey).toBe(SESSION.session_key);
    expect(result).not.toHaveProperty('session_key');
    expect((await login({ code: 'c', needKey: 'no' })).result).not.toHaveProperty('sessionKey');
  });

  test('succeeds without a secretKey, and says how to configure one', async () => {
    const { result } = await login({ code: 'c' }, { secretKeys: [] });
    expect(result.code).toBe(0);
    expect(result).not.toHaveProperty('encryptedKey');
    expect(result.msg).toMatch(/vk-openapi\/config\.json.*secretKey.*32/);
  });

  test('succeeds with a wrong secretKey, and says what is wrong with it', async () => {
    const { result } = await login({ code: 'c' }, { secretKeys: configMissing('secretKey 太短') });
    expect(result.code).toBe(0);
    expect(result).not.toHaveProperty('encryptedKey');
    expect(result.msg).toContain('secretKey 太短');
  });

  test("passes the platform's failure on", async () => {
    const { result } = await login({ code: 'used' }, { replies: [40163] });
    expect(result).toMatchObject({ code: 40163, errcode: 40163 });
  });

  test('does not take an answer without an openid for a login', async () => {
    const { result } = await login({ code: 'c' }, { replies: [{ session_key: SESSION.session_key }] });
    expect(result.code).toBe('vk-openapi-bad-response');
    expect(JSON.stringify(result)).not.toContain(SESSION.session_key);
  });

  test('names the app that asked, whoever is calling by the time of the answer', async () => {
    const { context } = contextOf({ platform, replies: [{ openid: 'o1' }] });
    let caller = 'wx_asking';
    const request: AdapterContext['request'] = async params => {
      const answer = await context.request(params);
      caller = 'wx_someone_else';
      return answer;
    };
    const app = async () => ({ platform, appid: caller, appsecret: 's' });
    const result = await adapters[platform][CALL]!({ code: 'c' }, { ...context, request, app });
    expect(result).toMatchObject({ code: 0, appid: 'wx_asking', openid: 'o1' });
    expect(result).not.toHaveProperty('unionid');
  });

  test('fails as the request does where there is no app', async () => {
    const { result } = await login({ code: 'c' }, { replies: [40013], app: configMissing('none') });
    expect(result.code).toBe(40013);
  });
});

describe.each(['weixin', 'weixin.h5', 'qq'] as const)('getAccessToken of %s', platform => {
  test('gives the bare token, from the platform if asked to', async () => {
    const { context, tokens } = contextOf({ platform });
    const call = adapters[platform]['auth.getAccessToken']!;
    expect(await call({}, context)).toBe('TOKEN');
    await call({ cache: true }, context);
    await call({ cache: false }, context);
    expect(tokens).toEqual([true, true, false]);
  });
});
