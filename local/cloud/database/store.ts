import fs from 'fs';
import { Collection, type Change } from './collection';
import { lockDirectory } from './directory-lock';
import { fromWire, keyOf, toWire } from './ejson';
import { Journal, type Entry } from './journal';
import type { CollectionDefinition } from './types';

/** Changes of several collections that are made together or not at all. */
export type Batch = Map<Collection, { changes: Change[]; inserting: boolean }>;

/** All collections of a database, and the file they are kept in; without a folder they live in memory only. */
export class Store {
  private readonly collections = new Map<string, Collection>();
  private readonly journal: Journal | undefined;
  private readonly unlock: () => void;

  constructor(dir: string | undefined) {
    if (dir === undefined) {
      this.unlock = () => undefined;
      return;
    }
    fs.mkdirSync(dir, { recursive: true });
    this.unlock = lockDirectory(dir);
    this.journal = new Journal(dir);
    try {
      this.journal.open(entry => this.replay(entry));
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  find(name: string): Collection | undefined {
    return this.collections.get(name);
  }

  make(name: string): Collection {
    const present = this.collections.get(name);
    if (present) return present;
    this.journal?.append({ make: [name] });
    return this.put(name);
  }

  /** Makes sure of a collection as its schema and index files describe it. */
  define(name: string, definition: CollectionDefinition): void {
    const isNew = !this.collections.has(name);
    const collection = this.make(name);
    collection.define(definition.indexes);
    if (!isNew || !definition.initial.length) return;
    const changes = definition.initial.map(document => ({ key: keyOf(document._id), document }));
    this.write(new Map([[collection, { changes, inserting: true }]]));
  }

  /** Checks everything, then writes it as one line, then makes it: no reader ever sees a part of it. */
  write(batch: Batch): void {
    const set: NonNullable<Entry['set']> = [];
    for (const [collection, { changes, inserting }] of batch) {
      collection.check(changes, inserting);
      for (const { key, document } of changes)
        set.push(document ? [collection.name, key, toWire(document)] : [collection.name, key]);
    }
    if (!set.length) return;
    this.journal?.append({ set });
    for (const [collection, { changes }] of batch) collection.apply(changes);
    if (this.journal?.wantsCompaction) this.journal.compact(this.state());
  }

  close(): void {
    this.journal?.close();
    this.unlock();
  }

  private put(name: string): Collection {
    const collection = new Collection(name);
    this.collections.set(name, collection);
    return collection;
  }

  private replay({ make = [], set = [] }: Entry): void {
    for (const name of make) this.put(name);
    for (const [name, key, text] of set)
      (this.collections.get(name) ?? this.put(name)).apply([
        text === undefined ? { key } : { key, document: fromWire(text) },
      ]);
  }

  private *state(): Iterable<Entry> {
    for (const collection of this.collections.values()) {
      yield { make: [collection.name] };
      for (const [key, document] of collection.entries())
        yield { set: [[collection.name, key, toWire(document)]] };
    }
  }
}
