import { succeed } from '../../result/envelope';
import { ownError } from '../../result/error';
import type { Adapter, Answer } from '../adapter';
import { appNow } from '../own-app';
import { isBlank, without } from '../params';

const CREDENTIALS = ['access_token', 'refresh_token'] as const;

/** What of the platform's answer a login is made of, its credentials for server code that asks. */
function sessionOf(answer: Answer, appid: string, needKey: boolean): Answer {
  const { errmsg, openid, unionid, scope, is_snapshotuser } = answer;
  const result = succeed({ errmsg, appid, openid, scope, platform: 'h5-weixin' });
  if (!isBlank(unionid)) result.unionid = unionid;
  if (is_snapshotuser !== undefined) result.is_snapshotuser = is_snapshotuser;
  if (needKey) {
    result.accessToken = answer.access_token;
    result.refreshToken = answer.refresh_token;
    result.expires_in = answer.expires_in;
  }
  return result;
}

/**
 * Exchanges a web page's OAuth code for the user's ids. The user's tokens stay here; `needKey: true` returns them
 * as `accessToken` and `refreshToken` to server code.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export const code2Session: Adapter = async (params, context) => {
  const asked = context.request(without(params, 'needKey'));
  const app = appNow(context);
  const answer = await asked;
  if (answer.code !== 0) return without(answer, ...CREDENTIALS);
  if (typeof answer.openid !== 'string' || answer.openid === '') {
    throw ownError(
      'bad-response',
      '平台返回成功，但没有 openid，请稍后重试',
      "the platform's answer has no openid",
    );
  }
  const { appid } = await app;
  return sessionOf(answer, appid, params.needKey === true);
};
