/**
 * What is tried again, and why: every policy of the module by name, as `docs/retries.md` lists them. Everything
 * not named here is the caller's to repeat: a request that may have been carried out is never sent twice unless
 * repeating it is harmless.
 */
import type { Clock } from '../host/clock';
import type { HttpRequest, HttpResponse, Transport } from './transport';
import { TransportError } from './transport';

/** What happens after one kind of mishap. */
export interface RetryPolicy {
  readonly name: string;
  /** How many more tries there are at most. */
  readonly tries: number;
  /** Only requests whose repetition is harmless. */
  readonly onlyRepeatable: boolean;
  /** Whether the next try goes to the platform's second host, where it has one. */
  readonly toTwin: boolean;
}

/** Nothing was sent, so nothing can happen twice; the twin host is there for the case that one is down. */
export const unsent: RetryPolicy = { name: 'unsent', tries: 1, onlyRepeatable: false, toTwin: true };

/**
 * The server closes an idle connection at the moment we use it, or the instance slept longer than it thinks:
 * the host is well, the connection was not. The server may yet have read the request, so only harmless ones.
 */
export const staleConnection: RetryPolicy = {
  name: 'staleConnection',
  tries: 1,
  onlyRepeatable: true,
  toTwin: false,
};

/**
 * The answer never came, or not whole: the request may have been carried out, and its time is used up or as good
 * as that. Only the caller knows whether it may happen twice.
 */
export const lostAnswer: RetryPolicy = {
  name: 'lostAnswer',
  tries: 0,
  onlyRepeatable: false,
  toTwin: false,
};

/** -1, "busy": another attempt a moment later often succeeds; what was done by then is not said. */
export const busy: RetryPolicy = { name: 'busy', tries: 2, onlyRepeatable: true, toTwin: false };

/**
 * The call was refused for its token and not carried out, so it may be made again whatever it does; once, because
 * a second fresh token that is refused is not the token's fault.
 */
export const deadToken: RetryPolicy = {
  name: 'deadToken',
  tries: 1,
  onlyRepeatable: false,
  toTwin: false,
};

/** Every further request is refused too until the quota is there again: `call/quota.ts` remembers when that is. */
export const quotaUsedUp: RetryPolicy = {
  name: 'quotaUsedUp',
  tries: 0,
  onlyRepeatable: false,
  toTwin: false,
};

export const RETRY_POLICIES: readonly RetryPolicy[] = [
  unsent,
  staleConnection,
  lostAnswer,
  busy,
  deadToken,
  quotaUsedUp,
];

/** The policy for a request that got no answer. */
export function policyForFailure(failure: TransportError): RetryPolicy {
  if (failure.kind === 'connect') return unsent;
  return failure.kind === 'reset' && failure.reused ? staleConnection : lostAnswer;
}

/** What of a platform says which of its numbers mean what. */
export interface AnswerNumbers {
  readonly transient: number;
  readonly tokenDead: ReadonlySet<number>;
  readonly quota: ReadonlySet<number>;
}

/** The policy for an answer with a number; `undefined`: it is an answer like any other. */
export function policyForAnswer(errcode: number, numbers: AnswerNumbers): RetryPolicy | undefined {
  if (errcode === 0) return undefined;
  if (errcode === numbers.transient) return busy;
  if (numbers.tokenDead.has(errcode)) return deadToken;
  return numbers.quota.has(errcode) ? quotaUsedUp : undefined;
}

/** Whether a request that met with `policy` may be made again. */
export const mayRepeat = (policy: RetryPolicy, repeatable: boolean): boolean =>
  policy.tries > 0 && (repeatable || !policy.onlyRepeatable);

/** Milliseconds that connecting may take in any case: a TLS handshake across borders needs some hundred. */
const SHORTEST_CONNECT = 1000;

/** Half of the time for the connection, so that a dead host leaves the other half for the second try. */
const connectShare = (timeout: number): number => Math.min(timeout, Math.max(timeout / 2, SHORTEST_CONNECT));

export interface ExchangeOptions {
  /** Origin of the platform's second host; none where `endpoints` redirects the platform. */
  twin?: string;
  /** Repeating the request is harmless. */
  repeatable: boolean;
  clock: Clock;
  /** Told before each further try. */
  onRetry?: () => void;
}

/**
 * Sends a request, and once more where a policy says so. Both tries together keep to `request.timeout`.
 *
 * @returns the answer, whatever its HTTP status
 * @throws TransportError of the last try, or of the first if the twin host cannot be reached either
 */
export function exchange(
  transport: Transport,
  request: HttpRequest,
  options: ExchangeOptions,
): Promise<HttpResponse> {
  const started = options.clock.now();
  return transport(request, connectShare(request.timeout)).then(undefined, (failure: unknown) => {
    if (!(failure instanceof TransportError)) throw failure;
    const policy = policyForFailure(failure);
    const left = request.timeout - Math.max(0, options.clock.now() - started);
    if (!mayRepeat(policy, options.repeatable) || left < 1) throw failure;
    const origin = (policy.toTwin && options.twin) || request.origin;
    if (options.onRetry) options.onRetry();
    return transport({ ...request, origin, timeout: left }).then(undefined, (second: unknown) => {
      throw second instanceof TransportError && second.kind === 'connect' ? failure : second;
    });
  });
}

/**
 * The pauses before each repetition of a repeatable request that the platform answered with -1 ("busy"):
 * twice, growing, and random, so that the instances which were refused together do not return together.
 *
 * @returns milliseconds
 */
export function transientPauses(random: () => number = Math.random): readonly [number, number] {
  return [Math.round(200 + 200 * random()), Math.round(600 + 600 * random())];
}
