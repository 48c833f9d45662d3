import type { Outcome } from './acquire';
import { ask } from './ask';
import { retiresOnFetch } from './exclusive';
import { fromShared, remembered, toShared } from './failures';
import { tokenFingerprint } from './fingerprint';
import { Lease, type LeaseNote, type LeaseSight } from './lease';
import type { FetchedToken } from './manager';
import type { CredentialRecord, Purpose } from './record';
import { isValid, type Held, type RowLayout } from './rows';
import type { TokenRow, TokenStore } from './store';
import { StoreFailure } from './store-failure';
import { FORCE_INTERVAL, LAST_MOMENT, REFRESH_RETRY, SAME_TOKEN_PAUSE } from './times';
import { monotonic } from './within';

/** Pauses between two looks at the store: milliseconds, growing. */
const FIRST_PAUSE = 40;
const LONGEST_PAUSE = 800;

/** More looks than fit into a call's time: a clock that does not advance must not keep a call for ever. */
const MOST_LOOKS = 100;

/** One flight's errand: what it needs at every step. */
interface Errand {
  readonly record: CredentialRecord;
  readonly purpose: Purpose;
  /** Monotonic milliseconds. */
  readonly deadline: number;
  readonly store: TokenStore;
  readonly rows: RowLayout;
  readonly lease: Lease;
}

/** Somebody else has the lease now: whatever this flight fetched is not to be stored. */
class Overtaken extends Error {}

/**
 * Reads the store; if that is not enough, takes the lease and asks the platform, or waits for whoever has it.
 * Rejects with a `StoreFailure` when the store fails before the platform was asked.
 */
export async function throughStore(
  record: CredentialRecord,
  purpose: Purpose,
  deadline: number,
): Promise<Outcome> {
  const { store: guarded, rows } = record.place();
  // While waiting, the store may not use up the time for a request of one's own.
  const time = { limit: deadline - LAST_MOMENT };
  const store = guarded.until(() => time.limit);
  const lease = new Lease(store, rows.leaseKey, record.clock, record.sightings);
  const errand: Errand = { record, purpose, deadline, store, rows, lease };
  let pause = FIRST_PAUSE;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const found = suitable(errand, await store.get(rows.key));
    if (found !== undefined) return { held: found };
    const known = remembered(record);
    if (known !== undefined) throw known;
    const sight = await lease.look();
    const shared = fromShared(record, sight.note.failure);
    if (shared !== undefined) throw shared;
    const unneeded = nothingToDo(errand, sight);
    if (unneeded !== undefined) return unneeded;
    if (sight.takeable && (await lease.take(sight))) {
      time.limit = deadline;
      const outcome = await whileHolding(errand);
      if (outcome !== undefined) return outcome;
      time.limit = deadline - LAST_MOMENT;
    }
    // Others go on with the old token while somebody refreshes it; so does this one.
    if (purpose.kind === 'refresh') return { pause: retryPause(record) };
    const spare = left(errand) - LAST_MOMENT;
    if (spare <= 0) break;
    const until = Math.max(FIRST_PAUSE, sight.takeableIn);
    await record.clock.sleep(Math.min(pause * (0.5 + record.random()), until, spare));
    pause = Math.min(pause * 1.6, LONGEST_PAUSE);
  }
  throw new StoreFailure('unavailable', 'the lease was not given back in time');
}

const left = ({ record, deadline }: Errand): number => deadline - monotonic(record.clock);

export const retryPause = (record: CredentialRecord): number => REFRESH_RETRY * (1 + record.random());

/** The stored token, if it is what the flight was made for. */
function suitable({ record, purpose, rows }: Errand, row: TokenRow | undefined): Held | undefined {
  if (purpose.kind === 'again') return undefined;
  const held = rows.read(row);
  if (held === undefined || !isValid(held, record.clock.now())) return undefined;
  return held.value === unwanted(purpose) ? undefined : held;
}

/** The token that the flight is to get away from. */
function unwanted(purpose: Purpose): string | undefined {
  if (purpose.kind === 'refresh') return purpose.old;
  return purpose.kind === 'replace' ? purpose.dead : undefined;
}

/** What the lease's row says against asking the platform at all. */
function nothingToDo(errand: Errand, { note, takeable }: LeaseSight): Outcome | undefined {
  const { record, purpose } = errand;
  if (purpose.kind === 'refresh') return refreshNotDue(record, note, purpose);
  // Whoever holds the lease may be forcing at this moment: then there is something to wait for.
  if (purpose.kind !== 'replace' || !takeable) return undefined;
  const asked = askedLately(record, note, purpose.dead);
  return asked && !(purpose.mayForce && mayForceNow(record, note)) ? {} : undefined;
}

function refreshNotDue(
  record: CredentialRecord,
  note: LeaseNote,
  { old, expired }: { old: string; expired: number },
): Outcome | undefined {
  // Another system's token is left to that system: asking would retire it where fetches do that.
  if (note.token !== tokenFingerprint(old)) return { pause: Infinity };
  // A short-lived token would be due as soon as it is there.
  const early = note.life === undefined ? 0 : expired - record.clock.now() - note.life * 500;
  if (early > 0) return { pause: early };
  const since = note.same === undefined ? Infinity : Math.abs(record.clock.now() - note.same);
  return since < SAME_TOKEN_PAUSE ? { pause: SAME_TOKEN_PAUSE - since } : undefined;
}

