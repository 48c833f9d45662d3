import type { Clock } from '../host/clock';
import { randomName } from './fingerprint';
import { readNote, writeNote, type LeaseNote } from './lease-note';
import type { TokenRow, TokenStore } from './store';
import { StoreFailure } from './store-failure';
import { CLOCK_TRUST, LEASE_TIME } from './times';
import { monotonic } from './within';

/** Since when this process has seen a holder, by its own monotonic clock. Kept between the flights. */
export interface Sighting {
  holder: string;
  since: number;
}

/** The row as it was read. */
export interface LeaseSight {
  readonly row: TokenRow | undefined;
  readonly note: LeaseNote;
  /** Nobody holds it, or nobody alive. */
  readonly takeable: boolean;
  /** Milliseconds until it may be taken over, if it stays as it is. */
  readonly takeableIn: number;
}

/**
 * The right to ask the platform for one credential, held by one flight of the whole fleet. It keeps fetches from
 * coinciding; that nothing old overwrites something new is the work of the compare-and-set on the token's row.
 */
export class Lease {
  private row: TokenRow | undefined;
  private held: LeaseNote | undefined;
  private takenMonotonic = 0;

  constructor(
    private readonly store: TokenStore,
    private readonly key: string,
    private readonly clock: Clock,
    private readonly sightings: { last?: Sighting },
  ) {}

  async look(): Promise<LeaseSight> {
    const row = await this.store.get(this.key);
    const note = readNote(row);
    const takeableIn = this.takeableIn(note);
    return { row, note, takeable: takeableIn <= 0, takeableIn };
  }

  /**
   * A holder's own time is believed only where it is off by more than clocks ever are; below that the lease must
   * have been seen unchanged for its whole time.
   */
  private takeableIn(note: LeaseNote): number {
    if (note.holder === '') return 0;
    if (Math.abs(this.clock.now() - note.at) > CLOCK_TRUST) return 0;
    const now = monotonic(this.clock);
    const last = this.sightings.last;
    if (last === undefined || last.holder !== note.holder) {
      this.sightings.last = { holder: note.holder, since: now };
      return LEASE_TIME;
    }
    return last.since + LEASE_TIME - now;
  }

  /** Takes what was seen. False: somebody else was faster. */
  async take(sight: LeaseSight): Promise<boolean> {
    const note = { ...sight.note, holder: randomName(), at: this.clock.now() };
    return this.swap(sight.row, note);
  }

  /** What the row says while it is ours. */
  get note(): LeaseNote {
    return this.held!;
  }

  /** Starts the lease's time anew and leaves word of something. False: it was taken over. */
  async renew(changes: Partial<LeaseNote>): Promise<boolean> {
    return this.swap(this.row, { ...this.held!, ...changes, holder: randomName(), at: this.clock.now() });
  }

  private async swap(expected: TokenRow | undefined, note: LeaseNote): Promise<boolean> {
    const next = writeNote(note);
    const started = monotonic(this.clock);
    if (!(await this.store.compareAndSet(this.key, expected, next))) return false;
    this.row = next;
    this.held = note;
    this.takenMonotonic = started;
    return true;
  }

  /** Whether others may have taken it over by now. */
  outlived(): boolean {
    return this.age() >= LEASE_TIME;
  }

  /** Whether it lasts for so many milliseconds more. */
  lasts(ms: number): boolean {
    return this.age() + ms <= LEASE_TIME;
  }

  /** Both clocks are asked: a virtual machine's monotonic clock may stand still while it is frozen. */
  private age(): number {
    return Math.max(monotonic(this.clock) - this.takenMonotonic, Math.abs(this.clock.now() - this.held!.at));
  }

  /** Whether the row still says that it is ours. */
  async isOurs(): Promise<boolean> {
    return readNote(await this.store.get(this.key)).holder === this.held!.holder;
  }

  /** Gives it back, leaving word. That this fails is nobody's trouble: the lease runs out. */
  async giveBack(changes: Partial<LeaseNote> = {}): Promise<void> {
    try {
      const note = { ...this.held!, ...changes, holder: '', at: this.clock.now() };
      await this.store.compareAndSet(this.key, this.row, writeNote(note));
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }
}
