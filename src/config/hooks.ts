import type { PlatformName } from './types';

/** One HTTP request to a platform, about to be sent. Never a query, a body, a header or a secret. */
export interface RequestEvent {
  /** The call: `weixin.wxacode.getUnlimited`, `weixin.request`; a token request is `<platform>.auth.getAccessToken`. */
  readonly id: string;
  readonly platform: PlatformName;
  /** Absent where the call brought a token of its own and named no app. */
  readonly appid?: string;
  readonly method: 'GET' | 'POST';
  /** Without its query. */
  readonly path: string;
  /** 1 for the first request of a call, 2 for its first repetition … */
  readonly attempt: number;
}

/** What became of that request. */
export interface ResponseEvent extends RequestEvent {
  /** HTTP status; 0: no answer came. */
  readonly status: number;
  /** 0, the platform's number, or an own code `vk-openapi-<reason>` where there was no answer or none to be read. */
  readonly errcode: number | string;
  /** Milliseconds from sending to the last byte. */
  readonly ms: number;
  /** Length of the answer's body. */
  readonly bytes: number;
}

/** What can happen to a credential on its way to a call that does not find it in memory. */
export type TokenEventName =
  /** The platform gave one: there was none, or a dead one. */
  | 'fetch'
  /** The platform gave one before the old one's end. */
  | 'refresh'
  /** The platform was made to retire the old one and gave a new one. */
  | 'force'
  /** The store had one. */
  | 'store-hit'
  /** A call waited for another one's fetch, in this process or in another. */
  | 'wait'
  /** The platform gave none: `code` says why. */
  | 'failure'
  /** The store failed; it is left alone for a while. */
  | 'store-error';

/** What happened to a credential. */
export interface TokenEvent {
  readonly platform: PlatformName;
  readonly appid: string;
  /** `access-token`, or `ticket`, kept in the same way. */
  readonly kind: string;
  readonly event: TokenEventName;
  /** Milliseconds that it took. */
  readonly ms?: number;
  /** Of a failure. */
  readonly code?: number | string;
}

/**
 * Functions that are told what the module does, for logs and metrics. They are called at the moment it happens and
 * never waited for; one that throws or rejects does no harm to the call, and is warned of once a minute.
 */
export interface Hooks {
  onRequest?(event: RequestEvent): unknown;
  onResponse?(event: ResponseEvent): unknown;
  onToken?(event: TokenEvent): unknown;
}
