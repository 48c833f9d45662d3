import { randomBytes } from 'crypto';
import type { Document, Provider } from './types';

const OBJECT_ID = /^[0-9a-fA-F]{24}$/;

/** An `_id` as the provider makes it for a document that brings none. */
export const newId = (provider: Provider): string =>
  randomBytes(provider === 'tencent' ? 16 : 12).toString('hex');

/** Alibaba turns a 24-digit hex `_id` into an ObjectId, whose text is lower case. */
export function normalId(id: unknown, provider: Provider): unknown {
  return provider === 'aliyun' && typeof id === 'string' && OBJECT_ID.test(id) ? id.toLowerCase() : id;
}

/** The `_id`s a query is limited to, where it says so itself; everything else has to be searched. */
export function namedIds(query: Document): unknown[] | undefined {
  const id = query._id;
  if (typeof id === 'string' || typeof id === 'number') return [id];
  if (id === null || typeof id !== 'object') return undefined;
  const { $eq, $in } = id as { $eq?: unknown; $in?: unknown };
  if (typeof $eq === 'string' || typeof $eq === 'number') return [$eq];
  return Array.isArray($in) && $in.every(v => typeof v === 'string' || typeof v === 'number')
    ? [...new Set($in)]
    : undefined;
}

/** The same query with its `_id`s written as the provider stores them. */
export function withNormalIds(query: Document, provider: Provider): Document {
  const ids = namedIds(query);
  if (!ids) return query;
  const normal = ids.map(id => normalId(id, provider));
  return { ...query, _id: normal.length === 1 ? normal[0] : { $in: normal } };
}
