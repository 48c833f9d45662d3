import { OpenapiError } from '../result/error';
import { remember, requestTooLate, unknownFailure } from './failures';
import type { CredentialRecord } from './record';
import type { Held } from './rows';
import { REQUEST_LIMIT, STORING_RESERVE } from './times';
import { monotonic, within } from './within';

/** The transport's own timeout should speak first: it knows more. */
const GRACE = 200;

/** What a life is taken to be where the platform does not say, in seconds. */
const USUAL_LIFE = 7_200;

/** What the platform gave. */
export interface Fetched {
  held: Held;
  /** Seconds. */
  life: number;
}

/**
 * One token request, over in time whatever happens. A failure that the platform answered is remembered, but not
 * that of a forced request: the plain one may still be answered.
 */
export async function ask(record: CredentialRecord, force: boolean, deadline: number): Promise<Fetched> {
  const { clock, credential } = record;
  const started = monotonic(clock);
  const asked = clock.now();
  const left = deadline - started - STORING_RESERVE;
  const timeout = Math.max(STORING_RESERVE, Math.min(REQUEST_LIMIT, left));
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
    const given = Number(fetched.expiresIn);
    const life = given > 0 && Number.isFinite(given) ? given : USUAL_LIFE;
    // Counted from the question: the answer may have been waiting for a frozen process for long.
    return { held: { value: fetched.value, expired: asked + Math.round(life * 1000) }, life };
  } catch (caught) {
    const error = caught instanceof OpenapiError ? caught : unknownFailure();
    record.lastRequest.error = error;
    if (!force) remember(record, error);
    throw error;
  }
}
