import { tokenFingerprint } from './fingerprint';
import { readNote, type LeaseNote } from './lease-note';
import type { CredentialRecord } from './record';
import type { Held } from './rows';
import { StoreFailure } from './store-failure';
import { STORE_LIMIT } from './times';
import { within } from './within';

/** Where a credential is and what stands there, as a diagnosis needs it. Holds tokens: for this module's own eyes. */
export interface Sight {
  /** The store's name as configured, and as people know it. */
  store: string;
  label: string;
  key: string;
  /** The store could not be read: in words that may be shown. */
  failure?: { missingCollection: boolean; text: string };
  /** There is a row; whether anybody could use it says `held`. */
  isThere: boolean;
  held?: Held;
  /** What the fleet of this module's instances has told itself. */
  note: LeaseNote;
  /** By its own account this module fetched the row's token. */
  isOwn: boolean;
  /** The token in this process's memory. */
  memory?: string;
  /** The token in the copy that another system keeps and reads first. */
  copy?: string;
}

/**
 * Looks into the store, past the rest that a failed one is given: who asks for a diagnosis wants to know how it is
 * now. Changes nothing, asks no platform. Rejects with an `OpenapiError` where the configuration names no store.
 */
export async function inspect(record: CredentialRecord, memory: string | undefined): Promise<Sight> {
  const { store: guarded, name: store, rows, copies } = record.place();
  const sight: Sight = {
    store,
    label: guarded.label,
    key: rows.key,
    isThere: false,
    note: readNote(undefined),
    isOwn: false,
    memory,
  };
  try {
    const [row, lease, copy] = await within(
      record.clock,
      STORE_LIMIT,
      () =>
        Promise.all([
          guarded.store.get(rows.key),
          guarded.store.get(rows.leaseKey),
          copies === undefined ? undefined : copies.look(rows.key),
        ]),
      () => new StoreFailure('unavailable', `no answer within ${STORE_LIMIT} ms`),
    );
    sight.isThere = row !== undefined && row !== null;
    sight.held = rows.read(row);
    sight.note = readNote(lease);
    const held = copy === undefined ? undefined : rows.read({ value: copy, expired: -1 });
    sight.copy = held && held.value;
  } catch (error) {
    sight.failure = {
      missingCollection: error instanceof StoreFailure && error.kind === 'missing-collection',
      text: guarded.explain(error),
    };
  }
  const { held, note } = sight;
  sight.isOwn = held !== undefined && note.token === tokenFingerprint(held.value);
  return sight;
}
