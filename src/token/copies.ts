import type { Clock } from '../host/clock';
import { host, type RedisClient } from '../host/unicloud';
import type { TokenRow } from './store';

/** The copies that another system keeps of a store's rows, and reads before them. */
export interface Copies {
  /** A credential's row was written. Waits for nothing and cannot fail. */
  wrote(key: string, row: TokenRow): void;
  /** `dead` was refused and `next` is in force: a copy that still is the dead one is replaced. Likewise. */
  died(key: string, dead: TokenRow, next: TokenRow): void;
  /** The copy as it stands; `undefined` where there is none, or none can be had. */
  look(key: string): Promise<string | undefined>;
}

/**
 * The copies of `uni-open-bridge-common`: where a cloud function has Redis, the bridge reads it first and goes on
 * using what it finds there, whatever stands in the database. Its key and value are those of the row. Most
 * functions have no Redis; a copy is a courtesy to the bridge, so whatever goes wrong with it costs nothing.
 */
export function bridgeCopies(clock: Clock): Copies {
  const put = async (redis: RedisClient, key: string, { value, expired }: TokenRow): Promise<void> => {
    if (expired === -1) return void (await redis.set(key, value));
    const seconds = Math.floor((expired - clock.now()) / 1000);
    // The bridge fails on a copy that has less than a second left.
    if (seconds >= 1) await redis.set(key, value, 'EX', seconds);
    else await redis.del(key);
  };
  return {
    wrote: (key, row) => void courtesy(redis => put(redis, key, row)),
    died: (key, dead, next) =>
      void courtesy(async redis => {
        if ((await redis.get(key)) === dead.value) await put(redis, key, next);
      }),
    look: async key => {
      const copy = await courtesy(redis => redis.get(key));
      return typeof copy === 'string' ? copy : undefined;
    },
  };
}

/** Does `work` if there is a Redis, and tells nobody if there is none or it fails. */
async function courtesy<T>(work: (redis: RedisClient) => Promise<T>): Promise<T | undefined> {
  try {
    const cloud = host();
    if (cloud === undefined || typeof cloud.redis !== 'function') return undefined;
    return await work(cloud.redis());
  } catch {
    return undefined;
  }
}
