import { EJSON, ObjectId } from 'bson';
import { invalidParam } from './errors';
import type { Document } from './types';

interface BsonRegExp {
  _bsontype: 'BSONRegExp';
  pattern: string;
  options: string;
}

const isRegExp = (value: object): value is BsonRegExp =>
  (value as { _bsontype?: string })._bsontype === 'BSONRegExp';

/** `serverDate()` travels as an offset, and becomes a date where the clock is: here. */
function serverDate(value: Document): Date | undefined {
  const marker = value['$tcb_server_date'] as { offset?: number } | undefined;
  return marker && typeof marker === 'object' ? new Date(Date.now() + (marker.offset ?? 0)) : undefined;
}

/** From EJSON's own classes to what JavaScript, and `mingo`, work with. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof RegExp)
    return value;
  if (value instanceof ObjectId) return value.toHexString();
  if (isRegExp(value)) return new RegExp(value.pattern, value.options);
  if ('_bsontype' in value) return value;
  return serverDate(value as Document) ?? mapFields(value as Document);
}

function mapFields(fields: Document): Document {
  const result: Document = {};
  for (const [name, value] of Object.entries(fields)) {
    // `defineProperty`, because a document may have a field of its own called `__proto__`.
    Object.defineProperty(result, name, {
      value: plain(value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

/** Reads what the client library wrote; nothing at all is an empty object. */
export function fromWire(text: unknown): Document {
  if (text === undefined || text === null || text === '') return {};
  if (typeof text === 'object') return plain(text) as Document;
  try {
    return plain(EJSON.parse(String(text))) as Document;
  } catch {
    throw invalidParam('The operation is not readable EJSON.');
  }
}

export const toWire = (document: Document): string => EJSON.stringify(document);

/** A key under which two equal values are equal, whatever their type. */
export const keyOf = (value: unknown): string => EJSON.stringify({ v: value === undefined ? null : value });
