import { type OpenapiError, ownError } from '../result/error';
import type { CallPlan } from './plan';
import type { ParamSpec, ParamType } from './spec';

/** Told of what is unusual but sent all the same: an unlisted value, a limit known from a note only. */
export type Advise = (message: string) => void;

const TYPE_ZH: Record<ParamType, string> = {
  string: '字符串',
  integer: '整数',
  number: '数字',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  file: '文件（Buffer、{ path }、{ base64 }、{ fileID } 或可读流）',
  any: '任意值',
};

function refuse(name: string, zh: string, en: string): OpenapiError {
  return ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);
}

function wrongType(param: ParamSpec, name: string, value: unknown): OpenapiError {
  const got = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return refuse(
    name,
    `应为${TYPE_ZH[param.type]}，实际为 ${got}`,
    `must be of type ${param.type}, got ${got}`,
  );
}

/** Characters as people count them: an emoji is one. */
function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) {
        count--;
        i++;
      }
    }
  }
  return count;
}

const charTests = new Map<string, RegExp>();
function allowed(chars: string): RegExp {
  let test = charTests.get(chars);
  if (!test) charTests.set(chars, (test = new RegExp(`^[${chars}]*$`)));
  return test;
}

/** Throws for a broken limit, or only speaks of it where the limit stands in a note. */
function broken(param: ParamSpec, name: string, zh: string, en: string, advise: Advise): void {
  if (!param.advisory) throw refuse(name, zh, en);
  advise(`${name}: ${en}; sent all the same`);
}

function checkText(param: ParamSpec, name: string, value: unknown, advise: Advise): string {
  let text: string;
  if (typeof value === 'string') text = value;
  else if (typeof value === 'number' && Number.isFinite(value)) {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw refuse(
        name,
        '数字超出精确范围，请以字符串传入',
        'the number is beyond exact range, pass it as a string',
      );
    }
    text = String(value);
  } else if (typeof value === 'bigint') text = String(value);
  else throw wrongType(param, name, value);

  const { maxLength, chars, values } = param;
  if (maxLength !== undefined && text.length > maxLength) {
    const length = codePoints(text);
    if (length > maxLength) {
      broken(
        param,
        name,
        `长度为 ${length} 个字符，最多 ${maxLength} 个`,
        `${length} characters, at most ${maxLength} are allowed`,
        advise,
      );
    }
  }
  if (chars !== undefined && !allowed(chars).test(text)) {
    broken(
      param,
      name,
      `含有不允许的字符，只能使用 ${chars.replace(/\\(.)/g, '$1')}`,
      `contains characters outside ${chars}`,
      advise,
    );
  }
  if (values !== undefined && !values.includes(text)) {
    advise(`${name}: "${text.slice(0, 40)}" is not one of ${values.join(', ')}`);
  }
  return text;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** The number a text stands for, if it stands for one without loss. */
function numberOf(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined;
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[+\-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return digits.length > 15 &&
    String(value)
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '') !== digits
    ? undefined
    : value;
}

function checkNumber(param: ParamSpec, name: string, value: unknown, advise: Advise): number {
  let number: number | undefined;
  if (typeof value === 'number') number = Number.isFinite(value) ? value : undefined;
  else if (typeof value === 'string') number = numberOf(value);
  else if (typeof value === 'bigint') number = numberOf(String(value));
  if (number === undefined) throw wrongType(param, name, value);
  if (param.type === 'integer' && !Number.isInteger(number)) {
    throw refuse(name, '应为整数', 'must be a whole number');
  }
  const { min, max, values } = param;
  if ((min !== undefined && number < min) || (max !== undefined && number > max)) {
    const range = `${min === undefined ? '-∞' : min} ~ ${max === undefined ? '+∞' : max}`;
    broken(param, name, `值为 ${number}，允许范围 ${range}`, `${number} is outside ${range}`, advise);
  }
  if (values !== undefined && !values.includes(number)) {
    advise(`${name}: ${number} is not one of ${values.join(', ')}`);
  }
  return number;
}

function checkBoolean(param: ParamSpec, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw wrongType(param, name, value);
}

/** Checks `fields` of an object. The object itself is returned unless a value had to be converted. */
function checkFields(
  fields: readonly ParamSpec[],
  name: string,
  value: Record<string, unknown>,
  advise: Advise,
): Record<string, unknown> {
  let out = value;
  for (const field of fields) {
    const path = `${name}.${field.name}`;
    const given = value[field.name];
    if (given === undefined || given === null) {
      if (field.required) throw refuse(path, '缺少必填字段', 'a required field is missing');
      if (given === null) {
        if (out === value) out = { ...value };
        delete out[field.name];
      }
      continue;
    }
    const checked = checkValue(field, path, given, advise);
    if (checked !== given) {
      if (out === value) out = { ...value };
      out[field.name] = checked;
    }
  }
  return out;
}

