import type { Outcome } from './acquire';
import type { Purpose } from './record';
import { BUDGET } from './times';

/** One errand of this process for one credential; whoever comes while it is under way waits for it too. */
export interface Flight {
  readonly purpose: Purpose;
  /** Wall-clock milliseconds. */
  readonly startedAt: number;
  promise: Promise<Outcome>;
}

/**
 * Whether a flight may still be joined at `now` (wall-clock milliseconds). One older than its budget belongs to
 * an instance that was frozen on the way: its connection is dead and what it read is old.
 */
export function isAlive(flight: Flight | undefined, now: number): flight is Flight {
  return flight !== undefined && Math.abs(now - flight.startedAt) <= BUDGET;
}
