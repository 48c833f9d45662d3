import type { App, PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import { secretFingerprint } from './fingerprint';
import { createWarner, GuardedStore } from './guard';
import { Keeper } from './keeper';
import type { Credential, TokenManager } from './manager';
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
}

/** The tokens of one instance (`createOpenapi`): nothing is shared with another one but the store. */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  const { clock, logger, random = Math.random } = options;
  const storeOf = guardedStores(options, createWarner(clock, logger));
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
        const { store, name } = storeOf(app.platform);
        return { store, rows: rowLayout(name, app, credential.kind) };
      });
      keeper = new Keeper({ clock, random, credential, secret, place, sightings: {} });
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
  };
}

interface GuardedPlace {
  store: GuardedStore;
  name: string;
}

/** One store serves all platforms that name it: what one learns of its trouble, all know. */
function guardedStores(
  { store, clock }: TokenManagerOptions,
  warn: (message: string) => void,
): (platform: PlatformName) => GuardedPlace {
  const guards = new Map<TokenStore | string, GuardedStore>();
  return platform => {
    const named = store(platform);
    const key = named.name === CUSTOM ? named.store : named.name;
    let guarded = guards.get(key);
    if (guarded === undefined) {
      guarded = new GuardedStore(named.store, storeLabel(named.name), clock, warn);
      guards.set(key, guarded);
    }
    return { store: guarded, name: named.name };
  };
}

/** Made when first asked for; a failure is not remembered, its cause may be mended. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made || (made = { value: make() })).value;
}
