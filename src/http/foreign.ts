/** Answers of other HTTP clients, brought into the one shape. */
import type { HttpResponse } from './transport';

const NOTHING = Buffer.alloc(0);

/** A body that may be bytes, text, or JSON that was parsed on the way. */
export function toBuffer(body: unknown): Buffer {
  if (body === undefined || body === null) return NOTHING;
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(JSON.stringify(body) || '');
}

export function lowerCaseNames(headers: unknown): HttpResponse['headers'] {
  const named: HttpResponse['headers'] = Object.create(null);
  if (typeof headers !== 'object' || headers === null) return named;
  for (const name of Object.keys(headers)) {
    const value: unknown = (headers as Record<string, unknown>)[name];
    if (typeof value === 'string') named[name.toLowerCase()] = value;
    else if (Array.isArray(value)) named[name.toLowerCase()] = value.map(String);
    else if (typeof value === 'number') named[name.toLowerCase()] = String(value);
  }
  return named;
}
