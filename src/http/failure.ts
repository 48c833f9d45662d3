/**
 * Failures in words. A request's URL holds the token or the secret, so none of what Node or another HTTP
 * client says is passed on but its error code: every sentence is made here, from the host alone.
 */
import type { TransportFailure } from './transport';
import { TransportError } from './transport';

/** Longest time that Node's timers can count, in milliseconds. */
const LONGEST_TIMER = 2147483647;
const DEFAULT_TIMEOUT = 5000;

/** A time limit that a timer can keep: never absent, never so long that Node takes it for 1 ms. */
export function timerLength(timeout: number): number {
  return timeout > 0 ? Math.min(timeout, LONGEST_TIMER) : DEFAULT_TIMEOUT;
}

const SENTENCES: Record<TransportFailure, (host: string) => string> = {
  connect: host => `no connection to ${host}`,
  reset: host => `the connection to ${host} broke before it answered`,
  aborted: host => `the answer of ${host} broke off or could not be read`,
  timeout: host => `${host} did not answer in time`,
};

/** The host of an origin, with its port, without user and password. */
export function hostOf(origin: string): string {
  const start = origin.indexOf('//') + 2;
  const end = origin.indexOf('/', start);
  const authority = end < 0 ? origin.slice(start) : origin.slice(start, end);
  return authority.slice(authority.lastIndexOf('@') + 1);
}

export function failure(
  kind: TransportFailure,
  host: string,
  systemCode?: string,
  reused = false,
): TransportError {
  const sentence = SENTENCES[kind](host);
  return new TransportError(kind, systemCode ? `${sentence} (${systemCode})` : sentence, reused, systemCode);
}

/** Codes that mean: nothing was sent, whichever client says so. */
const UNSENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
];

const TIMED_OUT = ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNABORTED', 'ResponseTimeoutError', 'TimeoutError'];

const BROKEN_ANSWER = ['RemoteSocketClosedError', 'JSONResponseFormatError'];

/** OpenSSL's words about a certificate: the handshake ended there. */
const CERTIFICATE = /^(CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_[A-Z_]{2,40}$|^ERR_TLS_CERT_[A-Z_]{2,40}$/;

/** An error code looks like one; anything longer or freer could quote the request. */
const CODE = /^E[A-Z0-9_]{2,40}$/;

const textField = (error: unknown, field: 'code' | 'name'): string => {
  try {
    const value = (error as Record<string, unknown> | null | undefined)?.[field];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
};

/** What somebody else's HTTP client threw, as a `TransportError` that says nothing but kind, host and code. */
export function foreignFailure(error: unknown, host: string, connectTimeout?: number): TransportError {
  if (error instanceof TransportError) return error;
  const code = textField(error, 'code');
  const name = textField(error, 'name');
  const ofCertificate = CERTIFICATE.test(code);
  const systemCode = ofCertificate || CODE.test(code) ? code : undefined;
  // Whoever cannot be understood may have sent the request: nothing that must not happen twice is repeated.
  let kind: TransportFailure = 'reset';
  if (ofCertificate || UNSENT.includes(code)) kind = 'connect';
  else if (name === 'ConnectionTimeoutError') kind = connectTimeout === undefined ? 'timeout' : 'connect';
  else if (TIMED_OUT.includes(code) || TIMED_OUT.includes(name)) kind = 'timeout';
  else if (BROKEN_ANSWER.includes(name)) kind = 'aborted';
  return failure(kind, host, systemCode);
}

/** Holds a client that keeps no time of its own to the time limit. */
export function within<T>(promise: Promise<T>, timeout: number, host: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(failure('timeout', host)), timerLength(timeout));
    promise.then(
      value => {
        clearTimeout(timer);
        resolve(value);
      },
      error => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
