import { randomUUID } from 'crypto';
import * as actions from './actions';
import { Collection } from './collection';
import { collectionMissing, invalidParam } from './errors';
import type { Store } from './store';
import { Transactions } from './transactions';
import type { Answer, Operation, Provider } from './types';
import { directView, type View } from './view';

const WRITES = new Set([
  'database.insertDocument',
  'database.modifyDocument',
  'database.modifyAndReturnDoc',
  'database.removeDocument',
  'database.addCollection',
]);

export const isWrite = (action: string): boolean => WRITES.has(action);

/** Carries out operations on a store, one after another: each is done before the next begins. */
export class Engine {
  private readonly transactions: Transactions;

  constructor(
    private readonly store: Store,
    private readonly provider: Provider,
    private readonly createsCollections: boolean,
  ) {
    this.transactions = new Transactions(store);
  }

  run({ action, params }: Operation): Answer {
    const requestId = randomUUID();
    switch (action) {
      case 'database.startTransaction':
        return { requestId, transactionId: this.transactions.start() };
      case 'database.commitTransaction':
        this.transactions.commit(params.transactionId);
        return { requestId };
      case 'database.abortTransaction':
        this.transactions.abort(params.transactionId);
        return { requestId };
      case 'database.addCollection':
        this.store.make(this.nameIn(params));
        return { requestId };
      default:
        return { requestId, data: this.onCollection(action, params) };
    }
  }

  /** What a write that is lost answers: as if it had been done. */
  pretend({ action, params }: Operation): Answer {
    const ids = Array.isArray(params.data) ? params.data.map(() => randomUUID()) : [];
    const data = { insertedIds: ids, updated: 1, deleted: 1, doc: null };
    return { requestId: randomUUID(), data: action === 'database.addCollection' ? undefined : data };
  }

  private onCollection(action: string, params: Record<string, unknown>): unknown {
    const inserting = action === 'database.insertDocument' || params.upsert === true;
    const view = this.view(this.nameIn(params), params.transactionId, inserting);
    switch (action) {
      case 'database.insertDocument':
        return { insertedIds: actions.insert(view, params, this.provider) };
      case 'database.getDocument':
        return { list: actions.list(view, params, this.provider) };
      case 'database.calculateDocument':
        return { total: actions.count(view, params, this.provider) };
      case 'database.modifyDocument':
        return actions.modify(view, params, this.provider);
      case 'database.modifyAndReturnDoc':
        return actions.modifyAndReturn(view, params, this.provider);
      case 'database.removeDocument':
        return { deleted: actions.remove(view, params, this.provider) };
      case 'database.aggregateDocuments':
        return { list: actions.aggregate(view, params, name => this.store.find(name)?.documents() ?? []) };
      default:
        throw invalidParam(`The local database does not know the operation ${action}.`);
    }
  }

  private view(name: string, transactionId: unknown, inserting: boolean): View {
    const collection = this.collection(name, inserting);
    return transactionId === undefined || transactionId === null
      ? directView(this.store, collection)
      : this.transactions.view(transactionId, collection);
  }

  private collection(name: string, inserting: boolean): Collection {
    const found = this.store.find(name);
    if (found) return found;
    if (!this.createsCollections) throw collectionMissing(name);
    return inserting ? this.store.make(name) : new Collection(name);
  }

  private nameIn(params: Record<string, unknown>): string {
    const name = params.collectionName;
    if (typeof name !== 'string' || !name) throw invalidParam('collectionName is missing.');
    return name;
  }
}
