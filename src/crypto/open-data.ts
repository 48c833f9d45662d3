import { crypto } from '../host/modules';
import { ownError } from '../result/error';
import { fromBase64 } from './bytes';

const BLOCK = 16;

/** What the front end's open-data interfaces hand over, with the key it was encrypted by; all base64. */
export interface EncryptedOpenData {
  encryptedData: string;
  /** 16 bytes. */
  iv: string;
  /** 16 bytes. */
  sessionKey: string;
}

/**
 * One text for every way to fail: which step of the decryption failed tells nobody honest anything, and an
 * attacker a lot.
 */
const failed = () =>
  ownError(
    'decrypt-failed',
    '解密失败：session_key 错误或已过期，或 encryptedData、iv 不是同一次返回的（也请检查传输中 + 是否变成了空格）。请让用户重新登录（wx.login / qq.login）取得新的 code，换取新的 session_key 后再获取加密数据',
    'decryption failed: session_key is wrong or expired, or encryptedData and iv do not belong to it',
  );

function decipher(data: EncryptedOpenData): unknown {
  const [key, iv, sealed] = [data.sessionKey, data.iv, data.encryptedData].map(text =>
    fromBase64(text.replace(/[\r\n]+/g, '')),
  );
  if (!key || !iv || !sealed || key.length !== BLOCK || iv.length !== BLOCK) throw failed();
  try {
    const aes = crypto().createDecipheriv('aes-128-cbc', key, iv);
    return JSON.parse(Buffer.concat([aes.update(sealed), aes.final()]).toString('utf8')) as unknown;
  } catch {
    throw failed();
  }
}

/**
 * Refuses data whose watermark names another app: anyone can encrypt what he likes for an app of his own.
 *
 * @throws OpenapiError `watermark-mismatch`
 */
export function checkWatermark(data: Record<string, unknown>, appid: string): void {
  const watermark = data.watermark as { appid?: unknown } | null | undefined;
  const owner = watermark && typeof watermark === 'object' ? watermark.appid : undefined;
  if (owner !== undefined && owner !== null && String(owner) === appid) return;
  throw ownError(
    'watermark-mismatch',
    `数据水印中的 appid 与当前小程序 ${appid} 不一致，数据不可信。请确认是哪个小程序的数据，多小程序时请传入对应的 appid`,
    `the data's watermark does not name the app ${appid}`,
  );
}

/**
 * Decrypts open data (AES-128-CBC, PKCS#7) and checks that it was made for `appid`.
 *
 * @returns the decrypted object, `watermark` included
 * @throws OpenapiError `decrypt-failed`, or `watermark-mismatch` (data without a watermark included)
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function decryptOpenData(data: EncryptedOpenData, appid: string): Record<string, unknown> {
  const plain = decipher(data);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) throw failed();
  checkWatermark(plain as Record<string, unknown>, appid);
  return plain as Record<string, unknown>;
}
