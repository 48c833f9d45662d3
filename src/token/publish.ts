import type { Outcome } from './acquire';
import type { Fetched } from './ask';
import { left, unwanted, type Errand } from './errand';
import { tokenFingerprint } from './fingerprint';
import { isValid, type Held } from './rows';
import type { TokenRow } from './store';
import { StoreFailure } from './store-failure';
import { LAST_MOMENT, SAME_TOKEN_PAUSE } from './times';

/**
 * Stores a fetched token by comparing with what was read after taking the lease. Who loses discards his own and
 * uses the row's; a token whose storing failed technically is still good.
 */
export async function publish(
  errand: Errand,
  base: TokenRow | undefined,
  { held: own, life }: Fetched,
): Promise<Outcome | undefined> {
  const { record, purpose, store, rows, lease } = errand;
  const now = record.clock.now();
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
          life: isSame ? lease.note.life : life,
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
