import type { Configuration } from '../config/configuration';
import type { App, PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import type { Transports } from '../http';
import type { TokenManager } from '../token/manager';
import type { Advise } from './check';

/** What one instance (`createOpenapi`) is made of; every step of a call is handed it. */
export interface Runtime {
  readonly configuration: Configuration;
  readonly tokens: TokenManager;
  readonly transports: Transports;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly advise: Advise;
}

export type { App, PlatformName };
