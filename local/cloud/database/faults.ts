import { isWrite } from './engine';
import { collectionMissing, DatabaseError } from './errors';
import type { Faults, Operation } from './types';

/** A small seeded sequence (mulberry32), so that a test that failed fails again. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes the database fail on demand. */
export class FaultInjector {
  private faults: Faults = {};
  private random = sequence(1);

  set(faults: Faults): void {
    this.faults = { ...faults };
    this.random = sequence(faults.seed ?? 1);
  }

  /** Waits or throws as ordered; resolves to whether the operation is to be carried out or lost. */
  async before(operation: Operation): Promise<'do' | 'lose'> {
    const faults = this.faults;
    const collection = String(operation.params.collectionName ?? '');
    if (!this.concerns(operation, collection)) return 'do';
    if (faults.hang) await new Promise(() => undefined);
    if (faults.delay) await new Promise(resolve => setTimeout(resolve, faults.delay));
    if (faults.missing?.includes(collection)) throw collectionMissing(collection);
    if (this.takeOne('failNext') || (faults.failRate && this.random() < faults.failRate))
      throw new DatabaseError('DATABASE_REQUEST_FAILED', 'The database failed, as it was told to.');
    return isWrite(operation.action) && this.takeOne('loseWrites') ? 'lose' : 'do';
  }

  private concerns(operation: Operation, collection: string): boolean {
    const { collections, only } = this.faults;
    if (collections && !collections.includes(collection)) return false;
    return !only || (only === 'writes') === isWrite(operation.action);
  }

  private takeOne(counter: 'failNext' | 'loseWrites'): boolean {
    const left = this.faults[counter] ?? 0;
    if (left > 0) this.faults[counter] = left - 1;
    return left > 0;
  }
}
