import { sniff } from '../http/sniff';
import type { HttpResponse } from '../http/transport';
import { type OpenapiError, ownError } from '../result/error';

/** What came back, once it is known to be one of the two things a platform sends. */
export type PlatformAnswer =
  | { json: Record<string, unknown>; errcode: number; text: string; bytes?: undefined }
  | { bytes: Buffer; contentType: string; json?: undefined };

const BRACE = 0x7b;

/** The first byte that is neither a byte order mark nor white space. */
function firstByte(body: Buffer): number {
  let i = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  while (i < body.length && (body[i] === 0x20 || (body[i]! >= 0x09 && body[i]! <= 0x0d))) i++;
  return i < body.length ? body[i]! : -1;
}

/** Whole numbers that a double cannot hold would change silently; they are kept as text instead. */
const LONG_DIGITS = /\d{16}/;
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  const exact = text.replace(STRING_OR_LONG_NUMBER, token =>
    token[0] === '"' || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return JSON.parse(exact);
}

function header(response: HttpResponse, name: string): string {
  const value = response.headers[name];
  return Array.isArray(value) ? String(value[0]) : (value ?? '');
}

/** Says what came instead of an answer, never what was in it: error pages repeat the request. */
export function badResponse(response: HttpResponse, what: { zh: string; en: string }): OpenapiError {
  const type = mediaType(response) || '(none)';
  const id =
    header(response, 'x-request-id') || header(response, 'logicret') || header(response, 'requestid');
  const facts = `HTTP ${response.status}, content-type ${type.slice(0, 60)}, ${response.body.length} bytes`;
  const suffix = id ? `, request id ${id.slice(0, 80)}` : '';
  return ownError(
    'bad-response',
    `平台返回的内容无法识别：${what.zh}（${facts}${suffix}）。多为网络代理或平台故障，请稍后重试；若一直如此，请检查 vk-openapi/config.json 的 endpoints 与 http.transport`,
    `the platform's answer cannot be read: ${what.en} (${facts}${suffix})`,
  );
}

function mediaType(response: HttpResponse): string {
  return header(response, 'content-type').split(';')[0]!.trim().toLowerCase();
}

/** A number as platforms write `errcode`: a number, or digits in a text. `undefined`: there is none. */
function numeric(value: unknown): number | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Where the official account's `publisher.*` calls say how they ended. */
function baseResponse({ base_resp: base }: Record<string, unknown>): Record<string, unknown> {
  return typeof base === 'object' && base !== null ? (base as Record<string, unknown>) : {};
}

/** The number of an answer. QQ's security calls write it in camel case, `publisher.*` of WeChat one level deeper. */
function verdictOf(body: Record<string, unknown>): unknown {
  if (body.errcode !== undefined) return body.errcode;
  return body.errCode !== undefined ? body.errCode : baseResponse(body).ret;
}

function readJson(response: HttpResponse): PlatformAnswer {
  const text = response.body.toString('utf8');
  let json: unknown;
  try {
    json = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw badResponse(response, { zh: '不是完整的 JSON', en: 'not a complete JSON text' });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw badResponse(response, { zh: '不是 JSON 对象', en: 'not a JSON object' });
  }
  const body = json as Record<string, unknown>;
  const errcode = numeric(verdictOf(body));
  if (errcode === null)
    throw badResponse(response, { zh: 'errcode 不是数字', en: 'errcode is not a number' });
  if (errcode === undefined && response.status >= 400) {
    throw badResponse(response, { zh: 'HTTP 状态异常', en: 'an HTTP error status' });
  }
  if (body.errmsg === undefined) {
    const errmsg = typeof body.errMsg === 'string' ? body.errMsg : baseResponse(body).err_msg;
    if (typeof errmsg === 'string') body.errmsg = errmsg;
  }
  return { json: body, errcode: errcode === undefined ? 0 : errcode, text };
}

/** Reads the answer of a call that gives JSON and nothing else. */
export function readJsonAnswer(response: HttpResponse): PlatformAnswer & { json: Record<string, unknown> } {
  return readJson(response) as PlatformAnswer & { json: Record<string, unknown> };
}

/**
 * Reads the answer of a call that gives bytes on success and JSON on failure. Neither the HTTP status nor the
 * label tells them apart: WeChat sends its error JSON with status 200, sometimes as `image/jpeg`.
 */
export function readBinaryAnswer(response: HttpResponse): PlatformAnswer {
  const { body } = response;
  if (body.length === 0) throw badResponse(response, { zh: '内容为空', en: 'an empty body' });
  // Known by its first bytes; the label is believed only where these say nothing.
  const sniffed = sniff(body);
  if (!sniffed && firstByte(body) === BRACE) return readJson(response);
  if (response.status >= 400) {
    throw badResponse(response, { zh: 'HTTP 状态异常', en: 'an HTTP error status' });
  }
  const label = mediaType(response);
  if (!sniffed && (label.startsWith('text/') || label.includes('json') || label.includes('xml'))) {
    throw badResponse(response, { zh: '期望文件内容，得到的是文本', en: 'text where bytes were expected' });
  }
  return {
    bytes: body,
    contentType: (sniffed && sniffed.contentType) || label || 'application/octet-stream',
  };
}

/** Reads an answer that may be either: the universal `request`, whose call is not in the catalogue. */
export function readAnyAnswer(response: HttpResponse): PlatformAnswer {
  const label = mediaType(response);
  const looksBinary = sniff(response.body) !== undefined || /^(image|audio|video)\//.test(label);
  return looksBinary || label === 'application/octet-stream'
    ? readBinaryAnswer(response)
    : readJson(response);
}
