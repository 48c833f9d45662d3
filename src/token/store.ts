/** What a store keeps under a key. */
export interface TokenRow {
  /** Opaque to the store: the credential, or a lease, as text. */
  value: string;
  /** Milliseconds since the epoch; -1: valid until the platform refuses it. */
  expired: number;
}

/**
 * Where credentials are kept between instances. Keys are those of the official convention,
 * `uni-id:weixin-mp:<appid>:access-token` (`weixin-h5`, `qq-mp`), each with a second row `<key>:lease`; the
 * value of the first is the JSON text `{"access_token":"…"}`. An operation should answer within 1.5 s: a later
 * answer counts as a failure, after which the store is left alone for 30 s. Implement it to bring a store of your own
 * (`createOpenapi({ tokenStore })`). A method that cannot do its work rejects; it never guesses.
 */
export interface TokenStore {
  /** The row of `key`, expired or not; `undefined` if there is none. */
  get(key: string): Promise<TokenRow | undefined>;
  /**
   * Writes `next` only if the row still is `expected` (`undefined`: only if there is no row), as one
   * indivisible step. Resolves to whether it was written.
   */
  compareAndSet(key: string, expected: TokenRow | undefined, next: TokenRow): Promise<boolean>;
  /** Removes the row only if it still is `expected`. Resolves to whether it was removed. */
  remove(key: string, expected: TokenRow): Promise<boolean>;
}
