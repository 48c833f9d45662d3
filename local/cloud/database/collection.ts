import { duplicateKey } from './errors';
import type { Document, IndexDefinition } from './types';
import { UniqueIndex } from './unique-index';

interface Row {
  document: Document;
  /** Changes with every write, so that a transaction can tell whether its reading is still true. */
  version: number;
}

/** One change of a collection, prepared and not yet made. */
export interface Change {
  key: string;
  /** Without it the document goes. */
  document?: Document;
}

/** The documents of one collection, by `_id`, and its unique indexes. Documents in it are never altered. */
export class Collection {
  private readonly rows = new Map<string, Row>();
  private uniques: UniqueIndex[] = [];
  private writes = 0;

  constructor(readonly name: string) {}

  get size(): number {
    return this.rows.size;
  }

  documents(): Document[] {
    return Array.from(this.rows.values(), row => row.document);
  }

  entries(): Iterable<[string, Document]> {
    return Array.from(this.rows, ([key, row]) => [key, row.document] as [string, Document]);
  }

  get(key: string): Document | undefined {
    return this.rows.get(key)?.document;
  }

  /** 0 for a document that is not there. */
  version(key: string): number {
    return this.rows.get(key)?.version ?? 0;
  }

  /** Puts unique indexes over what is there; fails if that already breaks one. */
  define(indexes: IndexDefinition[]): void {
    const uniques = indexes.filter(index => index.unique).map(index => new UniqueIndex(this.name, index));
    for (const [key, row] of this.rows)
      for (const unique of uniques) {
        unique.check(row.document, key, new Set());
        unique.add(row.document, key);
      }
    this.uniques = uniques;
  }

  /** Throws if the changes, made together, would break a unique index or take an `_id` that is taken. */
  check(changes: Change[], inserting: boolean): void {
    const changed = new Set<string>();
    for (const change of changes) {
      if (inserting && (this.rows.has(change.key) || changed.has(change.key)))
        throw duplicateKey(this.name, '_id_', `{ _id: ${JSON.stringify(change.document?._id)} }`);
      changed.add(change.key);
    }
    if (!this.uniques.length) return;
    const fresh = this.uniques.map(() => new Map<string, string>());
    for (const change of changes)
      if (change.document) this.checkUnique(change.key, change.document, changed, fresh);
  }

  apply(changes: Change[]): void {
    for (const { key } of changes) {
      const row = this.rows.get(key);
      if (row) for (const unique of this.uniques) unique.remove(row.document, key);
    }
    for (const { key, document } of changes) {
      if (!document) this.rows.delete(key);
      else {
        this.rows.set(key, { document, version: ++this.writes });
        for (const unique of this.uniques) unique.add(document, key);
      }
    }
  }

  private checkUnique(
    key: string,
    document: Document,
    changed: Set<string>,
    fresh: Map<string, string>[],
  ): void {
    this.uniques.forEach((unique, i) => {
      unique.check(document, key, changed);
      const own = unique.keyOf(document);
      const owner = own === undefined ? undefined : fresh[i]!.get(own);
      if (own !== undefined && owner !== undefined && owner !== key)
        throw duplicateKey(this.name, unique.name, own);
      if (own !== undefined) fresh[i]!.set(own, key);
    });
  }
}
