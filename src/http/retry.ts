/**
 * What is tried again, and why. Everything not named here is the caller's to repeat: a request that may have
 * been carried out is never sent twice unless repeating it is harmless.
 */
import type { Clock } from '../host/clock';
import type { HttpRequest, HttpResponse, Transport } from './transport';
import { TransportError } from './transport';

interface RetryPolicy {
  applies(failure: TransportError, repeatable: boolean): boolean;
  /** Whether the second try goes to the twin host. */
  elsewhere: boolean;
}

/** Nothing was sent, so nothing can happen twice; the twin host is there for the case that one is down. */
const unsent: RetryPolicy = {
  applies: failure => failure.kind === 'connect',
  elsewhere: true,
};

/**
 * The server closes an idle connection at the moment we use it, or the instance slept longer than it thinks:
 * the host is well, the connection was not. The server may yet have read the request, so only harmless ones.
 */
const staleConnection: RetryPolicy = {
  applies: (failure, repeatable) => failure.kind === 'reset' && failure.reused && repeatable,
  elsewhere: false,
};

const POLICIES = [unsent, staleConnection];

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
    const policy = POLICIES.find(p => p.applies(failure, options.repeatable));
    const left = request.timeout - Math.max(0, options.clock.now() - started);
    if (!policy || left < 1) throw failure;
    const origin = (policy.elsewhere && options.twin) || request.origin;
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
