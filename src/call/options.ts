import { ownError } from '../result/error';
import type { CallOptions } from '../special/adapter';

/** The options every call takes, in the order people look for them. */
export const OPTION_NAMES = [
  'appid',
  'appsecret',
  'access_token',
  'context',
  'timeout',
  'responseType',
  'cloudPath',
] as const;

const isOption: Record<string, true | undefined> = Object.create(null);
for (const name of OPTION_NAMES) isOption[name] = true;

const invalid = (name: string, zh: string, en: string) =>
  ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `${name}: ${en}`);

function text(name: string, value: unknown): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') throw invalid(name, '应为字符串', 'must be a string');
  return value;
}

/** Checks one option and puts it into `into`; what means "not given" is left out. */
function take(into: CallOptions, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '') return;
  switch (name) {
    case 'context':
      into.context = value;
      return;
    case 'timeout': {
      const ms = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      if (typeof ms !== 'number' || !(ms > 0 && ms <= 0x7fffffff)) {
        throw invalid(name, '应为正数，单位毫秒', 'must be a positive number of milliseconds');
      }
      into.timeout = ms;
      return;
    }
    case 'responseType':
      if (value !== 'buffer' && value !== 'base64') {
        throw invalid(name, "只能是 'buffer' 或 'base64'", "must be 'buffer' or 'base64'");
      }
      into.responseType = value;
      return;
    default:
      into[name as 'appid' | 'appsecret' | 'access_token' | 'cloudPath'] = text(name, value);
  }
}

const NO_OPTIONS: CallOptions = Object.freeze({});

/**
 * Takes the options out of what the caller passed. Options are read from the second argument, and from the
 * parameters too unless the call has a parameter of that name (`own`). The caller's objects stay as they are:
 * `params` comes back as it is when it holds no option, else as a copy without them.
 */
export function splitOptions(
  params: Record<string, unknown>,
  second: Record<string, unknown> | undefined,
  own: Readonly<Record<string, unknown>>,
): { params: Record<string, unknown>; options: CallOptions } {
  let options: CallOptions | undefined;
  let rest = params;
  for (const name in params) {
    if (isOption[name] === undefined || own[name] !== undefined) continue;
    if (rest === params) rest = { ...params };
    delete rest[name];
    take((options = options || {}), name, params[name]);
  }
  if (second !== undefined && second !== null) {
    if (typeof second !== 'object' || Array.isArray(second)) {
      throw invalid('options', '第二个参数应为对象', 'the second argument must be an object');
    }
    for (const name of OPTION_NAMES) {
      if (second[name] !== undefined) take((options = options || {}), name, second[name]);
    }
  }
  return { params: rest, options: options || NO_OPTIONS };
}
