import type { Clock } from '../host/clock';
import { randomName } from './fingerprint';
import type { TokenRow, TokenStore } from './store';
import { StoreFailure } from './store-failure';
import { CLOCK_TRUST, LEASE_ROW_LIFE, LEASE_TIME } from './times';
import { monotonic } from './within';

/** A failure that is true for every process with the same secret. */
export interface SharedFailure {
  code: number;
  msg: string;
  errmsg: string;
  /** Fingerprint of the secret it was answered to. */
  secret: string;
  /** Wall-clock milliseconds, as all times of a note. */
  at: number;
}

/** What the fleet tells itself through the row of the lease. Never a secret: tokens are named by fingerprints. */
export interface LeaseNote {
  /** Random, new with every taking; empty: nobody holds it. */
  holder: string;
  at: number;
  /** The token this module fetched last. */
  token?: string;
  /** Its life when it was fetched, in seconds. */
  life?: number;
  /** When the platform gave the token back that was there already. */
  same?: number;
  /** When the token was forced. */
  forced?: number;
  /** The platform gave this token back although its calls refuse it. */
  refused?: { token: string; at: number };
  failure?: SharedFailure;
}

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

  /**
   * Whether others may have taken it over by now. Both clocks are asked: a virtual machine's monotonic clock may
   * stand still while it is frozen.
   */
  outlived(): boolean {
    const age = Math.max(
      monotonic(this.clock) - this.takenMonotonic,
      Math.abs(this.clock.now() - this.held!.at),
    );
    return age >= LEASE_TIME;
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

function writeNote(note: LeaseNote): TokenRow {
  return { value: JSON.stringify(note), expired: note.at + LEASE_ROW_LIFE };
}

/** The row comes from a database others write to as well: only what has the right shape is believed. */
export function readNote(row: TokenRow | undefined): LeaseNote {
  const raw = objectIn(row && row.value);
  const note: LeaseNote = { holder: text(raw.holder) || '', at: number(raw.at) || 0 };
  note.token = text(raw.token);
  note.life = number(raw.life);
  note.same = number(raw.same);
  note.forced = number(raw.forced);
  const refused = Object(raw.refused) as Record<string, unknown>;
  const refusedToken = text(refused.token);
  const refusedAt = number(refused.at);
  if (refusedToken !== undefined && refusedAt !== undefined) {
    note.refused = { token: refusedToken, at: refusedAt };
  }
  note.failure = failureIn(raw.failure);
  return note;
}

function failureIn(value: unknown): SharedFailure | undefined {
  const raw = Object(value) as Record<string, unknown>;
  const code = number(raw.code);
  const secret = text(raw.secret);
  const at = number(raw.at);
  if (code === undefined || secret === undefined || at === undefined) return undefined;
  return { code, msg: text(raw.msg) || '', errmsg: text(raw.errmsg) || '', secret, at };
}

function objectIn(value: string | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(value || '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
