import { OpenapiError } from '../result/error';
import { remember, requestTooLate, unknownFailure } from './failures';
import type { FetchedToken } from './manager';
import type { CredentialRecord } from './record';
import { REQUEST_LIMIT, STORING_RESERVE } from './times';
import { monotonic, within } from './within';

/** The transport's own timeout should speak first: it knows more. */
const GRACE = 200;

/** What a life is taken to be where the platform does not say, in seconds. */
const USUAL_LIFE = 7_200;

/**
 * One token request, over in time whatever happens. A failure that the platform answered is remembered, but not
 * that of a forced request: the plain one may still be answered.
 */
export async function ask(record: CredentialRecord, force: boolean, deadline: number): Promise<FetchedToken> {
  const { clock, credential } = record;
  const started = monotonic(clock);
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
    const life = Number(fetched.expiresIn);
    return { value: fetched.value, expiresIn: life > 0 && Number.isFinite(life) ? life : USUAL_LIFE };
  } catch (caught) {
    const error = caught instanceof OpenapiError ? caught : unknownFailure();
    record.lastRequest.error = error;
    if (!force) remember(record, error);
    throw error;
  }
}
