import { host } from '../host/unicloud';
import { describe } from '../result/dictionary';
import { type Envelope, fail, succeed } from '../result/envelope';
import { ownError } from '../result/error';
import { mentions, redact, redactDeep, safeCause } from '../result/redact';
import type { CallOptions } from '../special/adapter';
import type { PlatformAnswer } from './answer';
import { quotaHint, type QuotaLimit } from './quota';
import type { CallSpec } from './spec';

type Secrets = readonly (string | undefined)[];

/** What an answer itself gives away in fields of its own is no text to be repeated in `errmsg`. */
function credentialsIn(json: Record<string, unknown>): (string | undefined)[] {
  const { session_key: sessionKey, access_token: token, refresh_token: refresh, ticket } = json;
  return [sessionKey, token, refresh, ticket].map(value => (typeof value === 'string' ? value : undefined));
}

/** The envelope of a JSON answer. On a failure `msg` says what the number means for this very call. */
export async function shapeJson(
  call: Pick<CallSpec, 'id' | 'platform' | 'replacement' | 'retired'>,
  answer: PlatformAnswer & { json: Record<string, unknown> },
  secrets: Secrets,
  limit?: QuotaLimit,
): Promise<Envelope> {
  const { json, errcode, text } = answer;
  if (errcode === 0) {
    const body = mentions(text, secrets) ? (redactDeep(json, secrets) as typeof json) : json;
    if (typeof body.errmsg === 'string' && body.errmsg !== 'ok') {
      body.errmsg = redact(body.errmsg, [...secrets, ...credentialsIn(body)]);
    }
    return succeed(body);
  }
  const safe = redactDeep(json, [...secrets, ...credentialsIn(json)]) as Record<string, unknown>;
  const own = typeof safe.errmsg === 'string' ? safe.errmsg : '';
  const { msg, errmsg } = await describe(call, errcode, own);
  return fail(safe, errcode, limit ? `${msg}。${quotaHint(limit)}` : msg, own || errmsg);
}

/** The result of a binary call in the form the caller asked for. */
export async function shapeBytes(
  answer: PlatformAnswer & { bytes: Buffer },
  options: CallOptions,
): Promise<unknown> {
  const { bytes, contentType } = answer;
  if (options.cloudPath !== undefined) return upload(options.cloudPath, bytes, contentType);
  if (options.responseType === 'base64') {
    return { code: 0, base64: `data:${contentType};base64,${bytes.toString('base64')}`, contentType };
  }
  return bytes;
}

async function upload(cloudPath: string, bytes: Buffer, contentType: string): Promise<unknown> {
  const cloud = host();
  if (!cloud || typeof cloud.uploadFile !== 'function') {
    throw ownError(
      'config-missing',
      '使用 cloudPath 需要在 uniCloud 云函数中运行（当前环境没有 uniCloud.uploadFile）；本地请改用 responseType: "base64"',
      'cloudPath needs uniCloud.uploadFile, which this environment does not have',
    );
  }
  try {
    const { fileID } = await cloud.uploadFile({ cloudPath, fileContent: bytes });
    return { code: 0, fileID, contentType };
  } catch (error) {
    const cause = safeCause(error);
    throw ownError(
      'network-error',
      `图片已生成，但上传到云存储失败：${redact(cause.message).slice(0, 200)}。请检查 cloudPath 与云存储空间`,
      'the picture was made, but uploading it to cloud storage failed',
      cause,
    );
  }
}
