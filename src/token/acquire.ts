import type { CredentialRecord, Purpose } from './record';
import type { Held } from './rows';
import { StoreFailure } from './store-failure';
import { Thawed } from './thawed';
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
 * fails, without it. `deadline`: monotonic milliseconds. Rejects with `Thawed` when this process was frozen on the way.
 */
export async function acquire(
  record: CredentialRecord,
  purpose: Purpose,
  deadline: number,
): Promise<Outcome> {
  const outcome = await throughOrWithout(record, purpose, deadline);
  if (purpose.kind === 'replace' && outcome.held !== undefined) {
    const { rows, copies } = record.place();
    const dead = rows.write({ value: purpose.dead, expired: -1 });
    if (copies !== undefined) copies.died(rows.key, dead, rows.write(outcome.held));
  }
  return outcome;
}

async function throughOrWithout(
  record: CredentialRecord,
  purpose: Purpose,
  deadline: number,
): Promise<Outcome> {
  try {
    return await throughStore(record, purpose, deadline);
  } catch (error) {
    if (error instanceof StoreFailure && !(error instanceof Thawed))
      return withoutStore(record, purpose, deadline);
    throw error;
  }
}
