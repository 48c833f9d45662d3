import { fromBase64 } from '../crypto/bytes';
import type { OpenapiError } from '../result/error';
import { formDataFile } from './form-data';
import { badParam, isBlank, without } from './params';

const bad = (name: string, zh: string, en: string): OpenapiError => badParam(name, zh, en);

/** The names under which a picture may come, the platform's own first. */
const NAMES = ['media', 'buffer', 'dataBuffer', 'base64', 'formData'] as const;

const DATA_URI = /^data:[^,]{0,200};base64,/i;

function fromText(name: string, value: string): Buffer {
  const text = value.replace(/\s+/g, '').replace(DATA_URI, '');
  const bytes = fromBase64(text);
  if (!bytes) {
    throw bad(
      name,
      '不是有效的 base64（可带 data:image/…;base64, 前缀）',
      'is not valid base64 or a base64 data URI',
    );
  }
  return bytes;
}

const isByte = (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;

function fromBytes(name: string, value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  // What JSON makes of a Buffer on its way between functions.
  const json = value as { type?: unknown; data?: unknown };
  if (json.type === 'Buffer' && Array.isArray(json.data) && json.data.every(isByte)) {
    return Buffer.from(json.data as number[]);
  }
  throw bad(name, '应为图片内容（Buffer）', 'must be the bytes of a picture');
}

function read(name: (typeof NAMES)[number], value: unknown): Buffer {
  if (name === 'base64') {
    if (typeof value === 'string') return fromText(name, value);
    throw bad(name, '应为字符串', 'must be a string');
  }
  if (typeof value !== 'object' || value === null) {
    throw bad(
      name,
      '应为图片内容（Buffer）；base64 请用参数 base64',
      'must be the bytes of a picture, use base64 for text',
    );
  }
  return name === 'formData' ? formDataFile(value) : fromBytes(name, value);
}

/**
 * The picture in a call's parameters, and the parameters without it.
 *
 * @param maxBytes the platform's limit, where one is certain
 * @throws OpenapiError `param-invalid`: none given, unreadable, empty or too large
 */
export function takeImage(params: Record<string, unknown>, maxBytes?: number) {
  const name = NAMES.find(n => params[n] !== undefined && params[n] !== null);
  if (name === undefined) {
    throw bad('base64', '缺少图片：请传入 base64 或 buffer', 'a picture is required: base64 or buffer');
  }
  const image = isBlank(params[name]) ? Buffer.alloc(0) : read(name, params[name]);
  if (image.length === 0) throw bad(name, '图片内容为空', 'the picture is empty');
  if (maxBytes !== undefined && image.length > maxBytes) {
    throw bad(
      name,
      `图片为 ${image.length} 字节，最多 ${maxBytes} 字节（1 MB），请压缩后再检测`,
      `the picture has ${image.length} bytes, at most ${maxBytes} are allowed`,
    );
  }
  return { image, rest: without(params, ...NAMES) };
}
