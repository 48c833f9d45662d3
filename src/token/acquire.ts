import type { CredentialRecord, Purpose } from './record';
import type { Held } from './rows';
import { StoreFailure } from './store-failure';
import { throughStore } from './through-store';
import { withoutStore } from './without-store';

/** What came of a flight. */
export interface Outcome {
  /** The token to use; without one there is nothing better than what was there. */
  held?: Held;
  /** An early refresh: milliseconds until the next one may be tried. */
  pause?: number;
}

/**
 * The way of one flight: through the store, so that one process of the fleet asks the platform; where the store
 * fails, without it. `deadline`: monotonic milliseconds.
 */
export async function acquire(
  record: CredentialRecord,
  purpose: Purpose,
  deadline: number,
): Promise<Outcome> {
  try {
    return await throughStore(record, purpose, deadline);
  } catch (error) {
    if (error instanceof StoreFailure) return withoutStore(record, purpose, deadline);
    throw error;
  }
}
