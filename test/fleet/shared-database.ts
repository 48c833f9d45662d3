import { Engine } from '../../local/cloud/database/engine';
import { FaultInjector } from '../../local/cloud/database/faults';
import { serveDatabase } from '../../local/cloud/database/socket-server';
import { Store } from '../../local/cloud/database/store';
import type { Answer, Faults, Operation } from '../../local/cloud/database/types';
import { Holds } from './hold';

/** What an operation does to which row. */
export type Step = 'read token' | 'write token' | 'read lease' | 'write lease';

/** One operation of one process, as holds see it. */
export interface Visit {
  readonly step: Step;
  /** The row's `_id`, or what stands in its place. */
  readonly text: string;
}

/** A process's own way into the database: its own faults, its own holds. */
export interface Door {
  readonly address: string;
  /** Stops operations before they are carried out. */
  readonly before: Holds<Visit>;
  /** Stops the answers of operations that were carried out. */
  readonly after: Holds<Visit>;
  /** As those of local/cloud/database, for this process alone. */
  setFaults(faults: Faults): void;
  /** From now on writes of this kind are answered as done and not stored. */
  loseWritesOf(step: Step): void;
  /** From now on it answers reads as it would have at this moment, and says of writes that they are done. */
  freeze(): void;
}

/** One database for the whole fleet, with a door for each process. */
export class SharedDatabase {
  private readonly store = new Store(undefined);
  private readonly engine = new Engine(this.store, 'aliyun', true);
  private readonly closing: (() => Promise<void>)[] = [];

  async door(): Promise<Door> {
    const before = new Holds<Visit>();
    const after = new Holds<Visit>();
    const injector = new FaultInjector();
    let engine = this.engine;
    let losing: Step | undefined;
    const carryOut = async (operation: Operation): Promise<Answer> => {
      const visit = visitOf(operation);
      const fate = await injector.before(operation);
      await before.pass(visit);
      const lost = fate === 'lose' || engine !== this.engine || visit.step === losing;
      const answer = lost && isWrite(operation) ? engine.pretend(operation) : engine.run(operation);
      await after.pass(visit);
      return answer;
    };
    const { address, close } = await serveDatabase(carryOut, 'aliyun');
    this.closing.push(close);
    return {
      address,
      before,
      after,
      setFaults: faults => injector.set(faults),
      loseWritesOf: step => {
        losing = step;
      },
      freeze: () => {
        engine = this.copy();
      },
    };
  }

  /** The stored token of an app, as its row has it. */
  token(appid: string): unknown {
    const rows = this.store.find('opendb-open-data')?.documents() ?? [];
    return rows.find(({ _id }) => String(_id).endsWith(`:${appid}:access-token`))?.value;
  }

  async close(): Promise<void> {
    await Promise.all(this.closing.map(close => close()));
    this.store.close();
  }

  private copy(): Engine {
    const store = new Store(undefined);
    const rows = this.store.find('opendb-open-data')?.documents() ?? [];
    store.define('opendb-open-data', { indexes: [], initial: rows });
    return new Engine(store, 'aliyun', true);
  }
}

const isWrite = ({ action }: Operation): boolean => /insert|modify|remove/.test(action);

function visitOf(operation: Operation): Visit {
  const { data, query } = operation.params;
  const text = String(operation.action.includes('insert') ? data : query);
  const row = text.includes(':lease"') ? 'lease' : 'token';
  return { step: `${isWrite(operation) ? 'write' : 'read'} ${row}`, text };
}
