import type { TokenEvent } from '../config/hooks';
import type { App, PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import { secretFingerprint } from './fingerprint';
import { createWarner, GuardedStore } from './guard';
import type { Copies } from './copies';
import { Keeper } from './keeper';
import type { Credential, TokenManager } from './manager';
import type { CredentialRecord } from './record';
import { rowLayout } from './rows';
import type { TokenStore } from './store';
import { CUSTOM, storeLabel, type NamedStore } from './stores';

export interface TokenManagerOptions {
  clock: Clock;
  logger: Logger;
  /** As `Math.random`; for tests that must be repeatable. */
  random?: () => number;
  /** The store of a platform; asked when first needed. May throw an `OpenapiError`, which becomes the call's. */
  store(platform: PlatformName): NamedStore;
  /** How the platform is asked for an app's credential. */
  credential(app: App): Credential;
  /** Told what happens to the credentials; off the warm path. Must not throw. */
  observe?(event: TokenEvent): void;
}

/**
 * The tokens of one instance (`createOpenapi`): nothing is shared with another one but the store.
 *
 * @param storeOf where they are kept; given where one instance keeps several kinds of credentials, so that what
 *   is learned of a store's trouble by one is known to all
 */
export function createTokenManager(
  options: TokenManagerOptions,
  storeOf: Places = createPlaces(options),
): TokenManager {
  const { clock, random = Math.random } = options;
  const byApp = new WeakMap<App, Keeper>();
  const byKey = new Map<string, Keeper>();

  const keeperOf = (app: App): Keeper => {
    const known = byApp.get(app);
    if (known !== undefined) return known;
    const secret = secretFingerprint(app);
    const key = `${app.platform}\n${app.appid}\n${secret}`;
    let keeper = byKey.get(key);
    if (keeper === undefined) {
      const credential = options.credential(app);
      const place = lazily(() => {
        const { store, name, copies } = storeOf(app.platform);
        return { store, name, rows: rowLayout(name, app, credential.kind), copies };
      });
      const tell = tellOf(options, credential);
      keeper = new Keeper({ clock, random, credential, secret, place, tell, dead: [], sightings: {} });
      byKey.set(key, keeper);
    }
    byApp.set(app, keeper);
    return keeper;
  };

  return {
    peek(app) {
      const keeper = byApp.get(app);
      return keeper === undefined ? undefined : keeper.peek();
    },
    get: async app => keeperOf(app).get(),
    fetchAgain: async app => keeperOf(app).fetchAgain(),
    replace: async (app, dead, mayForce) => keeperOf(app).replace(dead, mayForce),
    trouble: app => keeperOf(app).trouble(),
    inspect: async app => keeperOf(app).inspect(),
  };
}

function tellOf(options: TokenManagerOptions, { app, kind }: Credential): CredentialRecord['tell'] {
  const { observe } = options;
  if (observe === undefined) return () => undefined;
  const { platform, appid } = app;
  return (event, ms, code) =>
    observe({
      platform,
      appid,
      kind,
      event,
      ...(ms === undefined ? {} : { ms }),
      ...(code === undefined ? {} : { code }),
    });
}

/** The store of a platform, its trouble taken care of. */
export interface GuardedPlace {
  store: GuardedStore;
  name: string;
  copies: Copies | undefined;
}

/** Finds the store of a platform. May throw an `OpenapiError`, which becomes the call's. */
export type Places = (platform: PlatformName) => GuardedPlace;

/** One store serves all platforms that name it: what one learns of its trouble, all know. */
export function createPlaces({
  store,
  clock,
  logger,
}: Pick<TokenManagerOptions, 'store' | 'clock' | 'logger'>): Places {
  const warn = createWarner(clock, logger);
  const guards = new Map<TokenStore | string, GuardedStore>();
  return platform => {
    const named = store(platform);
    const key = named.name === CUSTOM ? named.store : named.name;
    let guarded = guards.get(key);
    if (guarded === undefined) {
      guarded = new GuardedStore(named.store, storeLabel(named.name), clock, warn);
      guards.set(key, guarded);
    }
    return { store: guarded, name: named.name, copies: named.copies };
  };
}

/** Made when first asked for; a failure is not remembered, its cause may be mended. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made || (made = { value: make() })).value;
}
