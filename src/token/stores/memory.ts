import type { TokenRow, TokenStore } from '../store';

/** Rows of this instance of the module alone: for plain Node.js, for tests, for a single long-running process. */
export function memoryStore(): TokenStore {
  const rows = new Map<string, TokenRow>();
  const holds = (key: string, expected: TokenRow | undefined): boolean => {
    const row = rows.get(key);
    if (row === undefined || expected === undefined) return row === expected;
    return row.value === expected.value && row.expired === expected.expired;
  };
  return {
    async get(key) {
      const row = rows.get(key);
      return row && { ...row };
    },
    async compareAndSet(key, expected, { value, expired }) {
      if (!holds(key, expected)) return false;
      rows.set(key, { value, expired });
      return true;
    },
    async remove(key, expected) {
      return holds(key, expected) && rows.delete(key);
    },
  };
}
