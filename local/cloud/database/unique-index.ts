import { keyOf } from './ejson';
import { duplicateKey } from './errors';
import type { Document, IndexDefinition } from './types';

const valueAt = (document: Document, field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (value, name) => (value && typeof value === 'object' ? (value as Document)[name] : undefined),
      document,
    );

/** A unique index of a collection: which document has which values. */
export class UniqueIndex {
  private readonly owners = new Map<string, string>();

  constructor(
    private readonly collection: string,
    private readonly definition: IndexDefinition,
  ) {}

  /** Throws when another document than those in `replaced` already has these values. */
  check(document: Document, id: string, replaced: ReadonlySet<string>): void {
    const key = this.keyOf(document);
    const owner = key === undefined ? undefined : this.owners.get(key);
    if (key !== undefined && owner !== undefined && owner !== id && !replaced.has(owner))
      throw duplicateKey(this.collection, this.definition.name, key);
  }

  get name(): string {
    return this.definition.name;
  }

  add(document: Document, id: string): void {
    const key = this.keyOf(document);
    if (key !== undefined) this.owners.set(key, id);
  }

  remove(document: Document, id: string): void {
    const key = this.keyOf(document);
    if (key !== undefined && this.owners.get(key) === id) this.owners.delete(key);
  }

  /** The values as one text; `undefined`: not in this index. */
  keyOf(document: Document): string | undefined {
    const values = this.definition.fields.map(field => valueAt(document, field));
    if (this.definition.sparse && values.every(value => value === undefined)) return undefined;
    return values.map(keyOf).join(',');
  }
}
