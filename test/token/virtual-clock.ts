import type { Clock } from '../../src/host/clock';

interface Timer {
  at: number;
  machine: Machine;
  action: () => void;
}

/** Lets everything that waits for nothing but the event loop happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise(resolve => setImmediate(resolve));
}

/**
 * One time line for several machines, which moves only when nobody has anything left to do: no test waits, and
 * none depends on how fast it runs.
 */
export class World {
  /** Milliseconds since the world began. */
  time = 0;
  private timers: Timer[] = [];

  machine(options?: { skew?: number }): Machine {
    return new Machine(this, options?.skew ?? 0);
  }

  schedule(timer: Timer): () => void {
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(other => other !== timer);
    };
  }

  /** Moves time until `promise` is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => (settled = true);
    promise.then(done, done);
    await settle();
    while (!settled && this.step()) await settle();
    if (!settled) throw new Error('nobody has anything left to do, and it is not done');
    return promise;
  }

  /** Moves time by `ms`, with everything that happens on the way. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    while (this.step(end)) await settle();
    this.time = end;
    await settle();
  }

  private step(end = Infinity): boolean {
    let next: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.machine.frozen || timer.at > end) continue;
      if (next === undefined || timer.at < next.at) next = timer;
    }
    if (next === undefined) return false;
    this.timers = this.timers.filter(timer => timer !== next);
    this.time = Math.max(this.time, next.at);
    next.action();
    return true;
  }
}

const BEGINNING = Date.UTC(2026, 10, 20, 10, 0, 0);

/** The clock of one machine: wrong by `skew`, and standing still for its programs while it is frozen. */
export class Machine implements Clock {
  frozen = false;

  constructor(
    private readonly world: World,
    readonly skew: number,
  ) {}

  now(): number {
    return BEGINNING + this.world.time + this.skew;
  }

  monotonic(): number {
    return this.world.time;
  }

  sleep(ms: number): Promise<void> {
    return new Promise(resolve => this.after(ms, resolve));
  }

  after(ms: number, action: () => void): () => void {
    return this.world.schedule({ at: this.world.time + Math.max(0, ms), machine: this, action });
  }
}
