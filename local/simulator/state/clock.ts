/** Milliseconds of a Chinese day's offset: the platforms count days in Beijing time. */
const BEIJING = 8 * 3_600_000;
const DAY = 86_400_000;

/** The simulator's time: a real clock that can be moved forward. */
export class SimulatorClock {
  private offset = 0;

  constructor(private readonly base: { now(): number } = Date) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return this.base.now() + this.offset;
  }

  /** Seconds since the epoch, as the platforms write times. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** The number of the day, and of the minute, that quotas are counted by. */
  day(): number {
    return Math.floor((this.now() + BEIJING) / DAY);
  }

  minute(): number {
    return Math.floor(this.now() / 60_000);
  }

  /** Moves the time forward and returns it. */
  advance(ms: number): number {
    if (!Number.isFinite(ms) || ms < 0) throw new TypeError('advance: ms must be a number of 0 or more');
    this.offset += ms;
    return this.now();
  }
}
