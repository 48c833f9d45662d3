import type { TokenRow, TokenStore } from '../../../src/token/store';
import type { Chance } from './chance';
import type { Machine } from './machine';
import type { StoreTrouble } from './plan';

/** A process as the store sees it: `fortune` says whether a trouble of part of the fleet is its trouble. */
export interface Client {
  machine: Machine;
  fortune: number;
}

/** What a conditional write is about, told to whoever wants to strike in that moment. */
export type OnWrite = (client: Client, key: string) => void;

/** A lease as the rows show it: from when to when which process had it. */
export interface Holding {
  key: string;
  machine: Machine;
  from: number;
  to: number;
}

/** The database all processes share: one row after another, at a distance, with the day's troubles. */
export class SharedStore {
  readonly rows = new Map<string, TokenRow>();
  operations = 0;
  failures = 0;
  lost = 0;
  onWrite: OnWrite | undefined;
  /** When processes left word that they were about to force. */
  readonly toldToForce: number[] = [];
  readonly holdings: Holding[] = [];

  constructor(
    private readonly troubles: readonly StoreTrouble[],
    private readonly chance: Chance,
  ) {}

  /** The store as one process has it. */
  for(client: Client): TokenStore {
    return {
      get: key => this.ask(client, () => copy(this.rows.get(key))),
      compareAndSet: (key, expected, next) => {
        this.onWrite?.(client, key);
        if (forcedIn(next) !== forcedIn(expected)) this.toldToForce.push(client.machine.timeline.now);
        return this.ask(client, losing => {
          if (!isSame(this.rows.get(key), expected)) return false;
          if (losing) this.lost += 1;
          else this.write(client.machine, key, next);
          return true;
        });
      },
      remove: (key, expected) =>
        this.ask(client, () => isSame(this.rows.get(key), expected) && this.rows.delete(key)),
    };
  }

  private write(machine: Machine, key: string, next: TokenRow): void {
    this.rows.set(key, { ...next });
    if (!key.endsWith(':lease')) return;
    const { now } = machine.timeline;
    const last = this.holdings.filter(holding => holding.key === key).pop();
    const isHeld = !next.value.includes('"holder":""');
    // Renewed.
    if (isHeld && last?.machine === machine && last.to === Infinity) return;
    if (last !== undefined) last.to = Math.min(last.to, now);
    if (isHeld) this.holdings.push({ key, machine, from: now, to: Infinity });
  }

  private ask<T>({ machine, fortune }: Client, work: (losing: boolean) => T): Promise<T> {
    const { chance } = this;
    const { timeline } = machine;
    const trouble = this.troubles.find(
      ({ from, to, share }) => timeline.now >= from && timeline.now < to && fortune < share,
    );
    const kind = trouble?.kind;
    this.operations += 1;
    const slow =
      kind === 'slow' ? chance.between(200, 2_000) : chance.happens(0.01) ? chance.between(50, 400) : 0;
    const [there, back] = [chance.between(1, 12) + slow, chance.between(1, 12) + slow * chance.next()];
    const failing = kind === 'refusing' || kind === 'silent' || (kind === 'failing' && chance.happens(0.5));
    const isDone = !failing || (kind === 'failing' && chance.happens(0.5));
    const losing = kind === 'losing' && chance.happens(0.3);
    if (failing) this.failures += 1;
    return new Promise<T>((resolve, reject) => {
      timeline.plan(timeline.now + there, () => {
        const answer = isDone ? work(losing) : undefined;
        if (kind === 'silent') return;
        const fail = () => {
          reject(new Error('the database is out of order'));
          timeline.wake();
        };
        const succeed = () => {
          resolve(answer as T);
          timeline.wake();
        };
        machine.receive(back, failing ? fail : succeed, fail);
      });
    });
  }
}

function forcedIn(row: TokenRow | undefined): string | undefined {
  return /"forced":(\d+)/.exec(row?.value ?? '')?.[1];
}

function copy(row: TokenRow | undefined): TokenRow | undefined {
  return row && { ...row };
}

function isSame(one: TokenRow | undefined, other: TokenRow | undefined): boolean {
  return one?.value === other?.value && one?.expired === other?.expired;
}
