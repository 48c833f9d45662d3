import type { Clock } from '../../host/clock';
import { ownError } from '../../result/error';
import { bridgeCopies, type Copies } from '../copies';
import type { TokenStore } from '../store';
import { databaseStore } from './database';
import { memoryStore } from './memory';
import { redisStore } from './redis';
import { vkGlobalDataStore } from './vk-global-data';

/** The name of every store that is the user's own. */
export const CUSTOM = 'custom';

/** A store, and the name that decides how its rows look and how people are told of it. */
export interface NamedStore {
  store: TokenStore;
  name: string;
  /** What another system keeps of its rows. */
  copies?: Copies;
}

interface BuiltIn {
  /** What users know it by. */
  label: string;
  make(clock: Clock): TokenStore;
  copies?(clock: Clock): Copies;
}

const BUILT_IN = new Map<string, BuiltIn>([
  ['database', { label: 'opendb-open-data 集合', make: () => databaseStore(), copies: bridgeCopies }],
  ['vk-global-data', { label: 'vk-global-data 集合', make: clock => vkGlobalDataStore(clock) }],
  ['redis', { label: 'redis', make: clock => redisStore(clock) }],
  ['memory', { label: 'memory', make: () => memoryStore() }],
]);

/** What people are told when the store called `name` is in trouble. */
export function storeLabel(name: string): string {
  const known = BUILT_IN.get(name);
  return known === undefined ? '自定义 tokenStore' : known.label;
}

/**
 * The store a configuration names, or the user's own. Touches nothing yet.
 *
 * @throws OpenapiError `config-missing` when it is neither a known name nor an object of the interface
 */
export function createStore(choice: unknown, { clock }: { clock: Clock }): NamedStore {
  if (isStore(choice)) return { store: choice, name: CUSTOM };
  const known = typeof choice === 'string' ? BUILT_IN.get(choice) : undefined;
  if (known !== undefined) {
    const copies = known.copies && known.copies(clock);
    return { store: known.make(clock), name: choice as string, copies };
  }
  const names = Array.from(BUILT_IN.keys()).join('、');
  const given = typeof choice === 'string' ? `“${choice.slice(0, 40)}”` : `一个 ${typeof choice}`;
  throw ownError(
    'config-missing',
    `vk-openapi/config.json（或 createOpenapi）的 tokenStore 是${given}，不是可用的 token 存储：` +
      `请填写 ${names} 之一，或在 createOpenapi 中给出带有 get、compareAndSet、remove 方法的对象`,
    'tokenStore is neither a known name nor a TokenStore',
  );
}

function isStore(choice: unknown): choice is TokenStore {
  const { get, compareAndSet, remove } = Object(choice) as Partial<TokenStore>;
  return typeof get === 'function' && typeof compareAndSet === 'function' && typeof remove === 'function';
}
