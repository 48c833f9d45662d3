import { sealKey } from '../crypto/encrypted-key';
import { succeed } from '../result/envelope';
import { OpenapiError, ownError } from '../result/error';
import type { Adapter, AdapterContext } from './adapter';
import { appNow } from './own-app';
import { isBlank, without } from './params';
import { SECRET_KEY_HINT } from './session-key';

type Owner = { appid: string; openid: string };

/**
 * Seals the session_key for the front end. A login does not fail for want of it: without a usable `secretKey`
 * the result says so in `msg`.
 */
async function seal(sessionKey: string, owner: Owner, context: AdapterContext) {
  let secretKeys: readonly string[];
  try {
    secretKeys = await context.secretKeys();
  } catch (error) {
    if (!(error instanceof OpenapiError)) throw error;
    return { msg: `登录成功，但没有 encryptedKey：${error.msg}` };
  }
  const secretKey = secretKeys[0];
  if (secretKey === undefined) {
    return {
      msg: `登录成功，但没有 encryptedKey：未配置 secretKey。如需使用 encryptedKey，${SECRET_KEY_HINT}`,
    };
  }
  const sealed = sealKey(
    { platform: context.platform, appid: owner.appid, openid: owner.openid },
    sessionKey,
    secretKey,
    context.clock.now(),
  );
  return { encryptedKey: sealed };
}

/**
 * Exchanges a login code for the user's ids. The session_key stays on the server: what the front end may hold
 * is `encryptedKey`; `needKey: true` returns it as `sessionKey` to server code.
 */
export const login =
  (platform: 'mp-weixin' | 'mp-qq'): Adapter =>
  async (params, context) => {
    const wire = without(params, 'code', 'needKey', 'platform', 'encryptedKey');
    if (isBlank(wire.js_code)) wire.js_code = params.code === undefined ? wire.js_code : params.code;
    const asked = context.request(wire);
    const app = appNow(context);
    const answer = await asked;
    if (answer.code !== 0) return without(answer, 'session_key');

    const { openid, unionid, session_key: sessionKey } = answer;
    if (typeof openid !== 'string' || openid === '') {
      throw ownError(
        'bad-response',
        '平台返回成功，但没有 openid，请稍后重试',
        "the platform's answer has no openid",
      );
    }
    const { appid } = await app;
    const result = succeed({ errmsg: answer.errmsg, appid, openid, platform });
    if (typeof unionid === 'string' && unionid !== '') result.unionid = unionid;
    if (typeof sessionKey === 'string' && sessionKey !== '') {
      Object.assign(result, await seal(sessionKey, { appid, openid }, context));
      if (params.needKey === true) result.sessionKey = sessionKey;
    }
    return result;
  };
