/** What can go wrong between the platform and its caller. */
export const FAULT_KINDS = [
  /** The connection is reset before a byte of the answer. */
  'reset-before',
  /** … after the status line and headers. */
  'reset-after-headers',
  /** Half the body, then the end of the connection. */
  'half-answer',
  /** No answer, ever; the connection stays open. */
  'never',
  /** The body comes a byte at a time, `ms` apart (default 100). */
  'drip',
  /** The whole answer, `ms` late (default 1000). */
  'slow',
  /** An HTML page with this HTTP status that repeats the request, address, secret and all. */
  'http-500',
  'http-502',
  /** JSON cut in the middle, Content-Length fitting. */
  'cut-json',
  /** The platform's number (`errcode`, default 40097) as JSON, labelled `image/jpeg`. */
  'mislabelled',
  /** -1. */
  'busy',
  /** The platform's number (`errcode`, default 40001) and text (`errmsg`). */
  'error',
  /** 47001 whose `errmsg` repeats the request, address, body and all. */
  'echo',
  /** HTTP 200 with nothing in it. */
  'empty',
  /** Content-Length says more than comes. */
  'length-too-long',
  /** Content-Length says less than comes. */
  'length-too-short',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault on demand. */
export interface Fault {
  kind: FaultKind;
  /** Only requests of this path; default any. */
  path?: string;
  /** Lets so many matching requests through first; default 0. */
  after?: number;
  /** Plays at most so often; default 1, or without end if there is a `rate`. */
  times?: number;
  /** Plays on this share of the matching requests, 0 to 1, by the simulator's seed; default 1. */
  rate?: number;
  /** Milliseconds, for `drip` and `slow`. */
  ms?: number;
  /** Number and text for `error` and `mislabelled`. */
  errcode?: number;
  errmsg?: string;
  /**
   * Whether the call is carried out all the same (a code used up, a token issued). Default: yes where the answer gets
   * lost on its way, no where the platform says that it failed.
   */
  carriedOut?: boolean;
}

const SAYS_FAILED: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'http-500',
  'http-502',
  'mislabelled',
  'busy',
  'error',
  'echo',
]);

export function isCarriedOut(fault: Fault): boolean {
  return fault.carriedOut ?? !SAYS_FAILED.has(fault.kind);
}
