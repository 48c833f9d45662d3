import type { OpenapiError } from '../result/error';
import { acquire, type Outcome } from './acquire';
import { retiresOnFetch } from './exclusive';
import { requestTooLate, storeNeeded } from './failures';
import { isAlive, type Flight } from './flight';
import type { Sight } from './inspect';
import type { CredentialRecord, Purpose } from './record';
import { isValid, type Held } from './rows';
import { retryPause } from './through-store';
import { Thawed } from './thawed';
import { BUDGET, LONE_FETCH_INTERVAL, REFRESH_EARLIEST, REFRESH_LATEST } from './times';
import { monotonic } from './within';

/** More rounds than a call's time allows; a clock that stands still must not keep it for ever. */
const MOST_ROUNDS = 10;

/** Keeps one credential in this process: the token in memory, and at most one flight to get another. */
export class Keeper {
  private current: Held | undefined;
  /** Wall-clock milliseconds from which on an early refresh is due. */
  private refreshAt = Infinity;
  private flight: Flight | undefined;

  constructor(private readonly record: CredentialRecord) {}

  /** See `TokenManager.peek`. */
  peek(): string | undefined {
    const { current } = this;
    if (current === undefined) return undefined;
    const now = this.record.clock.now();
    if (current.expired !== -1 && now >= current.expired) return undefined;
    if (now >= this.refreshAt && !isAlive(this.flight, now)) return undefined;
    return current.value;
  }

  /** See `TokenManager.get`. */
  async get(): Promise<string> {
    const token = this.peek();
    if (token !== undefined) return token;
    let deadline = this.deadline();
    const current = this.usable();
    if (current !== undefined) return this.refresh(current, deadline);
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const outcome = await outcomeOf(this.join() || this.start({ kind: 'get' }, deadline));
      const found = (outcome && outcome.held) || this.usable();
      if (found !== undefined) return found.value;
      if (outcome === undefined) deadline = this.deadline();
    }
    throw requestTooLate(BUDGET);
  }

  /** An early refresh never fails a call: the old token is good for another while. */
  private async refresh(current: Held, deadline: number): Promise<string> {
    const purpose: Purpose = { kind: 'refresh', old: current.value, expired: current.expired };
    const flight = this.start(purpose, deadline);
    await settled(flight);
    const latest = this.usable();
    return latest === undefined ? this.get() : latest.value;
  }

  /** See `TokenManager.fetchAgain`. */
  async fetchAgain(): Promise<string> {
    let deadline = this.deadline();
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const underway = this.join();
      if (underway !== undefined && underway.purpose.kind !== 'again') {
        await settled(underway);
        continue;
      }
      const outcome = await outcomeOf(underway || this.start({ kind: 'again' }, deadline));
      if (outcome !== undefined) return outcome.held!.value;
      deadline = this.deadline();
    }
    return this.get();
  }

  /** See `TokenManager.replace`. */
  async replace(dead: string, mayForce: boolean): Promise<string | undefined> {
    let deadline = this.deadline();
    rememberDead(this.record, dead);
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const current = this.usable();
      if (current !== undefined && current.value !== dead) return current.value;
      const expired = this.drop(dead);
      const underway = this.join();
      const flight = underway || this.start({ kind: 'replace', dead, expired, mayForce }, deadline);
      const outcome = await outcomeOf(flight);
      const held = outcome && outcome.held;
      if (held !== undefined && held.value !== dead) return held.value;
      if (outcome === undefined) deadline = this.deadline();
      else if (answers(flight.purpose, dead, mayForce)) return undefined;
    }
    return undefined;
  }

  /** See `TokenManager.trouble`. */
  trouble(): OpenapiError | undefined {
    const { store } = this.record.place();
    if (!retiresOnFetch(this.record.credential.app.platform)) return undefined;
    return store.hadTrouble(LONE_FETCH_INTERVAL) ? storeNeeded(store.label, undefined) : undefined;
  }

  /** See `TokenManager.inspect`. */
  async inspect(): Promise<Sight> {
    const { inspect } = await import('./inspect');
    const current = this.usable();
    return inspect(this.record, current && current.value);
  }

  /** Forgets the token if it is the dead one; then until when it was to be good. */
  private drop(dead: string): number | undefined {
    const { current } = this;
    if (current === undefined || current.value !== dead) return undefined;
    this.current = undefined;
    return current.expired;
  }

  private usable(): Held | undefined {
    const { current } = this;
    return current !== undefined && isValid(current, this.record.clock.now()) ? current : undefined;
  }

  private underway(): Flight | undefined {
    return isAlive(this.flight, this.record.clock.now()) ? this.flight : undefined;
  }

  /** The flight to wait for, if there is one. */
  private join(): Flight | undefined {
    const flight = this.underway();
    if (flight !== undefined) this.record.tell('wait');
    return flight;
  }

  private deadline(): number {
    return monotonic(this.record.clock) + BUDGET;
  }

  private start(purpose: Purpose, deadline: number): Flight {
    const flight: Flight = { purpose, startedAt: this.record.clock.now(), promise: NEVER };
    this.flight = flight;
    flight.promise = acquire(this.record, purpose, deadline).then(
      outcome => {
        this.land(flight, outcome);
        return outcome;
      },
      error => {
        this.land(flight, purpose.kind === 'refresh' ? { pause: retryPause(this.record) } : {});
        throw error;
      },
    );
    return flight;
  }

  /** A flight that took longer than its time (this process was frozen meanwhile) changes nothing any more. */
  private land(flight: Flight, { held, pause }: Outcome): void {
    if (this.flight !== flight) return;
    this.flight = undefined;
    if (!isAlive(flight, this.record.clock.now())) return;
    const before = this.current;
    if (held !== undefined) {
      this.current = held;
      if (before === undefined || before.value !== held.value) this.refreshAt = this.refreshPoint(held);
    }
    if (pause !== undefined) this.refreshAt = Math.max(this.refreshAt, this.record.clock.now() + pause);
  }

  /** Random, so that of a fleet one begins and the others find its token. */
  private refreshPoint({ expired }: Held): number {
    if (expired === -1) return Infinity;
    return expired - REFRESH_LATEST - this.record.random() * (REFRESH_EARLIEST - REFRESH_LATEST);
  }
}

const NEVER = new Promise<never>(() => undefined);

/** Whether a flight that brought nothing has answered this question: the same token, and as much allowed. */
function answers(purpose: Purpose, dead: string, mayForce: boolean): boolean {
  return purpose.kind === 'replace' && purpose.dead === dead && (purpose.mayForce || !mayForce);
}

/** What came of a flight; `undefined`: this process was frozen on the way, and is to start afresh. */
async function outcomeOf({ promise }: Flight): Promise<Outcome | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Thawed) return undefined;
    throw error;
  }
}

/** The last few are enough: a store that shows an older one would have to be a day behind. */
function rememberDead({ dead }: CredentialRecord, token: string): void {
  if (dead.includes(token)) return;
  dead.push(token);
  if (dead.length > 4) dead.shift();
}

function settled({ promise }: Flight): Promise<unknown> {
  return promise.catch(() => undefined);
}
