import { multipart, type MultipartPart } from '../http/multipart';
import type { HttpResponse } from '../http/transport';
import { type OpenapiError, ownError } from '../result/error';
import { labelOf } from './file-label';
import type { CallPlan } from './plan';
import type { ParamSpec } from './spec';

/** A call put into the form of its platform, all but the token. */
export interface Wire {
  method: 'GET' | 'POST';
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  /** What of the request must not come back in a text: the user's session_key. */
  secrets?: readonly string[];
  /** Makes headers and body of each attempt, where they are signed and encrypted. */
  secure?: SecureExchange;
}

/** Signs and encrypts requests, verifies and decrypts their answers. */
export interface SecureExchange {
  seal(): { headers: Record<string, string>; body: string };
  /** The answer in the clear; `undefined` if it carries no signature. Throws if it carries a wrong one. */
  open(response: HttpResponse): HttpResponse | undefined;
  /** What is said of a success without a signature. */
  unsigned(): OpenapiError;
}

const JSON_HEADERS: Record<string, string> = Object.freeze({
  'content-type': 'application/json; charset=utf-8',
}) as Record<string, string>;
const NO_HEADERS: Record<string, string> = Object.freeze({}) as Record<string, string>;

const unsendable = (zh: string, en: string, cause?: unknown) =>
  ownError('param-invalid', `参数无法发送：${zh}`, `the parameters cannot be sent: ${en}`, cause);

/** JSON as raw UTF-8: the platforms' content checks do not see through `\uXXXX`. */
export function jsonText(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    throw unsendable(
      '不能转换为 JSON（循环引用、嵌套过深或含有 BigInt）',
      'not JSON (a cycle, too deep, or a BigInt)',
    );
  }
  if (text === undefined) throw unsendable('不能转换为 JSON', 'not JSON');
  return text;
}

/** `value` as the value of a query or form field. */
function fieldText(value: unknown): string {
  return typeof value === 'object' ? jsonText(value) : String(value);
}

/** `name=value` for a query. */
export function queryPair(name: string, value: unknown): string {
  try {
    return `${encodeURIComponent(name)}=${encodeURIComponent(fieldText(value))}`;
  } catch (error) {
    if (error instanceof URIError) {
      throw unsendable(`${name} 含有残缺的 Unicode 字符`, `${name} holds half of a Unicode character`);
    }
    throw error;
  }
}

export function withQuery(path: string, query: string): string {
  if (query === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

function rawBody(value: unknown): Pick<Wire, 'headers' | 'body'> {
  if (typeof value === 'string') {
    const xml = value.trimStart().startsWith('<');
    return {
      headers: { 'content-type': `${xml ? 'text/xml' : 'application/json'}; charset=utf-8` },
      body: value,
    };
  }
  if (Buffer.isBuffer(value)) {
    const { contentType = 'application/octet-stream' } = labelOf(value);
    return { headers: { 'content-type': contentType }, body: value };
  }
  return { headers: JSON_HEADERS, body: jsonText(value) };
}

/** Splits the values by where they go. Unknown parameters go where most of the call's parameters go. */
function scatter(plan: CallPlan, values: Record<string, unknown>, self: readonly ParamSpec[]): Wire {
  const { spec } = plan;
  const places: Record<string, ParamSpec> = Object.create(null);
  for (const param of spec.params) places[param.name] = param;
  for (const param of self) places[param.name] = param;
  const otherwise = spec.encoding === 'multipart' ? 'form' : spec.encoding === 'json' ? 'body' : 'query';
  let path = spec.path;
  let query = '';
  let raw: unknown;
  let body: Record<string, unknown> | undefined;
  const headers: Record<string, string> = {};
  const parts: MultipartPart[] = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    const place = places[name]?.place ?? otherwise;
    if (place === 'query') query += `${query && '&'}${queryPair(name, value)}`;
    else if (place === 'body') (body = body || {})[name] = value;
    else if (place === 'raw') raw = value;
    else if (place === 'header') headers[name] = fieldText(value);
    else if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(fieldText(value)));
    else if (Buffer.isBuffer(value)) parts.push({ name, file: value, ...labelOf(value) });
    else parts.push({ name, value: fieldText(value) });
  }
  const wire: Wire = { method: spec.method as Wire['method'], path: withQuery(path, query), headers };
  if (spec.method === 'GET') return wire;
  const carried: Pick<Wire, 'headers' | 'body'> =
    spec.encoding === 'multipart'
      ? multipart(parts)
      : raw !== undefined
        ? rawBody(raw)
        : spec.encoding === 'json'
          ? { headers: JSON_HEADERS, body: jsonText(body || {}) }
          : { headers: NO_HEADERS };
  return { ...wire, ...carried, headers: { ...headers, ...carried.headers } };
}

/** Puts checked values into the form of the call. */
export function wireOf(plan: CallPlan, values: Record<string, unknown>): Wire {
  if (plan.plainJson) {
    return { method: 'POST', path: plan.spec.path, headers: JSON_HEADERS, body: jsonText(values) };
  }
  return scatter(plan, values, plan.self);
}
