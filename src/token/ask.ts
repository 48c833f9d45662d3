import { OpenapiError } from '../result/error';
import { isPlatformAnswer, remember, requestTooLate, unknownFailure } from './failures';
import type { CredentialRecord } from './record';
import type { Held } from './rows';
import { Thawed, watchSleep } from './thawed';
import { REQUEST_LIMIT, STORING_RESERVE } from './times';
import { monotonic, within } from './within';

/** The transport's own timeout should speak first: it knows more. */
export const GRACE = 200;

/** What a life is taken to be where the platform does not say, in seconds. */
const USUAL_LIFE = 7_200;

/** What the platform gave. */
export interface Fetched {
  held: Held;
  /** Seconds. */
  life: number;
}

/** Why the platform is asked, as hooks are told. */
export type Asking = 'fetch' | 'refresh' | 'force';

/**
 * One token request, over in time whatever happens. A failure that the platform answered is remembered, but not
 * that of a forced request: the plain one may still be answered.
 */
export async function ask(record: CredentialRecord, why: Asking, deadline: number): Promise<Fetched> {
  const { clock, credential } = record;
  const force = why === 'force';
  const started = monotonic(clock);
  const asked = clock.now();
  const left = deadline - started - STORING_RESERVE;
  const timeout = Math.max(STORING_RESERVE, Math.min(REQUEST_LIMIT, left));
  const slept = watchSleep(clock);
  record.lastRequest = { at: started };
  if (force) record.forcedAt = started;
  try {
    const fetched = await within(
      clock,
      timeout + GRACE,
      () => credential.fetch({ force, timeout }),
      () => requestTooLate(timeout),
    );
    record.failure = undefined;
    record.tell(why, monotonic(clock) - started);
    const given = Number(fetched.expiresIn);
    const life = given > 0 && Number.isFinite(given) ? given : USUAL_LIFE;
    // Counted from the question: the answer may have been waiting for a frozen process for long.
    return { held: { value: fetched.value, expired: asked + Math.round(life * 1000) }, life };
  } catch (caught) {
    const error = caught instanceof OpenapiError ? caught : unknownFailure();
    if (!isPlatformAnswer(error) && slept(timeout + GRACE)) throw new Thawed();
    record.lastRequest.error = error;
    record.tell('failure', monotonic(clock) - started, error.code);
    if (!force) remember(record, error);
    throw error;
  }
}

/**
 * A forced request; `undefined`: it gave the dead token as well. Refused by the platform (45011) it comes right after
 * somebody else's, who has made the token that a plain one finds.
 */
export async function askForced(
  record: CredentialRecord,
  dead: string,
  deadline: number,
): Promise<Fetched | undefined> {
  try {
    const forced = await ask(record, 'force', deadline);
    return forced.held.value === dead ? undefined : forced;
  } catch (error) {
    if (!(error instanceof OpenapiError) || !isPlatformAnswer(error)) throw error;
    const plain = await ask(record, 'fetch', deadline);
    if (plain.held.value === dead) throw error;
    return plain;
  }
}
