import { crypto } from '../host/modules';

/** Whether two texts are equal, in a time that does not depend on where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => crypto().createHash('sha256').update(text, 'utf8').digest();
  return crypto().timingSafeEqual(digest(a), digest(b));
}

/**
 * Whether `signature` is the platform's for `rawData`: hex SHA-1 of rawData followed by session_key.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function verifyRawData(rawData: string, sessionKey: string, signature: string): boolean {
  const expected = crypto()
    .createHash('sha1')
    .update(rawData + sessionKey, 'utf8')
    .digest('hex');
  return equalInConstantTime(expected, signature.toLowerCase());
}

/** Hex HMAC-SHA256 of `text`; the platforms take session_key as the text it is, not as base64. */
export function hmacSha256Hex(key: string, text: string | Buffer): string {
  return crypto().createHmac('sha256', key).update(text).digest('hex');
}

/** What a JS-SDK signature is made of; every value as it is, nothing URL-encoded. */
export interface JsapiSigned {
  ticket: string;
  nonceStr: string;
  /** Unix seconds. */
  timestamp: number;
  /** Without its fragment. */
  url: string;
}

/**
 * The signature that `wx.config` wants: hex SHA-1 over the four in this order.
 *
 * @see https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html
 */
export function signJsapi({ ticket, nonceStr, timestamp, url }: JsapiSigned): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`;
  return crypto().createHash('sha1').update(text, 'utf8').digest('hex');
}
