import type { TokenStore } from '../../../src/token/store';

/** The lease is always free, and everybody who takes it gets it. */
export const noLease = (store: TokenStore): TokenStore => ({
  ...store,
  get: async key => (isLease(key) ? undefined : store.get(key)),
  compareAndSet: async (key, expected, next) => isLease(key) || store.compareAndSet(key, expected, next),
});

/** Each process has a store of its own. */
export function noSharing(): TokenStore {
  const rows = new Map<string, { value: string; expired: number }>();
  return {
    get: async key => rows.get(key),
    compareAndSet: async (key, _expected, next) => {
      rows.set(key, next);
      return true;
    },
    remove: async key => rows.delete(key),
  };
}

/** Nobody is told who forced, and when. */
export const noWordOfForcing = (store: TokenStore): TokenStore => {
  const mute = (value: string) => value.replace(/"forced":\d+/, '"forced":0');
  return {
    ...store,
    compareAndSet: (key, expected, next) =>
      store.compareAndSet(key, expected && { ...expected, value: mute(expected.value) }, {
        ...next,
        value: mute(next.value),
      }),
  };
};

const isLease = (key: string): boolean => key.endsWith(':lease');
