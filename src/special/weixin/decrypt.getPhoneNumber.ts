import type { App } from '../../config/types';
import { checkWatermark } from '../../crypto/open-data';
import { ownError } from '../../result/error';
import type { Adapter, AdapterContext } from '../adapter';
import { decrypted, phoneResult } from '../open-data';
import { appNow } from '../own-app';
import { badParam, isBlank, without } from '../params';

type Json = Record<string, unknown>;

/** None where the caller brought a token and no app is configured: then there is nothing to hold the answer against. */
async function appidOf(app: Promise<App>, context: AdapterContext): Promise<string | undefined> {
  try {
    return (await app).appid;
  } catch (error) {
    if (context.options.access_token) return undefined;
    throw error;
  }
}

/** Asks the platform, which charges for each success. */
async function byCode(params: Json, context: AdapterContext) {
  const wire = without(params, 'encryptedData', 'iv', 'sessionKey', 'encryptedKey');
  const asked = context.request(wire, 'weixin.phonenumber.getPhoneNumber');
  const app = appNow(context);
  const answer = await asked;
  if (answer.code !== 0) return without(answer, 'phone_info');
  const info = answer.phone_info;
  if (typeof info !== 'object' || info === null || typeof (info as Json).phoneNumber !== 'string') {
    throw ownError(
      'bad-response',
      '平台返回成功，但没有手机号，请稍后重试',
      "the platform's answer holds no phone number",
    );
  }
  const data = info as Json;
  const appid = context.options.appid || (await appidOf(app, context));
  // The answer came for this app's own token: it may lack a watermark, but not carry a foreign one.
  if (appid !== undefined && data.watermark !== undefined) checkWatermark(data, appid);
  return phoneResult(data, answer.errmsg);
}

/**
 * The user's phone number: by `code` (asked of the platform), or decrypted from `encryptedData` and `iv` with
 * `sessionKey` or `encryptedKey`. Where everything is given the decryption is taken, because it is free.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
 */
export const getPhoneNumber: Adapter = async (params, context) => {
  const hasKey = !isBlank(params.sessionKey) || !isBlank(params.encryptedKey);
  const hasCode = params.code !== undefined && params.code !== null;
  if (hasCode && !(hasKey && !isBlank(params.encryptedData))) return byCode(params, context);
  if (isBlank(params.encryptedData)) {
    throw badParam(
      'code',
      '缺少必填参数：请传入 code，或 encryptedData、iv 与 sessionKey（或 encryptedKey）',
      'code, or encryptedData, iv and sessionKey (or encryptedKey), are required',
    );
  }
  return phoneResult(await decrypted(params, context));
};