function checkObject(param: ParamSpec, name: string, value: unknown, advise: Advise): unknown {
  if (typeof value !== 'object' || Array.isArray(value) || Buffer.isBuffer(value)) {
    throw wrongType(param, name, value);
  }
  // The keys of a map are the template's, and what its values may be only the template knows.
  if (param.map || !param.fields) return value;
  return checkFields(param.fields, name, value as Record<string, unknown>, advise);
}

function checkArray(param: ParamSpec, name: string, value: unknown, advise: Advise): unknown {
  if (!Array.isArray(value)) throw wrongType(param, name, value);
  if (!param.items || param.items === 'any') return value;
  const item: ParamSpec = {
    name: '',
    type: param.items,
    place: param.place,
    required: true,
    ...(param.fields ? { fields: param.fields } : {}),
  };
  let out: unknown[] = value;
  for (let i = 0; i < value.length; i++) {
    const path = `${name}[${i}]`;
    if (value[i] === undefined || value[i] === null) throw wrongType(item, path, value[i]);
    const checked = checkValue(item, path, value[i], advise);
    if (checked !== value[i]) {
      if (out === value) out = value.slice();
      out[i] = checked;
    }
  }
  return out;
}

/** The bytes of a file as callers hold them: a Buffer, another byte array, or a Buffer that went through JSON. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (Buffer.isBuffer(value)) return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  const { type, data } = Object(value) as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data) : undefined;
}

function checkFile(param: ParamSpec, name: string, value: unknown, advise: Advise): Buffer {
  const bytes = bytesOf(value);
  if (!bytes) throw wrongType(param, name, value);
  if (param.maxBytes !== undefined && bytes.length > param.maxBytes) {
    broken(
      param,
      name,
      `文件为 ${bytes.length} 字节，最多 ${param.maxBytes} 字节`,
      `the file has ${bytes.length} bytes, at most ${param.maxBytes} are allowed`,
      advise,
    );
  }
  return bytes;
}

/** One value, converted where that loses nothing; throws `param-invalid` naming it and the limit. */
export function checkValue(param: ParamSpec, name: string, value: unknown, advise: Advise): unknown {
  switch (param.type) {
    case 'string':
      return checkText(param, name, value, advise);
    case 'integer':
    case 'number':
      return checkNumber(param, name, value, advise);
    case 'boolean':
      return checkBoolean(param, name, value);
    case 'object':
      return checkObject(param, name, value, advise);
    case 'array':
      return checkArray(param, name, value, advise);
    case 'file':
      return checkFile(param, name, value, advise);
    default:
      return value;
  }
}

/**
 * The parameters as they are sent: checked, converted, completed. Unknown ones pass through; `null` and
 * `undefined` mean "not given". The caller's objects stay as they are.
 */
export function checkParams(
  plan: CallPlan,
  params: Record<string, unknown>,
  advise: Advise,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name in params) {
    const value = params[name];
    if (value === undefined || name === '__proto__') continue;
    const param = plan.own[name];
    if (param === undefined) out[name] = value;
    else if (value !== null) out[name] = checkValue(param, name, value, advise);
  }
  for (const param of plan.required) {
    if (out[param.name] === undefined) {
      throw refuse(
        param.name,
        `缺少必填参数（${TYPE_ZH[param.type]}）`,
        `a required parameter is missing (${param.type})`,
      );
    }
  }
  for (const param of plan.fallbacks) {
    if (out[param.name] === undefined) out[param.name] = param.fallback;
  }
  return out;
}

/** Checks the facade's own parameters of a call with an adapter; all others are left for the wire's check. */
export function checkExtras(
  plan: CallPlan,
  params: Record<string, unknown>,
  advise: Advise,
): Record<string, unknown> {
  const { extras } = plan.spec;
  let out = params;
  for (const extra of extras) {
    const value = params[extra.name];
    if (value === undefined || value === null) {
      if (extra.required) {
        throw refuse(extra.name, '缺少必填参数', 'a required parameter is missing');
      }
      continue;
    }
    const checked = checkValue(extra, extra.name, value, advise);
    if (checked !== value) {
      if (out === params) out = { ...params };
      out[extra.name] = checked;
    }
  }
  return out;
}
