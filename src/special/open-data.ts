import { decryptOpenData } from '../crypto/open-data';
import { verifyRawData } from '../crypto/signatures';
import { succeed } from '../result/envelope';
import { ownError } from '../result/error';
import type { Adapter, AdapterContext, Answer } from './adapter';
import { ownAppid } from './own-app';
import { badParam, isBlank, requiredText } from './params';
import { sessionKeyOf } from './session-key';

type Json = Record<string, unknown>;

/** Decrypts `encryptedData` with `sessionKey` or `encryptedKey`, checked to be the calling app's. */
export async function decrypted(params: Json, context: AdapterContext): Promise<Json> {
  const encryptedData = requiredText(params, 'encryptedData');
  const iv = requiredText(params, 'iv');
  const sessionKey = await sessionKeyOf(params, context);
  return decryptOpenData({ encryptedData, iv, sessionKey }, await ownAppid(context));
}

/** The result of a phone number call, by whichever way the number came. */
export function phoneResult(data: Json, errmsg?: unknown): Answer {
  if (typeof data.phoneNumber !== 'string') {
    throw ownError(
      'decrypt-failed',
      '数据中没有手机号：请确认 encryptedData 来自手机号授权按钮（open-type="getPhoneNumber"）',
      'the data holds no phone number',
    );
  }
  return succeed({ errmsg, data, phone: data.phoneNumber, mobile: data.phoneNumber });
}

/** Local decryption of any open data; the decrypted object is `data`. */
export const decryptData: Adapter = async (params, context) =>
  succeed({ data: await decrypted(params, context) });

/** Whether `signature` proves that `rawData` is the platform's, unaltered: `valid`. */
export const verifySignature: Adapter = async (params, context) => {
  const { rawData } = params;
  if (typeof rawData !== 'string') {
    throw badParam(
      'rawData',
      isBlank(rawData) ? '缺少必填参数（字符串）' : '应为字符串（前端返回的原文，不要解析后再转换）',
      'must be the text the front end received',
    );
  }
  const signature = requiredText(params, 'signature');
  return succeed({ valid: verifyRawData(rawData, await sessionKeyOf(params, context), signature) });
};
