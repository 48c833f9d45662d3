/** The platforms, by the names users write. */
export type PlatformName = 'weixin' | 'weixin.h5' | 'weixin.app' | 'qq';

/** One app of a platform with its secret. */
export interface App {
  readonly platform: PlatformName;
  readonly appid: string;
  readonly appsecret: string;
}

/** What of a call's options picks the app; see contract.md §1 and §3. */
export interface AppChoice {
  appid?: string;
  appsecret?: string;
  /** A cloud function's `context` or a cloud object's client info: read, never sent. */
  context?: unknown;
}
