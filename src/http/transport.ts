/** One HTTP request, ready to be sent: nothing in it is interpreted any more. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  /** Scheme, host and port: `https://api.weixin.qq.com`. A path after it is put before `path`. */
  origin: string;
  /** Path and query, from the slash on. */
  path: string;
  headers: Record<string, string>;
  /** Text is sent as UTF-8. */
  body?: string | Buffer;
  /** Milliseconds until the whole exchange must be over. */
  timeout: number;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/**
 * Carries one request out: no retries, no interpretation of the answer; fails with a `TransportError` only.
 * (One exception: a transport that does not exist in this environment is an `OpenapiError`, `config-missing`.)
 *
 * @param connectTimeout milliseconds until the connection must stand, so that time is left to try another
 *   host; a transport that cannot tell the two apart ignores it
 */
export type Transport = (request: HttpRequest, connectTimeout?: number) => Promise<HttpResponse>;

/**
 * `connect`: the connection was never made, nothing was sent. `reset`: it broke before the first byte of the
 * answer. `aborted`: the answer broke off. `timeout`: nobody answered in time.
 */
export type TransportFailure = 'connect' | 'reset' | 'aborted' | 'timeout';

export class TransportError extends Error {
  constructor(
    readonly kind: TransportFailure,
    message: string,
    /** True if the request went out on a kept-alive connection that had carried others before. */
    readonly reused = false,
    /** The system's own code, such as `ECONNREFUSED`. */
    readonly systemCode?: string,
  ) {
    super(message);
    this.name = 'TransportError';
  }
}
