import { createConfiguration } from '../config/configuration';
import type { CreateOptions } from '../config/settings';
import type { TokenEvent } from '../config/hooks';
import type { App, PlatformName } from '../config/types';
import { systemClock } from '../host/clock';
import { consoleLogger } from '../host/logger';
import { host } from '../host/unicloud';
import { createTransports } from '../http';
import { createPlaces, createTokenManager } from '../token/create';
import type { TokenStore } from '../token/store';
import { createStore } from '../token/stores';
import { createUserKeys } from '../token/user-keys';
import { credentialOf } from './credential';
import type { Insides } from './instruments';
import { QuotaMemory } from './quota';
import type { Runtime } from './runtime';
import { ticketOf } from './ticket';
import { createTeller } from './watch';

export type OpenapiOptions = CreateOptions<string | TokenStore>;

/** Without uniCloud there is no database to share a token through. */
const defaultStore = (): string => (host() ? 'database' : 'memory');

/** Puts the parts of one instance together. Nothing is read and nothing is sent here. */
export function createRuntime(options: OpenapiOptions, { counters, audience }: Insides): Runtime {
  const logger = options.logger || consoleLogger;
  const clock = options.clock || systemClock;
  const configuration = createConfiguration(options, logger);
  const transports = createTransports(() => configuration.http(), clock);
  const store = (platform: PlatformName) =>
    createStore(configuration.tokenStore(platform) ?? defaultStore(), { clock });
  const teller = createTeller(audience, clock, logger);
  const observe = (event: TokenEvent) => {
    if (event.event === 'wait') counters.tokenWaits += 1;
    else if (event.event === 'store-error') counters.storeErrors += 1;
    teller.token(event);
  };
  const credential = (app: App) => credentialOf(() => runtime, app);
  const places = createPlaces({ clock, logger, store });
  const tokens = createTokenManager({ clock, logger, store, credential, observe }, places);
  const ticket = (app: App) => ticketOf(() => runtime, app);
  const tickets = createTokenManager({ clock, logger, store, credential: ticket, observe }, places);
  const userKeys = createUserKeys(clock, places);
  const advise = (message: string) => {
    if (typeof logger.debug === 'function') logger.debug(`[vk-openapi] ${message}`);
  };
  const runtime: Runtime = {
    configuration,
    tokens,
    tickets,
    userKeys,
    transports,
    clock,
    logger,
    advise,
    quotas: new QuotaMemory(clock, () => counters.quotaRefusals++),
    counters,
    audience,
    teller,
    onRetry: () => counters.retries++,
  };
  return runtime;
}
