import { acquire, type Outcome } from './acquire';
import { requestTooLate } from './failures';
import { isAlive, type Flight } from './flight';
import type { CredentialRecord, Purpose } from './record';
import { isValid, type Held } from './rows';
import { retryPause } from './through-store';
import { BUDGET, REFRESH_EARLIEST, REFRESH_LATEST } from './times';
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
    const deadline = this.deadline();
    const current = this.usable();
    if (current !== undefined) return this.refresh(current, deadline);
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const flight = this.underway() || this.start({ kind: 'get' }, deadline);
      const { held } = await flight.promise;
      const found = held || this.usable();
      if (found !== undefined) return found.value;
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
    const deadline = this.deadline();
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const underway = this.underway();
      if (underway === undefined || underway.purpose.kind === 'again') {
        const flight = underway || this.start({ kind: 'again' }, deadline);
        return (await flight.promise).held!.value;
      }
      await settled(underway);
    }
    return this.get();
  }

  /** See `TokenManager.replace`. */
  async replace(dead: string, mayForce: boolean): Promise<string | undefined> {
    const deadline = this.deadline();
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const current = this.usable();
      if (current !== undefined && current.value !== dead) return current.value;
      this.drop(dead);
      const underway = this.underway();
      const flight = underway || this.start({ kind: 'replace', dead, mayForce }, deadline);
      const { held } = await flight.promise;
      if (held !== undefined && held.value !== dead) return held.value;
      if (answers(flight.purpose, dead, mayForce)) return undefined;
    }
    return undefined;
  }

  private drop(dead: string): void {
    if (this.current !== undefined && this.current.value === dead) this.current = undefined;
  }

  private usable(): Held | undefined {
    const { current } = this;
    return current !== undefined && isValid(current, this.record.clock.now()) ? current : undefined;
  }

  private underway(): Flight | undefined {
    return isAlive(this.flight, this.record.clock.now()) ? this.flight : undefined;
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

function settled({ promise }: Flight): Promise<unknown> {
  return promise.catch(() => undefined);
}
