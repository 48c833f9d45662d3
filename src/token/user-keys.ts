import type { PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import { platforms } from '../platforms';
import type { Places } from './create';
import { isValid } from './rows';
import type { TokenRow, TokenStore } from './store';
import { StoreFailure } from './store-failure';
import { monotonic } from './within';

/** A version of a user's encryption key as it is stored. */
export interface UserKey {
  encrypt_key: string;
  iv: string;
  /** Wall-clock milliseconds; -1: valid until refused. */
  expired: number;
}

/** Whose key, and which. */
export interface UserKeyName {
  platform: PlatformName;
  appid: string;
  openid: string;
  version: number;
}

/** The users' encryption keys that instances and official modules share. */
export interface UserKeys {
  /** The stored key, if there is one and it is valid. */
  find(name: UserKeyName): Promise<UserKey | undefined>;
  /** Stores a key. That this fails is nobody's trouble: it is asked for again. */
  keep(name: UserKeyName, key: UserKey): Promise<void>;
}

/** A store is asked for no longer than this: milliseconds. The platform answers as fast. */
const PATIENCE = 2_000;

/** A server that runs for months meets more users than it should remember. */
const MOST_REMEMBERED = 10_000;

/** Whatever is no openid is no part of a key either. */
const OPENID = /^[\w-]{1,128}$/;

/**
 * Keeps them in the rows of `uni-open-bridge-common`. There is no lease: a key is a user's, so two instances
 * rarely ask for one together, and if they do, both get the same.
 */
export function createUserKeys(clock: Clock, placeOf: Places): UserKeys {
  const remembered = new Map<string, TokenRow>();

  const at = async (
    { platform, appid, openid, version }: UserKeyName,
    work: (store: Pick<TokenStore, 'get' | 'compareAndSet'>, key: string) => Promise<UserKey | undefined>,
  ): Promise<UserKey | undefined> => {
    if (!OPENID.test(openid)) return undefined;
    const key = `uni-id:${platforms[platform].provider}:${appid}:${openid}:encrypt-key-${version}`;
    const { store, name } = placeOf(platform);
    const deadline = monotonic(clock) + PATIENCE;
    try {
      return await work(name === 'memory' ? bounded(remembered) : store.until(() => deadline), key);
    } catch (error) {
      if (error instanceof StoreFailure) return undefined;
      throw error;
    }
  };

  return {
    find: name =>
      at(name, async (store, key) => {
        const found = keyIn(await store.get(key));
        return found !== undefined && isValid({ value: key, expired: found.expired }, clock.now())
          ? found
          : undefined;
      }),
    keep: async (name, { encrypt_key, iv, expired }) => {
      await at(name, async (store, key) => {
        const row = await store.get(key);
        await store.compareAndSet(key, row, { value: JSON.stringify({ encrypt_key, iv }), expired });
        return undefined;
      });
    },
  };
}

/** Rows in memory, the oldest forgotten first. */
function bounded(rows: Map<string, TokenRow>): Pick<TokenStore, 'get' | 'compareAndSet'> {
  return {
    get: async key => rows.get(key),
    compareAndSet: async (key, _expected, next) => {
      rows.delete(key);
      rows.set(key, next);
      if (rows.size > MOST_REMEMBERED) rows.delete(rows.keys().next().value as string);
      return true;
    },
  };
}

/** Other systems write the row too: only what has the right shape is believed. */
function keyIn(row: TokenRow | undefined): UserKey | undefined {
  if (row === undefined) return undefined;
  try {
    const { encrypt_key, iv } = Object(JSON.parse(row.value)) as Record<string, unknown>;
    if (typeof encrypt_key !== 'string' || encrypt_key === '' || typeof iv !== 'string' || iv === '') {
      return undefined;
    }
    return { encrypt_key, iv, expired: Number(row.expired) };
  } catch {
    return undefined;
  }
}
