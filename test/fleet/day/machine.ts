import type { Clock } from '../../../src/host/clock';
import type { Event, Timeline } from './timeline';

const BEGINNING = Date.UTC(2026, 10, 20);

/** An answer that waits longer than this for a frozen process comes over a connection that is dead by then. */
const CONNECTION_LIFE = 20_000;

interface Due {
  /** A timer, or an answer from outside. */
  isTimer: boolean;
  event?: Event;
  action: () => void;
  /** What happens instead when the connection is dead. */
  broken?: () => void;
}

export interface MachineOptions {
  /** How wrong its wall clock is, in milliseconds. */
  offset: number;
  /** A suspended virtual machine's monotonic clock stands still, a stopped process's goes on. */
  standsStill: boolean;
  /** Whether a thawed process sees its timers before the answers that came meanwhile. */
  timersFirst: boolean;
}

/** What one process sees of time; it may be frozen, thawed and stopped at any moment. */
export class Machine implements Clock {
  stoppedAt: number | undefined;
  private frozenSince: number | undefined;
  /** Milliseconds that its monotonic clock has missed. */
  private missed = 0;
  private readonly timers = new Set<Due>();
  private held: Due[] = [];
  /** When it was frozen and for how long, for the verdict. */
  readonly freezes: { from: number; to: number }[] = [];

  constructor(
    readonly timeline: Timeline,
    readonly options: MachineOptions,
  ) {}

  get stopped(): boolean {
    return this.stoppedAt !== undefined;
  }

  get frozen(): boolean {
    return this.frozenSince !== undefined;
  }

  now(): number {
    return BEGINNING + this.timeline.now + this.options.offset;
  }

  monotonic(): number {
    return this.timeline.now - this.missed;
  }

  sleep(ms: number): Promise<void> {
    return new Promise(resolve => this.after(ms, resolve));
  }

  after(ms: number, action: () => void): () => void {
    const due: Due = { isTimer: true, action };
    this.arm(due, this.timeline.now + Math.max(0, ms));
    return () => {
      this.timers.delete(due);
      due.event!.action = undefined;
      due.action = nothing;
    };
  }

  /**
   * An answer from outside arrives after `ms`, or when the process can hear it. An action that settles promises
   * has to say so (`Timeline.wake`): most calls are let in, and make none.
   */
  receive(ms: number, action: () => void, broken = action): void {
    this.timeline.plan(this.timeline.now + ms, () => this.happen({ isTimer: false, action, broken }));
  }

  freeze(): void {
    if (!this.stopped && !this.frozen) this.frozenSince = this.timeline.now;
  }

  thaw(): void {
    if (this.stopped || this.frozenSince === undefined) return;
    const lasted = this.timeline.now - this.frozenSince;
    this.freezes.push({ from: this.frozenSince, to: this.timeline.now });
    this.frozenSince = undefined;
    const { held } = this;
    this.held = [];
    if (this.options.standsStill) {
      this.missed += lasted;
      for (const due of this.timers) {
        const at = due.event!.at;
        due.event!.action = undefined;
        this.arm(due, at + lasted);
      }
    }
    const timers = this.options.standsStill ? [] : held.filter(due => due.isTimer);
    const answers = held.filter(due => !due.isTimer);
    const order = this.options.timersFirst ? [...timers, ...answers] : [...answers, ...timers];
    const dead = lasted > CONNECTION_LIFE;
    // Each in a turn of its own, as the event loop does it.
    for (const due of order) {
      this.timers.delete(due);
      const action = dead && due.broken ? due.broken : () => due.action();
      this.timeline.plan(this.timeline.now, () => this.happen({ ...due, action }));
    }
  }

  /** Killed: nothing of it happens any more. */
  stop(): void {
    if (this.frozenSince !== undefined) this.freezes.push({ from: this.frozenSince, to: Infinity });
    this.frozenSince = undefined;
    this.stoppedAt = this.timeline.now;
    this.held = [];
    for (const due of this.timers) due.event!.action = undefined;
    this.timers.clear();
  }

  /** Whether it was frozen for at least `ms` of the time between. */
  wasFrozen(from: number, to: number, ms: number): boolean {
    const since = this.frozenSince;
    const freezes = since === undefined ? this.freezes : [...this.freezes, { from: since, to: Infinity }];
    const overlap = freezes.reduce(
      (sum, freeze) => sum + Math.max(0, Math.min(freeze.to, to) - Math.max(freeze.from, from)),
      0,
    );
    return overlap >= ms;
  }

  private arm(due: Due, at: number): void {
    this.timers.add(due);
    due.event = this.timeline.plan(at, () => this.happen(due));
  }

  private happen(due: Due): void {
    if (this.stopped) return;
    if (this.frozen) {
      this.held.push(due);
      return;
    }
    this.timers.delete(due);
    due.action();
    if (due.isTimer) this.timeline.wake();
  }
}

const nothing = (): void => undefined;
