import type { App } from '../config/types';
import type { OpenapiError } from '../result/error';
import type { Sight } from './inspect';

/** A credential as the platform's endpoint gave it. */
export interface FetchedToken {
  value: string;
  /** Seconds. */
  expiresIn: number;
}

/** One kind of credential of one app: where its row is and how the platform is asked for it. */
export interface Credential {
  app: App;
  kind: 'access-token' | 'ticket';
  /**
   * Gets what a request needs besides, such as the access token that a ticket is asked for with. Done before the
   * lease is taken: it has waits of its own, and nobody may hold a lease for longer than one request.
   */
  prepare?(): Promise<unknown>;
  /** Asks the platform once. Rejects with an `OpenapiError` carrying the endpoint's own code. */
  fetch(options: { force: boolean; timeout: number }): Promise<FetchedToken>;
}

export interface TokenManager {
  /** The token in memory if it can be used as it is: no promise, no store, for the warm path. */
  peek(app: App): string | undefined;
  /** The app's token, from memory, the store or the platform. Rejects with an `OpenapiError`. */
  get(app: App): Promise<string>;
  /** Asks the platform again by one plain request through the same flight and lease, and stores the answer. */
  fetchAgain(app: App): Promise<string>;
  /**
   * Told that the platform refused `dead`. Resolves to another token to try once, or to `undefined` when
   * there is none (the call then ends with its own token error). Rejects with an `OpenapiError` when getting
   * another one failed: that is the call's failure then. `mayForce`: a catalogue call, never `request`.
   */
  replace(app: App, dead: string, mayForce: boolean): Promise<string | undefined>;
  /**
   * Why a token may be refused that nobody revoked: the platform retires it with every fetch, and the store that
   * should keep fetches from coinciding has failed within the last minute. What such a call ends with.
   */
  trouble(app: App): OpenapiError | undefined;
  /** For a diagnosis: what is where. Changes nothing and asks no platform. */
  inspect(app: App): Promise<Sight>;
}
