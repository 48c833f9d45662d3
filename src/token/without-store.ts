import type { Outcome } from './acquire';
import { ask, askForced, type Fetched } from './ask';
import { retiresOnFetch } from './exclusive';
import { remembered, storeNeeded } from './failures';
import type { CredentialRecord, Purpose } from './record';
import { mayForceNow } from './rules';
import { LONE_FETCH_INTERVAL, SAME_TOKEN_PAUSE, STORE_REST } from './times';
import { monotonic } from './within';

/** Instances that lost their store together should not force together: milliseconds. */
const SPREAD = 1_500;

/**
 * The store fails: each process fetches for itself and keeps the token in memory. Where the platform gives
 * everybody the same token this costs nothing but speed.
 */
export async function withoutStore(
  record: CredentialRecord,
  purpose: Purpose,
  deadline: number,
): Promise<Outcome> {
  // Whether the token is this module's to refresh stands in the store; the old one is good to its end.
  if (purpose.kind === 'refresh') return { pause: STORE_REST };
  const known = remembered(record);
  if (known !== undefined) throw known;
  refuseToFight(record);
  if (record.credential.prepare) await record.credential.prepare();
  const fetched =
    purpose.kind === 'replace'
      ? await another(record, purpose, deadline)
      : await ask(record, 'fetch', deadline);
  return { held: fetched && fetched.held };
}

/**
 * Where every fetch retires the token before it and the store cannot keep fetches from coinciding, a process fetches
 * once in a while only. Throws what the call ends with.
 */
export function refuseToFight(record: CredentialRecord): void {
  const { credential, lastRequest, clock } = record;
  if (!retiresOnFetch(credential.app.platform) || lastRequest === undefined) return;
  if (monotonic(clock) - lastRequest.at < LONE_FETCH_INTERVAL) {
    throw storeNeeded(record.place().store.label, lastRequest.error);
  }
}

/** Another token than the dead one, or `undefined`. */
async function another(
  record: CredentialRecord,
  { dead, mayForce }: { dead: string; mayForce: boolean },
  deadline: number,
): Promise<Fetched | undefined> {
  const { clock, refused } = record;
  const lately = refused !== undefined && refused.token === dead;
  if (!lately || monotonic(clock) - refused.at >= SAME_TOKEN_PAUSE) {
    const plain = await ask(record, 'fetch', deadline);
    if (plain.held.value !== dead) return plain;
    record.refused = { token: dead, at: monotonic(clock) };
  }
  // What the fleet said while the store still worked holds on.
  if (!mayForce || !mayForceNow(record, record.forcedByFleet)) return undefined;
  // Another instance may be doing the same: whoever comes later finds the new token by asking plainly.
  await clock.sleep(record.random() * SPREAD);
  const plain = await ask(record, 'fetch', deadline);
  if (plain.held.value !== dead) return plain;
  return askForced(record, dead, deadline);
}