/** Whether the platform gave the dead token back within the last minute, to this process or to another. */
function askedLately(record: CredentialRecord, note: LeaseNote, dead: string): boolean {
  const { refused, clock } = record;
  if (refused !== undefined && refused.token === dead && monotonic(clock) - refused.at < SAME_TOKEN_PAUSE) {
    return true;
  }
  const fleet = note.refused;
  return (
    fleet !== undefined &&
    fleet.token === tokenFingerprint(dead) &&
    Math.abs(clock.now() - fleet.at) < SAME_TOKEN_PAUSE
  );
}

function mayForceNow(record: CredentialRecord, note: LeaseNote): boolean {
  if (retiresOnFetch(record.credential.app.platform)) return false;
  if (note.forced !== undefined && Math.abs(record.clock.now() - note.forced) < FORCE_INTERVAL) return false;
  return record.forcedAt === undefined || monotonic(record.clock) - record.forcedAt >= FORCE_INTERVAL;
}

/** The lease is ours. `undefined`: it was taken over, and there is time to wait for who took it. */
async function whileHolding(errand: Errand): Promise<Outcome | undefined> {
  const { record, purpose, store, rows, lease } = errand;
  // Read after taking: what is compared against when the token is stored.
  const base = await store.get(rows.key);
  const found = suitable(errand, base);
  if (found !== undefined) {
    await lease.giveBack();
    return { held: found };
  }
  let fetched: FetchedToken | undefined;
  try {
    fetched = await fetchFor(errand);
  } catch (error) {
    if (error instanceof Overtaken) return undefined;
    if (!(error instanceof StoreFailure)) await lease.giveBack({ failure: toShared(record, error) });
    throw error;
  }
  if (fetched === undefined && purpose.kind === 'replace') {
    await lease.giveBack({ refused: { token: tokenFingerprint(purpose.dead), at: record.clock.now() } });
    return {};
  }
  return publish(errand, base, fetched!);
}

/** Asks the platform; `undefined`: it has nothing but the dead token. */
async function fetchFor({ record, purpose, deadline, lease }: Errand): Promise<FetchedToken | undefined> {
  if (purpose.kind !== 'replace') return ask(record, false, deadline);
  const { dead, mayForce } = purpose;
  if (!askedLately(record, lease.note, dead)) {
    const plain = await ask(record, false, deadline);
    if (plain.value !== dead) return plain;
    record.refused = { token: dead, at: monotonic(record.clock) };
  }
  if (!mayForce || !mayForceNow(record, lease.note)) return undefined;
  // Told to the fleet before it is done: a process that dies between the two must not cost a second one.
  const now = record.clock.now();
  const told = await lease.renew({ forced: now, refused: { token: tokenFingerprint(dead), at: now } });
  if (!told) throw new Overtaken();
  const forced = await ask(record, true, deadline);
  return forced.value === dead ? undefined : forced;
}

/**
 * Stores a fetched token by comparing with what was read after taking the lease. Who loses discards his own and
 * uses the row's; a token whose storing failed technically is still good.
 */
async function publish(
  errand: Errand,
  base: TokenRow | undefined,
  fetched: FetchedToken,
): Promise<Outcome | undefined> {
  const { record, purpose, store, rows, lease } = errand;
  const now = record.clock.now();
  const own: Held = { value: fetched.value, expired: now + Math.round(fetched.expiresIn * 1000) };
  const before = rows.read(base);
  const isSame = before !== undefined && before.value === own.value;
  const outcome: Outcome = { held: own };
  if (isSame || own.value === unwanted(purpose)) outcome.pause = SAME_TOKEN_PAUSE;
  try {
    for (let current = base, tries = 0; tries < 3; tries++) {
      if (lease.outlived() && !(await lease.isOurs())) return await overtaken(errand, own);
      if (await store.compareAndSet(rows.key, current, rows.write(own))) {
        await lease.giveBack({
          token: tokenFingerprint(own.value),
          // What is left of a token that was there already says nothing about its life.
          life: isSame ? lease.note.life : fetched.expiresIn,
          same: outcome.pause === undefined ? undefined : now,
          refused: undefined,
          failure: undefined,
        });
        return outcome;
      }
      current = await store.get(rows.key);
      const theirs = rows.read(current);
      const better = theirs !== undefined && theirs.value !== own.value && theirs.value !== unwanted(purpose);
      if (better && isValid(theirs, record.clock.now())) {
        await lease.giveBack();
        return { held: theirs };
      }
      // Only removed, or replaced by something nobody can use: nobody has overtaken us.
    }
    await lease.giveBack();
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
  }
  return outcome;
}

/** A frozen holder wakes up: what it fetched may have been retired by its successor's fetch. */
async function overtaken(errand: Errand, own: Held): Promise<Outcome | undefined> {
  const { record, store, rows, purpose } = errand;
  const theirs = rows.read(await store.get(rows.key));
  if (theirs !== undefined && isValid(theirs, record.clock.now()) && theirs.value !== unwanted(purpose)) {
    return { held: theirs };
  }
  return left(errand) < LAST_MOMENT ? { held: own } : undefined;
}
