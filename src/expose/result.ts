import { SUCCESS_MSG, envelopeOf } from '../result/envelope';
import { OpenapiError, ownError } from '../result/error';
import type { Fields } from './event';
import { isFields } from './event';
import { scrub } from './scrub';
import type { Caller } from './caller';
import type { Target } from './scope';

const IMAGES: readonly (readonly [string, string])[] = [
  ['ffd8ff', 'image/jpeg'],
  ['89504e47', 'image/png'],
  ['47494638', 'image/gif'],
];

function binary(bytes: Buffer): Fields {
  const start = bytes.slice(0, 4).toString('hex');
  const image = IMAGES.find(([magic]) => start.startsWith(magic));
  const contentType = image ? image[1] : 'application/octet-stream';
  return { code: 0, base64: `data:${contentType};base64,${bytes.toString('base64')}`, contentType };
}

/** An object that survives the way to the caller as JSON. */
function plain(outcome: unknown): Fields {
  if (Buffer.isBuffer(outcome)) return binary(outcome);
  if (isFields(outcome)) return { ...outcome };
  return { code: 0, data: outcome };
}

/** uniCloud's own names of the two fields, for front ends that look there. */
function withUniNames(fields: Fields): Fields {
  fields.errCode = fields.code;
  fields.errMsg = typeof fields.msg === 'string' ? fields.msg : SUCCESS_MSG;
  return fields;
}

/** What a call resolved to, as a cloud function's result. A client's copy holds no credential. */
export function answer(target: Target, outcome: unknown, caller: Caller): Fields {
  // The one call that resolves to a bare text is the token's; a client has been turned away long before.
  const fields =
    typeof outcome === 'string' && target.spec?.rejects ? { code: 0, access_token: outcome } : plain(outcome);
  if (caller.trusted) return withUniNames(fields);
  return withUniNames(scrub(fields, target.spec?.credentials) as Fields);
}

/** What was thrown on the way, as a cloud function's result: a thin function never rejects. */
export function failure(error: unknown, caller: Caller): Fields {
  const known =
    error instanceof OpenapiError
      ? error
      : // Its text could repeat anything; its class is enough to find the place.
        ownError(
          'bad-response',
          `内部错误（${error instanceof Error ? error.name : typeof error}）：请重试；若一直如此，请带上调用的接口名反馈给 vk-openapi`,
          'internal error',
        );
  const fields: Fields = { ...envelopeOf(known) };
  return withUniNames(caller.trusted ? fields : (scrub(fields) as Fields));
}
