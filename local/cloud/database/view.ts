import type { Change, Collection } from './collection';
import type { Store } from './store';
import type { Document } from './types';

/** A collection as an operation sees it: as it is, or as it is within a transaction. */
export interface View {
  readonly name: string;
  get(key: string): Document | undefined;
  all(): Document[];
  /** Makes the changes together or throws; `inserting` refuses an `_id` that is taken. */
  write(changes: Change[], inserting: boolean): void;
}

export const directView = (store: Store, collection: Collection): View => ({
  name: collection.name,
  get: key => collection.get(key),
  all: () => collection.documents(),
  write: (changes, inserting) => store.write(new Map([[collection, { changes, inserting }]])),
});
