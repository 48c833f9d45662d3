import { openKey } from '../crypto/encrypted-key';
import { ownError } from '../result/error';
import type { AdapterContext } from './adapter';
import { ownAppid } from './own-app';
import { badParam, isBlank, requiredText } from './params';

export const SECRET_KEY_HINT =
  '请在 uni-config-center 的 vk-openapi/config.json 中配置 secretKey（至少 32 个字符的随机字符串）并上传';

/** Opens `encryptedKey` as one of the calling app, and of `openid` where the call names one. */
async function fromEncryptedKey(params: Record<string, unknown>, context: AdapterContext): Promise<string> {
  const text = requiredText(params, 'encryptedKey');
  const secretKeys = await context.secretKeys();
  if (secretKeys.length === 0) {
    throw ownError(
      'config-missing',
      `未配置 secretKey，无法使用 encryptedKey。${SECRET_KEY_HINT}`,
      'vk-openapi/config.json: secretKey is missing, encryptedKey cannot be opened',
    );
  }
  return openKey(text, {
    secretKeys,
    platform: context.platform,
    appid: await ownAppid(context),
    ...(isBlank(params.openid) ? {} : { openid: String(params.openid) }),
    now: context.clock.now(),
    expiresIn: await context.encryptedKeyExpiresIn(),
  });
}

/** The session_key a local computation works with: `sessionKey` as it is, or the one inside `encryptedKey`. */
export async function sessionKeyOf(
  params: Record<string, unknown>,
  context: AdapterContext,
): Promise<string> {
  if (!isBlank(params.sessionKey)) return requiredText(params, 'sessionKey');
  if (!isBlank(params.encryptedKey)) return fromEncryptedKey(params, context);
  throw badParam(
    'sessionKey',
    '缺少必填参数：请传入 sessionKey，或 code2Session 返回的 encryptedKey',
    'sessionKey or encryptedKey is required',
  );
}
