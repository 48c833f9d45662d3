import type { Outcome } from './acquire';
import { ask, askForced, GRACE, type Fetched } from './ask';
import { left, suitable, type Errand } from './errand';
import { fromShared, remembered, toShared } from './failures';
import { tokenFingerprint } from './fingerprint';
import { Lease } from './lease';
import { publish } from './publish';
import type { CredentialRecord, Purpose } from './record';
import { askedLately, mayForceNow, nothingToDo } from './rules';
import { StoreFailure } from './store-failure';
import { Thawed, watchSleep } from './thawed';
import { LAST_MOMENT, LONE_FETCH_INTERVAL, REFRESH_RETRY, REQUEST_LIMIT } from './times';
import { monotonic } from './within';
import { refuseToFight } from './without-store';

/** Pauses between two looks at the store: milliseconds, growing. */
const FIRST_PAUSE = 40;
const LONGEST_PAUSE = 800;

/** More looks than fit into a call's time: a clock that does not advance must not keep a call for ever. */
const MOST_LOOKS = 100;

/** A lease that was written and is not there: once it may be a write that got lost. */
const MOST_LIES = 2;

/** The lease is not this flight's any more: what it would do is not to be done. */
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
  const store = guarded.until(
    () => time.limit,
    () => record.tell('store-error'),
  );
  const lease = new Lease(store, rows.leaseKey, record.clock, record.sightings);
  const errand: Errand = { record, purpose, deadline, store, rows, lease };
  let pause = FIRST_PAUSE;
  let lies = 0;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const found = suitable(errand, await store.get(rows.key));
    if (found !== undefined) {
      record.tell('store-hit');
      return { held: found };
    }
    const known = remembered(record);
    if (known !== undefined) throw known;
    const sight = await lease.look();
    record.forcedByFleet = sight.note.forced;
    const shared = fromShared(record, sight.note.failure);
    if (shared !== undefined) throw shared;
    const unneeded = nothingToDo(record, purpose, sight);
    if (unneeded !== undefined) return unneeded;
    if (sight.takeable && record.credential.prepare) await record.credential.prepare();
    if (sight.takeable && (await lease.take(sight))) {
      time.limit = deadline;
      const outcome = await whileHolding(errand);
      if (outcome !== undefined) return outcome;
      if (++lies === MOST_LIES) {
        record.tell('store-error');
        throw guarded.distrust();
      }
      time.limit = deadline - LAST_MOMENT;
    }
    // Others go on with the old token while somebody refreshes it; so does this one.
    if (purpose.kind === 'refresh') return { pause: retryPause(record) };
    const spare = left(errand) - LAST_MOMENT;
    if (spare <= 0) break;
    if (looks === 0) record.tell('wait');
    const until = Math.max(FIRST_PAUSE, sight.takeableIn);
    const slept = watchSleep(record.clock);
    const length = Math.min(pause * (0.5 + record.random()), until, spare);
    await record.clock.sleep(length);
    if (slept(length) && left(errand) < LAST_MOMENT) throw new Thawed();
    pause = Math.min(pause * 1.6, LONGEST_PAUSE);
  }
  throw new StoreFailure('unavailable', 'the lease was not given back in time');
}

export const retryPause = (record: CredentialRecord): number => REFRESH_RETRY * (1 + record.random());

/** The store says that the lease is ours. `undefined`: it is not. */
async function whileHolding(errand: Errand): Promise<Outcome | undefined> {
  const { record, purpose, store, rows, lease } = errand;
  // The row is read after taking: it is what is compared against when the token is stored.
  const [ours, base] = await Promise.all([lease.isOurs(), store.get(rows.key)]);
  if (!ours) return overtaken(lease);
  const found = suitable(errand, base);
  if (found !== undefined) {
    record.tell('store-hit');
    await lease.giveBack();
    return { held: found };
  }
  let fetched: Fetched | undefined;
  try {
    fetched = await fetchFor(errand);
  } catch (error) {
    if (error instanceof Overtaken) return overtaken(lease);
    if (error instanceof Thawed) await lease.giveBack();
    else if (!(error instanceof StoreFailure)) await lease.giveBack({ failure: toShared(record, error) });
    throw error;
  }
  if (fetched === undefined && purpose.kind === 'replace') {
    await lease.giveBack({ refused: { token: tokenFingerprint(purpose.dead), at: record.clock.now() } });
    return {};
  }
  return publish(errand, base, fetched!);
}

/** One who was frozen for so long starts afresh. */
function overtaken(lease: Lease): undefined {
  if (lease.outlived()) throw new Thawed();
  return undefined;
}

/** Asks the platform; `undefined`: it has nothing but the dead token. */
async function fetchFor({ record, purpose, deadline, lease }: Errand): Promise<Fetched | undefined> {
  if (record.place().store.hadTrouble(LONE_FETCH_INTERVAL)) refuseToFight(record);
  // A request never outlasts the lease it is made under; and a holder who was frozen on the way asks nobody.
  if (!lease.lasts(REQUEST_LIMIT + GRACE) && !(await lease.renew({}))) throw new Overtaken();
  if (purpose.kind !== 'replace') {
    return ask(record, purpose.kind === 'refresh' ? 'refresh' : 'fetch', deadline);
  }
  const { dead, mayForce } = purpose;
  if (!askedLately(record, lease.note, dead)) {
    const plain = await ask(record, 'fetch', deadline);
    if (plain.held.value !== dead) return plain;
    record.refused = { token: dead, at: monotonic(record.clock) };
  }
  if (!mayForce || !mayForceNow(record, lease.note.forced)) return undefined;
  // Told to the fleet before it is done: a process that dies between the two must not cost a second one.
  const now = record.clock.now();
  const told = await lease.renew({ forced: now, refused: { token: tokenFingerprint(dead), at: now } });
  if (!told || !(await lease.isOurs())) throw new Overtaken();
  return askForced(record, dead, deadline);
}
