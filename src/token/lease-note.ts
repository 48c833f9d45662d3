import type { TokenRow } from './store';
import { LEASE_ROW_LIFE } from './times';

/** A failure that is true for every process with the same secret. */
export interface SharedFailure {
  code: number;
  msg: string;
  errmsg: string;
  /** Fingerprint of the secret it was answered to. */
  secret: string;
  /** Wall-clock milliseconds, as all times of a note. */
  at: number;
}

/** What the fleet tells itself through the row of the lease. Never a secret: tokens are named by fingerprints. */
export interface LeaseNote {
  /** Random, new with every taking; empty: nobody holds it. */
  holder: string;
  at: number;
  /** The token this module fetched last. */
  token?: string;
  /** Its life when it was fetched, in seconds. */
  life?: number;
  /** When the platform gave the token back that was there already. */
  same?: number;
  /** When the token was forced. */
  forced?: number;
  /** The platform gave this token back although its calls refuse it. */
  refused?: { token: string; at: number };
  failure?: SharedFailure;
}

export function writeNote(note: LeaseNote): TokenRow {
  return { value: JSON.stringify(note), expired: note.at + LEASE_ROW_LIFE };
}

/** The row comes from a database others write to as well: only what has the right shape is believed. */
export function readNote(row: TokenRow | undefined): LeaseNote {
  const raw = objectIn(row && row.value);
  const note: LeaseNote = { holder: text(raw.holder) || '', at: number(raw.at) || 0 };
  note.token = text(raw.token);
  note.life = number(raw.life);
  note.same = number(raw.same);
  note.forced = number(raw.forced);
  const refused = Object(raw.refused) as Record<string, unknown>;
  const refusedToken = text(refused.token);
  const refusedAt = number(refused.at);
  if (refusedToken !== undefined && refusedAt !== undefined) {
    note.refused = { token: refusedToken, at: refusedAt };
  }
  note.failure = failureIn(raw.failure);
  return note;
}

function failureIn(value: unknown): SharedFailure | undefined {
  const raw = Object(value) as Record<string, unknown>;
  const code = number(raw.code);
  const secret = text(raw.secret);
  const at = number(raw.at);
  if (code === undefined || secret === undefined || at === undefined) return undefined;
  return { code, msg: text(raw.msg) || '', errmsg: text(raw.errmsg) || '', secret, at };
}

function objectIn(value: string | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(value || '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
