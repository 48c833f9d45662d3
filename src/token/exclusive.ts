import type { PlatformName } from '../config/types';

/**
 * Whether a fetch retires the token before it. There two fetchers fight, and nothing can be forced: a plain fetch
 * already makes a new token.
 */
export function retiresOnFetch(platform: PlatformName): boolean {
  return platform === 'qq';
}
