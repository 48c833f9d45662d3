import { host, type Collection } from '../../host/unicloud';
import type { TokenRow, TokenStore } from '../store';
import { saysMissingCollection, StoreFailure } from '../store-failure';

type Document = Record<string, unknown>;

/** How a store's rows look in its collection. */
export interface DocumentLayout {
  collection: string;
  /** The field that holds `TokenRow.expired`. */
  expiredField: string;
  /** What stands in a row besides; made anew with every write. `added`: the row is a new one. */
  extras?(key: string, added: boolean): Document;
}

/**
 * A store over one collection of the cloud database. Only single documents are touched, each by one command:
 * an `add` with a fixed `_id` and a conditional `update` are atomic on every provider, transactions are not
 * the same on any two.
 */
export function collectionStore(layout: DocumentLayout): TokenStore {
  const { collection: name, expiredField, extras } = layout;
  // Rows of other systems may hold objects and dates where this module writes texts and numbers. A condition
  // has to name what really stands there.
  const originals = new WeakMap<TokenRow, Document>();

  const run = async <T>(work: (collection: Collection) => Promise<T>): Promise<T> => {
    try {
      return checked(await work(open(name)));
    } catch (error) {
      throw explained(error, name);
    }
  };

  const read = async (key: string): Promise<TokenRow | undefined> => {
    const { data } = await run(collection => collection.doc(key).get());
    const found = Array.isArray(data) ? data[0] : data;
    if (typeof found !== 'object' || found === null) return undefined;
    const document = found as Document;
    const row = { value: textOf(document.value), expired: millisecondsOf(document[expiredField]) };
    originals.set(row, document);
    return row;
  };

  const condition = (key: string, expected: TokenRow): Document => {
    const original = originals.get(expected);
    if (original === undefined) {
      return { _id: key, value: expected.value, [expiredField]: expected.expired };
    }
    return {
      _id: key,
      ...matching('value', original.value),
      ...matching(expiredField, original[expiredField]),
    };
  };

  const add = async (key: string, next: TokenRow): Promise<boolean> => {
    const { value, expired } = next;
    const document = { _id: key, value, [expiredField]: expired, ...(extras && extras(key, true)) };
    for (let again = false; ; again = true) {
      try {
        await run(collection => collection.add(document));
        return true;
      } catch (error) {
        // No provider documents how it refuses a second row: whether it is there tells.
        const row = await read(key);
        if (row !== undefined) return isSame(row, next);
        // Removed between the two, perhaps: refused twice it is the database's own trouble.
        if (again) throw error;
      }
    }
  };

  return {
    get: read,
    async compareAndSet(key, expected, next) {
      if (expected === undefined) return add(key, next);
      const { value, expired } = next;
      const changes = { value, [expiredField]: expired, ...(extras && extras(key, false)) };
      const done = await run(collection => collection.where(condition(key, expected)).update(changes));
      if (counted(done.updated, name) === 1) return true;
      // A database counts what it changed: nothing, where the row already was what it should become, or where
      // its driver had lost the answer and sent the update twice.
      const row = await read(key);
      return row !== undefined && isSame(row, next);
    },
    async remove(key, expected) {
      const done = await run(collection => collection.where(condition(key, expected)).remove());
      return counted(done.deleted, name) === 1;
    },
  };
}

function open(name: string): Collection {
  const cloud = host();
  if (cloud === undefined || typeof cloud.database !== 'function') {
    throw new StoreFailure(
      'unavailable',
      'there is no uniCloud.database() here',
      '当前环境没有 uniCloud 数据库：请在 vk-openapi/config.json（或 createOpenapi）中把 tokenStore 设为 "memory"，或提供自己的 TokenStore',
    );
  }
  return cloud.database().collection(name);
}

/** Some of the database's clients answer with a code where others reject. */
function checked<T>(answer: T): T {
  const { code, message } = Object(answer) as { code?: unknown; message?: unknown };
  if (code === undefined || code === null || code === 0 || code === '') return answer;
  throw Object.assign(new Error(String(message)), { code });
}

function explained(error: unknown, name: string): unknown {
  if (error instanceof StoreFailure || !saysMissingCollection(error)) return error;
  return new StoreFailure(
    'missing-collection',
    `the collection ${name} does not exist`,
    `集合 ${name} 不存在：请在 HBuilderX 中右键 uniCloud/database/${name}.schema.json，选择“上传DB Schema”`,
  );
}

function counted(count: unknown, name: string): number {
  if (typeof count === 'number') return count;
  throw new StoreFailure('unavailable', `the database did not say how many rows of ${name} it changed`);
}

function isSame(one: TokenRow, other: TokenRow): boolean {
  return one.value === other.value && one.expired === other.expired;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function millisecondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const number = typeof value === 'string' && Number.isNaN(Number(value)) ? Date.parse(value) : Number(value);
  // Nobody knows until when: then not any more.
  return Number.isFinite(number) && value !== null ? number : 0;
}

/** Conditions that hold for a field as it stands. Objects are named by their parts: not every provider compares whole ones. */
function matching(field: string, value: unknown): Document {
  if (value === undefined || value === null) return { [field]: null };
  if (typeof value !== 'object' || value instanceof Date || Array.isArray(value)) return { [field]: value };
  const conditions: Document = {};
  for (const name of Object.keys(value)) {
    Object.assign(conditions, matching(`${field}.${name}`, (value as Document)[name]));
  }
  return conditions;
}
