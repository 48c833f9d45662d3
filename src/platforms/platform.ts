/** What the other layers need to know of a platform: constants and names. `facts` behind them: docs/. */
import type { PlatformName } from '../config/types';

/** A request of a platform's own, without its host. */
export interface EndpointRequest {
  method: 'GET' | 'POST';
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface TokenRequestOptions {
  appid: string;
  secret: string;
  /** Retire the current token and make a new one, where the platform can do that. */
  force: boolean;
}

/** How long a used-up quota stays used up: until midnight in Beijing, until the next full minute. */
export type QuotaWindow = 'day' | 'minute';

export interface Platform {
  readonly name: PlatformName;
  /** Scheme and host of the API. */
  readonly origin: string;
  /** The same API on a host that does not fail together with the first. */
  readonly twin?: string;
  /** All hosts that may be sent a token: those a whole URL of the universal `request` may name. */
  readonly hosts: readonly string[];
  /** The platform's part of a token's key in the shared convention: `uni-id:<provider>:<appid>:access-token`. */
  readonly provider: string;
  /** The platform as uni-app's clients and vk's keys name it. */
  readonly client: string;
  /** A call's errcodes that mean: the token it was sent with is not good any more. */
  readonly tokenDead: ReadonlySet<number>;
  /** The token endpoint's own errcodes that mean: wrong appid or secret. Asking again never helps. */
  readonly credentialsWrong: ReadonlySet<number>;
  /** The platform's side is busy: the same request may succeed in a moment. */
  readonly transient: number;
  /** Too many calls, a day or a minute. */
  readonly quota: ReadonlySet<number>;
  /** Of these, the ones that end by themselves at a known moment. */
  readonly quotaWindows: Readonly<Record<number, QuotaWindow | undefined>>;
  /**
   * Paths whose quota numbers mean something else: another window, `either` of the two, or nothing that is true of
   * the whole app.
   */
  readonly quotaPeculiar: Readonly<Record<string, QuotaWindow | 'either' | 'unknown' | undefined>>;
  /** Paths of the calls that set quotas back. */
  readonly quotaClearing: ReadonlySet<string>;
  /** The request that gets an access_token. */
  tokenRequest(options: TokenRequestOptions): EndpointRequest;
}
