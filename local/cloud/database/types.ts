/** Any document: what is in it is its owner's business. */
export type Document = Record<string, unknown>;

/** One operation as `@cloudbase/database` sends it: `database.getDocument` and its parameters. */
export interface Operation {
  action: string;
  params: Record<string, unknown>;
}

/** What an operation answers; `data` is what `@cloudbase/database` reads, documents in it are EJSON text. */
export interface Answer {
  requestId: string;
  data?: unknown;
  transactionId?: string;
}

/** Carries out one operation; rejects with a `DatabaseError`. */
export type Send = (operation: Operation) => Promise<Answer>;

export type Provider = 'aliyun' | 'tencent' | 'alipay';

/** What goes wrong on purpose. Everything is off unless given; `collections` narrows all of it. */
export interface Faults {
  /** Every operation takes this many milliseconds longer. */
  delay?: number;
  /** Share of the operations that fail, 0…1, drawn from a seeded sequence. */
  failRate?: number;
  /** Seed of that sequence; 1. */
  seed?: number;
  /** The next so many operations fail. */
  failNext?: number;
  /** The next so many writes are answered as done and not stored. */
  loseWrites?: number;
  /** Operations are never answered. */
  hang?: boolean;
  /** These collections do not exist, whatever was stored. */
  missing?: string[];
  /** Only operations on these collections; without it on all. */
  collections?: string[];
  /** Only reads or only writes; without it both. */
  only?: 'reads' | 'writes';
}

export interface IndexDefinition {
  name: string;
  fields: string[];
  unique: boolean;
  /** Documents that have none of the fields are left out of it. */
  sparse: boolean;
}

export interface CollectionDefinition {
  indexes: IndexDefinition[];
  /** Stored when the collection is new. */
  initial: Document[];
}
