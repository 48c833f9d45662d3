import type { Lease } from './lease';
import type { CredentialRecord, Purpose } from './record';
import { isValid, type Held, type RowLayout } from './rows';
import type { TokenRow, TokenStore } from './store';
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
  return held.value === unwanted(purpose) ? undefined : held;
}

/** The token that the flight is to get away from. */
export function unwanted(purpose: Purpose): string | undefined {
  if (purpose.kind === 'refresh') return purpose.old;
  return purpose.kind === 'replace' ? purpose.dead : undefined;
}
