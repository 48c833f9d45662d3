import { hmacSha256Hex } from '../../crypto/signatures';
import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { badParam, isBlank } from '../params';
import { sessionKeyOf } from '../session-key';

/** Hex HMAC-SHA256 of `body`, the exact text that will be sent, with the user's session_key: `signature`. */
export const signSession: Adapter = async (params, context) => {
  const { body } = params;
  if (typeof body !== 'string') {
    throw badParam(
      'body',
      isBlank(body) ? '缺少必填参数（字符串）' : '应为字符串（将要发送的原文）',
      'must be the exact text that will be sent',
    );
  }
  return succeed({ signature: hmacSha256Hex(await sessionKeyOf(params, context), body) });
};
