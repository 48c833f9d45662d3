import { hmacSha256Hex } from '../../crypto/signatures';
import { succeed } from '../../result/envelope';
import { ownError } from '../../result/error';
import type { Adapter, AdapterContext, Answer, AppUser } from '../adapter';
import { ownAppid } from '../own-app';
import { isBlank, requiredText, without } from '../params';
import { sessionKeyOf } from '../session-key';

type Params = Record<string, unknown>;

/** One entry of the platform's `key_info_list`. */
interface KeyInfo {
  encrypt_key: string;
  iv: string;
  version: number;
  /** Seconds; 0 once a newer version took its place: it still opens what was encrypted with it. */
  expire_in: number;
}

/** How long a version without a life of its own is kept, as the official module does: seconds. */
const USUAL_LIFE = 86_400;

/**
 * A user's encryption key. A stored key of the version asked for is given back without a request; else the
 * platform is asked, signed with the user's session_key, and the key is stored for all instances. With an
 * `access_token` of the caller's own nothing is stored and nothing is looked up.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey.html
 */
export const getUserEncryptKey: Adapter = async (params, context) => {
  const openid = requiredText(params, 'openid');
  const version = params.version as number | undefined | null;
  const isShared = context.options.access_token === undefined;
  const user = isShared ? { appid: await ownAppid(context), openid } : undefined;
  if (user !== undefined && isGiven(version) && params.cache !== false) {
    const stored = await storedKey(user, version, context);
    if (stored !== undefined) return result({ key_info_list: [stored] }, stored);
  }
  const asked = context.clock.now();
  const answer = await context.request(await signed(params, context));
  if (answer.code !== 0) return answer;
  const key = chosen(keysIn(answer), version);
  if (user !== undefined) {
    const { encrypt_key, iv, expire_in } = key;
    const expired = asked + (expire_in > 0 ? expire_in : USUAL_LIFE) * 1000;
    await context.keepUserKey(user, key.version, { encrypt_key, iv, expired });
  }
  return result(answer, key);
};

function isGiven(version: number | undefined | null): version is number {
  return version !== undefined && version !== null;
}

async function storedKey(
  user: AppUser,
  version: number,
  context: AdapterContext,
): Promise<KeyInfo | undefined> {
  const stored = await context.findUserKey(user, version);
  if (stored === undefined) return undefined;
  const { encrypt_key, iv, expired } = stored;
  const left = expired === -1 ? 0 : Math.ceil((expired - context.clock.now()) / 1000);
  return { encrypt_key, version, expire_in: left, iv };
}

/** The wire's parameters. The session_key proves whose key it is and stays here. */
async function signed(params: Params, context: AdapterContext): Promise<Params> {
  const wire = without(params, 'version', 'sessionKey', 'encryptedKey', 'cache');
  if (isBlank(wire.signature)) {
    wire.signature = hmacSha256Hex(await sessionKeyOf(params, context), '');
    wire.sig_method = 'hmac_sha256';
  } else if (isBlank(wire.sig_method)) {
    wire.sig_method = 'hmac_sha256';
  }
  return wire;
}

/** The usable keys of an answer, newest first. */
function keysIn({ key_info_list: list }: Answer): KeyInfo[] {
  const keys = (Array.isArray(list) ? (list as unknown[]) : []).map(item => {
    const { encrypt_key, iv, version, expire_in } = Object(item) as Partial<KeyInfo>;
    return { encrypt_key, iv, version: Number(version), expire_in: Number(expire_in) || 0 } as KeyInfo;
  });
  const usable = keys.filter(
    ({ encrypt_key, iv, version }) =>
      typeof encrypt_key === 'string' && encrypt_key !== '' && typeof iv === 'string' && version >= 0,
  );
  if (usable.length > 0) return usable.sort((a, b) => b.version - a.version);
  throw ownError(
    'bad-response',
    '平台返回成功，但没有可用的用户加密密钥，请稍后重试',
    'the platform answered without a usable encryption key',
  );
}

function chosen(keys: KeyInfo[], version: number | undefined | null): KeyInfo {
  const key = isGiven(version) ? keys.find(other => other.version === version) : keys[0];
  if (key !== undefined) return key;
  const known = keys.map(other => other.version);
  throw ownError(
    'decrypt-failed',
    `没有版本 ${version} 的用户加密密钥：平台现在只有版本 ${known.join('、')}。请让前端用 getUserCryptoManager().getLatestUserKey 取得最新密钥，重新加密`,
    `there is no encryption key of version ${version}, only of ${known.join(', ')}`,
  );
}

/** The platform's list, and the key that was asked for. */
function result(answer: Params, { encrypt_key, iv, version }: KeyInfo): Answer {
  return succeed({ ...answer, encrypt_key, iv, version });
}
