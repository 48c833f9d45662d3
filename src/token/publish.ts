import type { Outcome } from './acquire';
import type { Fetched } from './ask';
import { left, unwanted, type Errand } from './errand';
import { retiresOnFetch } from './exclusive';
import { tokenFingerprint } from './fingerprint';
import { isValid } from './rows';
import type { TokenRow } from './store';
import { StoreFailure } from './store-failure';
import { Thawed } from './thawed';
import { SAME_TOKEN_PAUSE } from './times';

/**
 * Stores a fetched token by comparing with what was read after taking the lease. Who loses discards his own and
 * uses the row's; a token whose storing failed technically is still good.
 */
export async function publish(
  errand: Errand,
  base: TokenRow | undefined,
  { held: own, life }: Fetched,
): Promise<Outcome> {
  const { record, purpose, store, rows, lease } = errand;
  const now = record.clock.now();
  const before = rows.read(base);
  const isSame = before !== undefined && before.value === own.value;
  const outcome: Outcome = { held: own };
  if (isSame || own.value === unwanted(purpose)) outcome.pause = SAME_TOKEN_PAUSE;
  const { store: guarded, copies } = record.place();
  const row = rows.write(own);
  // Where a lost token means that the next fetch retires this one, the store's word is not enough.
  const needsProof = retiresOnFetch(record.credential.app.platform);
  try {
    for (let current = base, tries = 0; tries < 3; tries++) {
      // Written anew, not only looked at: nobody who was about to take it over can do so any more.
      if (lease.outlived() && !(await lease.renew({}))) return await overtaken(errand);
      const written = await unlessThawed(store.compareAndSet(rows.key, current, row));
      const found = written && !needsProof ? row : await store.get(rows.key);
      const theirs = rows.read(found);
      if (written && theirs !== undefined && theirs.value === own.value) {
        if (copies !== undefined) copies.wrote(rows.key, row);
        await lease.giveBack({
          token: tokenFingerprint(own.value),
          // What is left of a token that was there already says nothing about its life.
          life: isSame ? lease.note.life : life,
          same: outcome.pause === undefined ? undefined : now,
          refused: undefined,
          failure: undefined,
        });
        return outcome;
      }
      const better = theirs !== undefined && theirs.value !== own.value && theirs.value !== unwanted(purpose);
      if (better && isValid(theirs, record.clock.now())) {
        await lease.giveBack();
        return { held: theirs };
      }
      if (tries > 0 && isSameRow(current, found)) {
        await lease.giveBack();
        throw guarded.distrust();
      }
      // Only removed, replaced by something nobody can use, or lost: nobody has overtaken us.
      current = found;
    }
    await lease.giveBack();
  } catch (error) {
    if (!(error instanceof StoreFailure) || error instanceof Thawed) throw error;
    // No time to look whether somebody has overtaken it: it was frozen, and starts afresh.
    if (lease.outlived() && left(errand) <= 0) throw new Thawed();
  }
  return outcome;
}

/** Whether it was written; a process that was frozen meanwhile does not know, and has to look. */
async function unlessThawed(written: Promise<boolean>): Promise<boolean> {
  try {
    return await written;
  } catch (error) {
    if (error instanceof Thawed) return false;
    throw error;
  }
}

/** A row that is as it was after it was written, or though it was not what was expected: the store is lying. */
function isSameRow(one: TokenRow | undefined, other: TokenRow | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.value === other.value && one.expired === other.expired;
}

/** A frozen holder wakes up: what it fetched may have been retired by its successor's fetch. */
async function overtaken(errand: Errand): Promise<Outcome> {
  const { record, store, rows, purpose } = errand;
  const theirs = rows.read(await store.get(rows.key));
  if (theirs !== undefined && isValid(theirs, record.clock.now()) && theirs.value !== unwanted(purpose)) {
    return { held: theirs };
  }
  throw new Thawed();
}
