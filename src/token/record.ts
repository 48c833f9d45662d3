import type { TokenEventName } from '../config/hooks';
import type { Clock } from '../host/clock';
import type { OpenapiError } from '../result/error';
import type { Copies } from './copies';
import type { GuardedStore } from './guard';
import type { Sighting } from './lease';
import type { Credential } from './manager';
import type { RowLayout } from './rows';

/** Where a credential is kept. */
export interface Place {
  readonly store: GuardedStore;
  /** The store's name, as configured. */
  readonly name: string;
  readonly rows: RowLayout;
  /** What another system keeps of the rows. */
  readonly copies: Copies | undefined;
}

/** What this process knows of one credential besides the token itself. Times are monotonic milliseconds. */
export interface CredentialRecord {
  readonly clock: Clock;
  /** As `Math.random`. Spreads pauses and refresh points; nothing secret comes from it. */
  readonly random: () => number;
  readonly credential: Credential;
  /** Fingerprint of the secret. */
  readonly secret: string;
  /**
   * Where the rows are and in which store; found with the first flight. Throws an `OpenapiError` when the
   * configuration names no store that exists.
   */
  readonly place: () => Place;
  /** Told what happens to the credential; never harmful, never waited for. */
  readonly tell: (event: TokenEventName, ms?: number, code?: number | string) => void;
  /** The last failure that the platform itself answered. */
  failure?: { error: OpenapiError; at: number };
  /** The last token request, and how it failed if it did. */
  lastRequest?: { at: number; error?: OpenapiError };
  /** When this process last forced. */
  forcedAt?: number;
  /** When somebody of the fleet last forced, as the lease's row said; wall-clock milliseconds. */
  forcedByFleet?: number;
  /** The tokens that calls were refused with, the last few. */
  readonly dead: string[];
  /** The platform gave this token back although its calls refuse it. */
  refused?: { token: string; at: number };
  /** The lease's holder as last seen. */
  readonly sightings: { last?: Sighting };
}

/** Why a flight is made. */
export type Purpose =
  /** There is no token: any will do. */
  | { kind: 'get' }
  /** `old` ends soon, at `expired`: a younger one, if nobody else is getting one already. */
  | { kind: 'refresh'; old: string; expired: number }
  /** The platform is to be asked in any case. */
  | { kind: 'again' }
  /** Calls refuse `dead`, good until `expired` if that is known: another one, forced if nothing else helps. */
  | { kind: 'replace'; dead: string; expired?: number; mayForce: boolean };
