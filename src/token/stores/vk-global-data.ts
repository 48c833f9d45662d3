import type { Clock } from '../../host/clock';
import type { TokenStore } from '../store';
import { collectionStore } from './collection';

/** The collection in which the framework of the same name keeps what it caches. */
export function vkGlobalDataStore(clock: Clock): TokenStore {
  return collectionStore({
    collection: 'vk-global-data',
    expiredField: 'expired_at',
    extras: (key, added) => {
      const now = clock.now();
      const times = { _add_time: now, _add_time_str: beijingTime(now) };
      return added ? { key, ...times } : times;
    },
  });
}

/** `2026-11-20 18:05:09`, as people in China read it, whatever the server's zone. */
function beijingTime(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
