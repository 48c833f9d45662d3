import { openDatabase, type LocalDatabase } from '../../local/cloud/database';
import type { App } from '../../src/config/types';
import { createTokenManager } from '../../src/token/create';
import type { TokenManager } from '../../src/token/manager';
import type { TokenRow, TokenStore } from '../../src/token/store';
import { createStore, type NamedStore } from '../../src/token/stores';
import type { Platform } from './platform';
import type { Machine } from './virtual-clock';

/** A log that can be asked what was said. */
export class Log {
  readonly warnings: string[] = [];
  warn = (message: string, detail?: unknown) => {
    this.warnings.push(detail === undefined ? message : `${message} ${JSON.stringify(detail)}`);
  };
}

/** An embedded database under the `uniCloud` global, as cloud functions find it. */
export function installDatabase(options: Parameters<typeof openDatabase>[0] = {}): LocalDatabase {
  const database = openDatabase(options);
  (globalThis as { uniCloud?: unknown }).uniCloud = { database: () => database };
  return database;
}

export function uninstallCloud(): void {
  delete (globalThis as { uniCloud?: unknown }).uniCloud;
}

/** One process of the fleet: its own manager over the store all share. */
export class Instance {
  readonly log = new Log();
  readonly tokens: TokenManager;
  readonly app: App;

  constructor(
    readonly machine: Machine,
    readonly platform: Platform,
    store: NamedStore,
    options: { secret?: string; random?: () => number } = {},
  ) {
    this.app = platform.app(options.secret);
    this.tokens = createTokenManager({
      clock: machine,
      logger: this.log,
      random: options.random,
      store: () => store,
      credential: app => platform.credential(app, machine),
    });
  }

  /** As the pipeline does it. */
  token(): Promise<string> {
    const token = this.tokens.peek(this.app);
    return token === undefined ? this.tokens.get(this.app) : Promise.resolve(token);
  }

  /** One API call: with the token, and once more with another if it was refused. Resolves to whether it succeeded. */
  async call(mayForce = true): Promise<boolean> {
    const token = await this.token();
    await this.machine.sleep(20);
    if (this.platform.accepts(token)) return true;
    const next = await this.tokens.replace(this.app, token, mayForce);
    if (next === undefined) return false;
    await this.machine.sleep(20);
    return this.platform.accepts(next);
  }
}

/** A store of a user's own, that counts what is asked of it and fails as it is told. */
export class CountingStore implements TokenStore {
  readonly rows = new Map<string, TokenRow>();
  operations = 0;
  /** Called before each operation; what it throws or how long it takes is the operation's fate. */
  before: ((method: keyof TokenStore, key: string, next?: TokenRow) => unknown) | undefined;

  async get(key: string): Promise<TokenRow | undefined> {
    await this.happens('get', key);
    const row = this.rows.get(key);
    return row && { ...row };
  }

  async compareAndSet(key: string, expected: TokenRow | undefined, next: TokenRow): Promise<boolean> {
    await this.happens('compareAndSet', key, next);
    const row = this.rows.get(key);
    if (row?.value !== expected?.value || row?.expired !== expected?.expired) return false;
    this.rows.set(key, { ...next });
    return true;
  }

  async remove(key: string, expected: TokenRow): Promise<boolean> {
    await this.happens('remove', key);
    return this.rows.get(key)?.value === expected.value && this.rows.delete(key);
  }

  named(): NamedStore {
    return { store: this, name: 'custom' };
  }

  private async happens(method: keyof TokenStore, key: string, next?: TokenRow): Promise<void> {
    this.operations += 1;
    await this.before?.(method, key, next);
  }
}

export const databaseStore = (clock: Machine): NamedStore => createStore('database', { clock });

export const never = (): Promise<never> => new Promise(() => undefined);

export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>(done => (resolve = done));
  return { promise, resolve };
}

export const all = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
