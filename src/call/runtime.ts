import type { Configuration } from '../config/configuration';
import type { App, PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import type { Transports } from '../http';
import type { TokenManager } from '../token/manager';
import type { UserKeys } from '../token/user-keys';
import type { Advise } from './check';
import type { Audience, Counters } from './instruments';
import type { QuotaMemory } from './quota';
import type { Teller } from './watch';

/** What one instance (`createOpenapi`) is made of; every step of a call is handed it. */
export interface Runtime {
  readonly configuration: Configuration;
  readonly tokens: TokenManager;
  /** The JS-SDK tickets of official accounts, kept as tokens are. */
  readonly tickets: TokenManager;
  readonly userKeys: UserKeys;
  readonly transports: Transports;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly advise: Advise;
  /** Which quotas are used up. */
  readonly quotas: QuotaMemory;
  readonly counters: Counters;
  /** Who is told what happens, and how. */
  readonly audience: Audience;
  readonly teller: Teller;
  /** Counts a request that repeats another one. */
  readonly onRetry: () => void;
}

export type { App, PlatformName };
