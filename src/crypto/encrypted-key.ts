import { crypto } from '../host/modules';
import { type OpenapiError, ownError } from '../result/error';
import { fromBase64Url, toBase64Url } from './bytes';
import { hkdfSha256 } from './hkdf';

/**
 * `encryptedKey`: a session_key that a front end may carry but neither read nor alter.
 *
 *     version (1 byte) | nonce (12) | AES-256-GCM of the JSON below | tag (16)     as unpadded base64 for URLs
 *
 * The key is HKDF-SHA256 of the configured `secretKey`; the version byte is authenticated too.
 */
const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const INFO = Buffer.from('vk-openapi encryptedKey 1');
/** An honest one has about 300 characters. */
const MAX_TEXT = 4096;

/** Whose session_key it is. */
export interface KeyOwner {
  platform: string;
  appid: string;
  openid: string;
}

interface Sealed {
  p: string;
  a: string;
  o: string;
  /** Time of making, ms. */
  t: number;
  k: string;
}

export interface OpenOptions {
  /** `secretKey` of the configuration; each is tried. */
  secretKeys: readonly string[];
  platform: string;
  appid: string;
  /** Given only where the caller says whose key it must be. */
  openid?: string;
  /** Wall-clock time, ms. */
  now: number;
  /** Seconds it may be used from the time of making. */
  expiresIn: number;
}

const deriveKey = (secretKey: string) => hkdfSha256(secretKey, '', INFO, 32);

/** Seals `sessionKey` for `owner` with `secretKey` (at least 32 characters); `now` in milliseconds. */
export function sealKey(owner: KeyOwner, sessionKey: string, secretKey: string, now: number): string {
  const nonce = crypto().randomBytes(NONCE);
  const head = Buffer.from([VERSION]);
  const aes = crypto().createCipheriv('aes-256-gcm', deriveKey(secretKey), nonce, { authTagLength: TAG });
  aes.setAAD(head);
  const content: Sealed = { p: owner.platform, a: owner.appid, o: owner.openid, t: now, k: sessionKey };
  const sealed = Buffer.concat([aes.update(JSON.stringify(content), 'utf8'), aes.final()]);
  return toBase64Url(Buffer.concat([head, nonce, sealed, aes.getAuthTag()]));
}

function unseal(bytes: Buffer, secretKey: string): Sealed | undefined {
  const end = bytes.length - TAG;
  const nonce = bytes.slice(1, 1 + NONCE);
  const aes = crypto().createDecipheriv('aes-256-gcm', deriveKey(secretKey), nonce, { authTagLength: TAG });
  aes.setAAD(bytes.slice(0, 1));
  aes.setAuthTag(bytes.slice(end));
  try {
    const plain = Buffer.concat([aes.update(bytes.slice(1 + NONCE, end)), aes.final()]);
    return JSON.parse(plain.toString('utf8')) as Sealed;
  } catch {
    return undefined;
  }
}

const refused = (zh: string, en: string): OpenapiError =>
  ownError(
    'decrypt-failed',
    `encryptedKey 不可用：${zh}。请让用户重新登录，用 code2Session 取得新的 encryptedKey`,
    `encryptedKey refused: ${en}`,
  );

/**
 * Opens an `encryptedKey` and checks whose it is and how old.
 *
 * @returns the session_key
 * @throws OpenapiError `decrypt-failed`: altered, expired, sealed by an unknown `secretKey`, or another
 *   platform's, app's or person's
 */
export function openKey(text: string, options: OpenOptions): string {
  const bytes = text.length <= MAX_TEXT ? fromBase64Url(text) : undefined;
  const readable = bytes && bytes.length > 1 + NONCE + TAG && bytes[0] === VERSION;
  let content: Sealed | undefined;
  if (readable) {
    for (const secretKey of options.secretKeys) {
      content = unseal(bytes, secretKey);
      if (content) break;
    }
  }
  if (!content) {
    throw refused(
      '内容被改动、不完整，或 secretKey 已更换',
      'altered, cut off, or sealed by another secretKey',
    );
  }
  if (content.p !== options.platform || content.a !== options.appid) {
    throw refused('属于其它平台或其它 appid', 'made for another platform or app');
  }
  if (options.openid !== undefined && content.o !== options.openid) {
    throw refused('属于其他用户', 'made for another user');
  }
  if (options.now - content.t >= options.expiresIn * 1000) throw refused('已过期', 'expired');
  return content.k;
}
