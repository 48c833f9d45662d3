import { retiresOnFetch } from './exclusive';
import type { Lease } from './lease';
import type { CredentialRecord, Purpose } from './record';
import { isValid, type Held, type RowLayout } from './rows';
import type { TokenRow, TokenStore } from './store';
import { CLOCK_DOUBT } from './times';
import { monotonic } from './within';

/** One flight's errand: what it needs at every step. */
export interface Errand {
  readonly record: CredentialRecord;
  readonly purpose: Purpose;
  /** Monotonic milliseconds. */
  readonly deadline: number;
  readonly store: TokenStore;
  readonly rows: RowLayout;
  readonly lease: Lease;
}

/** Milliseconds of the call's time. */
export const left = ({ record, deadline }: Errand): number => deadline - monotonic(record.clock);

/** The stored token, if it is what the flight was made for. */
export function suitable({ record, purpose, rows }: Errand, row: TokenRow | undefined): Held | undefined {
  if (purpose.kind === 'again') return undefined;
  const held = rows.read(row);
  if (held === undefined || !isValid(held, record.clock.now())) return undefined;
  if (held.value === unwanted(purpose) || isRetired(record, purpose, held)) return undefined;
  // A store that is behind may show what was refused before.
  if (purpose.kind === 'replace' && record.dead.includes(held.value)) return undefined;
  return held;
}

/**
 * Where a fetch retires the token before it, what was fetched before the dead token is dead as well: the row of a
 * store that has missed a while.
 */
function isRetired({ credential }: CredentialRecord, purpose: Purpose, { expired }: Held): boolean {
  if (purpose.kind !== 'replace' || purpose.expired === undefined || expired === -1) return false;
  return retiresOnFetch(credential.app.platform) && expired < purpose.expired - CLOCK_DOUBT;
}

/** The token that the flight is to get away from. */
export function unwanted(purpose: Purpose): string | undefined {
  if (purpose.kind === 'refresh') return purpose.old;
  return purpose.kind === 'replace' ? purpose.dead : undefined;
}
