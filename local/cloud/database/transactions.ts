import { randomUUID } from 'crypto';
import type { Change, Collection } from './collection';
import { keyOf } from './ejson';
import { duplicateKey, transactionConflict, transactionGone } from './errors';
import type { Batch, Store } from './store';
import type { Document } from './types';
import type { View } from './view';

/** As long as the providers let one live. */
const LIFE_MS = 10_000;

/** What a transaction has read and would write in one collection. */
class Part {
  private readonly versions = new Map<string, number>();
  private readonly written = new Map<string, Document | undefined>();

  constructor(private readonly collection: Collection) {}

  view(): View {
    return {
      name: this.collection.name,
      get: key => this.read(key),
      all: () => this.all(),
      write: (changes, inserting) => this.write(changes, inserting),
    };
  }

  /** Whether what was read is still so. */
  get isTrue(): boolean {
    return [...this.versions].every(([key, version]) => this.collection.version(key) === version);
  }

  get changes(): Change[] {
    return Array.from(this.written, ([key, document]) => (document ? { key, document } : { key }));
  }

  private read(key: string): Document | undefined {
    if (!this.versions.has(key)) this.versions.set(key, this.collection.version(key));
    return this.written.has(key) ? this.written.get(key) : this.collection.get(key);
  }

  private all(): Document[] {
    const keys = new Set([...this.collection.entries()].map(([key]) => key).concat([...this.written.keys()]));
    return [...keys].map(key => this.read(key)).filter(document => document !== undefined);
  }

  private write(changes: Change[], inserting: boolean): void {
    for (const { key, document } of changes) {
      if (this.read(key) && inserting) throw duplicateKey(this.collection.name, '_id_', keyOf(document?._id));
      this.written.set(key, document);
    }
  }
}

/** Transactions in progress. They keep nobody out: the one whose reading has become untrue fails at its end. */
export class Transactions {
  private readonly open = new Map<string, { until: number; parts: Map<Collection, Part> }>();

  constructor(private readonly store: Store) {}

  start(): string {
    const id = randomUUID();
    for (const [other, { until }] of this.open) if (until < Date.now()) this.open.delete(other);
    this.open.set(id, { until: Date.now() + LIFE_MS, parts: new Map() });
    return id;
  }

  view(id: unknown, collection: Collection): View {
    const { parts } = this.take(id);
    const part = parts.get(collection) ?? new Part(collection);
    parts.set(collection, part);
    return part.view();
  }

  commit(id: unknown): void {
    const { parts } = this.take(id);
    this.open.delete(String(id));
    const batch: Batch = new Map();
    for (const [collection, part] of parts) {
      if (!part.isTrue) throw transactionConflict();
      batch.set(collection, { changes: part.changes, inserting: false });
    }
    this.store.write(batch);
  }

  abort(id: unknown): void {
    this.take(id);
    this.open.delete(String(id));
  }

  private take(id: unknown) {
    const found = typeof id === 'string' ? this.open.get(id) : undefined;
    if (found && found.until >= Date.now()) return found;
    this.open.delete(String(id));
    throw transactionGone();
  }
}
