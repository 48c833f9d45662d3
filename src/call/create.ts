import { createConfiguration } from '../config/configuration';
import type { CreateOptions } from '../config/settings';
import type { App, PlatformName } from '../config/types';
import { systemClock } from '../host/clock';
import { consoleLogger } from '../host/logger';
import { host } from '../host/unicloud';
import { createTransports } from '../http';
import { createTokenManager } from '../token/create';
import type { TokenStore } from '../token/store';
import { createStore } from '../token/stores';
import { credentialOf } from './credential';
import type { Runtime } from './runtime';

export type OpenapiOptions = CreateOptions<string | TokenStore>;

/** Without uniCloud there is no database to share a token through. */
const defaultStore = (): string => (host() ? 'database' : 'memory');

/** Puts the parts of one instance together. Nothing is read and nothing is sent here. */
export function createRuntime(options: OpenapiOptions): Runtime {
  const logger = options.logger || consoleLogger;
  const clock = options.clock || systemClock;
  const configuration = createConfiguration(options, logger);
  const transports = createTransports(() => configuration.http(), clock);
  const store = (platform: PlatformName) =>
    createStore(configuration.tokenStore(platform) ?? defaultStore(), { clock });
  const credential = (app: App) => credentialOf({ configuration, transports, clock }, app);
  const tokens = createTokenManager({ clock, logger, store, credential });
  const advise = (message: string) => {
    if (typeof logger.debug === 'function') logger.debug(`[vk-openapi] ${message}`);
  };
  return { configuration, tokens, transports, clock, logger, advise };
}
