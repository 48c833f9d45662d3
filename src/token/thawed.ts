import type { Clock } from '../host/clock';
import { StoreFailure } from './store-failure';
import { monotonic } from './within';

/** What took this much longer than it may, in milliseconds, was slept through: the instance was frozen. */
const SLEPT = 1_000;

/**
 * This process was frozen on the way. What it met, or did not wait for, says nothing about the store or the
 * platform, and what it knows may be old: whoever meets this starts afresh.
 */
export class Thawed extends StoreFailure {
  constructor() {
    super('unavailable', 'this process was frozen on the way');
    this.name = 'Thawed';
  }
}

/**
 * Begins something that may take `limit` milliseconds. The function says whether it was slept through, by the clock
 * that says more: a virtual machine's monotonic clock may stand still while it is frozen.
 */
export function watchSleep(clock: Clock): (limit: number) => boolean {
  const [started, startedAt] = [monotonic(clock), clock.now()];
  return limit => Math.max(monotonic(clock) - started, Math.abs(clock.now() - startedAt)) > limit + SLEPT;
}
