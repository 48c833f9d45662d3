import type { Outcome } from './acquire';
import { retiresOnFetch } from './exclusive';
import { tokenFingerprint } from './fingerprint';
import type { LeaseSight } from './lease';
import type { LeaseNote } from './lease-note';
import type { CredentialRecord, Purpose } from './record';
import { FORCE_INTERVAL, SAME_TOKEN_PAUSE } from './times';
import { monotonic } from './within';

/** What the lease's row says against asking the platform at all. */
export function nothingToDo(
  record: CredentialRecord,
  purpose: Purpose,
  { note, takeable }: LeaseSight,
): Outcome | undefined {
  if (purpose.kind === 'refresh') return refreshNotDue(record, note, purpose);
  // Whoever holds the lease may be forcing at this moment: then there is something to wait for.
  if (purpose.kind !== 'replace' || !takeable) return undefined;
  const asked = askedLately(record, note, purpose.dead);
  return asked && !(purpose.mayForce && mayForceNow(record, note.forced)) ? {} : undefined;
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
export function askedLately(record: CredentialRecord, note: LeaseNote, dead: string): boolean {
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

/** Whether nobody has forced within the interval: not this process, nor the fleet, which last did at `forced`. */
export function mayForceNow(record: CredentialRecord, forced: number | undefined): boolean {
  if (retiresOnFetch(record.credential.app.platform)) return false;
  if (forced !== undefined && Math.abs(record.clock.now() - forced) < FORCE_INTERVAL) return false;
  return record.forcedAt === undefined || monotonic(record.clock) - record.forcedAt >= FORCE_INTERVAL;
}
