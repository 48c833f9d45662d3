import { Database } from './client';
import { Engine } from './engine';
import { FaultInjector } from './faults';
import { connect } from './socket-client';
import { serveDatabase, type SocketServer } from './socket-server';
import { Store } from './store';
import type { Answer, CollectionDefinition, Faults, Operation, Provider } from './types';

export { Database } from './client';
export { DatabaseError } from './errors';
export { readDefinitions } from './definitions';
export type { CollectionDefinition, Faults, IndexDefinition, Provider } from './types';

export interface DatabaseOptions {
  /** Folder of the files, made if need be; without it everything is in memory only. */
  dir?: string;
  /** Whose habits it has: how `_id`s look, whether collections make themselves. `aliyun`. */
  provider?: Provider;
  /** Collections that exist from the start, with their unique indexes (`readDefinitions`). */
  collections?: Record<string, CollectionDefinition>;
  /** Whether `add` makes a missing collection; by default only on `aliyun`. Otherwise a missing one is refused. */
  createsCollections?: boolean;
  faults?: Faults;
}

/** How many past operations are remembered. */
const REMEMBERED = 100_000;

/** A database of this process; what `uniCloud.database()` gives, and the means to serve and to disturb it. */
export class LocalDatabase extends Database {
  /** Every operation so far, oldest first. */
  readonly operations: { action: string; collection: string }[] = [];
  private readonly injector = new FaultInjector();
  private readonly store: Store;
  private readonly engine: Engine;
  private server: Promise<SocketServer> | undefined;

  constructor(private readonly options: DatabaseOptions) {
    const provider = options.provider ?? 'aliyun';
    super(operation => this.carryOut(operation), provider);
    this.store = new Store(options.dir);
    this.engine = new Engine(this.store, provider, options.createsCollections ?? provider === 'aliyun');
    this.setFaults(options.faults ?? {});
    try {
      for (const [name, definition] of Object.entries(options.collections ?? {}))
        this.store.define(name, definition);
    } catch (error) {
      this.store.close();
      throw error;
    }
  }

  /** From now on these faults and no others; `{}` ends them all. */
  setFaults(faults: Faults): void {
    this.injector.set(faults);
  }

  /** Lets other processes in. Resolves to the address for `connectDatabase`. */
  async listen(): Promise<string> {
    this.server ??= serveDatabase(operation => this.carryOut(operation), this.options.provider ?? 'aliyun');
    return (await this.server).address;
  }

  async close(): Promise<void> {
    if (this.server) await (await this.server).close();
    this.store.close();
  }

  private async carryOut(operation: Operation): Promise<Answer> {
    if (this.operations.length === REMEMBERED) this.operations.shift();
    const collection = String(operation.params.collectionName ?? '');
    this.operations.push({ action: operation.action.replace('database.', ''), collection });
    const fate = await this.injector.before(operation);
    return fate === 'lose' ? this.engine.pretend(operation) : this.engine.run(operation);
  }
}

/**
 * Opens a database kept in the files of a folder. One process at a time may have it open; others reach it
 * through `listen()` and `connectDatabase`. Throws when another process has it, or when its file is damaged.
 */
export function openDatabase(options: DatabaseOptions = {}): LocalDatabase {
  return new LocalDatabase(options);
}

export interface RemoteDatabase extends Database {
  close(): void;
}

/** A database another process serves (`listen()`), as `uniCloud.database()` gives it. */
export async function connectDatabase(address: string): Promise<RemoteDatabase> {
  const { provider, send, close } = await connect(address);
  return Object.assign(new Database(send, provider), { close });
}
