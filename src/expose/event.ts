import { ownError } from '../result/error';
import type { Caller } from './caller';

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

/** A function reached by URL gets the HTTP request as its event; some providers then set no `SOURCE`. */
function isHttp(event: Fields, caller: Caller): boolean {
  if (caller.source === 'http') return true;
  return caller.source === undefined && typeof event.httpMethod === 'string' && isFields(event.headers);
}

function readBody(event: Fields): Fields {
  const { body } = event;
  if (isFields(body)) return body;
  const text =
    typeof body !== 'string'
      ? ''
      : event.isBase64Encoded === true
        ? Buffer.from(body, 'base64').toString('utf8')
        : body;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (isFields(parsed)) return parsed;
  throw ownError(
    'param-invalid',
    '请求体不正确：应为 JSON 对象，例如 {"action":"auth.code2Session","params":{"js_code":"..."}}，并以 POST 发送',
    'the HTTP body must be a JSON object { action, params }',
  );
}

/**
 * What the caller sent: the event itself, or the JSON body of an HTTP request. Rejects a body that is none
 * with `param-invalid`; an event that is no object counts as an empty one.
 */
export function dataOf(event: unknown, caller: Caller): Fields {
  if (!isFields(event)) return {};
  return isHttp(event, caller) ? readBody(event) : event;
}

/** Put beside the caller's fields by uniCloud's own client runtime. */
const RUNTIME_FIELDS = ['uniIdToken', 'clientInfo'];
/** What a timer's event consists of, by the providers' different spellings. */
const TIMER_FIELDS = ['Time', 'TriggerName', 'Type', 'Message', 'triggerName', 'triggerTime', 'payload'];

/**
 * The parameters in `data`. Where the function is one call (`whole`), `data` itself may be the parameters,
 * without what the cloud put there. Rejects `params` that is no object.
 */
export function paramsOf(data: Fields, whole: boolean, caller: Caller): Fields {
  const { params } = data;
  if (isFields(params)) return params;
  if (whole) {
    const rest = { ...data };
    for (const name of RUNTIME_FIELDS) delete rest[name];
    if (caller.source === 'timing') for (const name of TIMER_FIELDS) delete rest[name];
    return rest;
  }
  if (params === undefined || params === null) return {};
  throw ownError('param-invalid', '参数 params 不正确：应为对象', 'params: must be an object');
}
