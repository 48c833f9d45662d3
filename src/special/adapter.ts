import type { App, PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import type { Envelope } from '../result/envelope';

export type { Envelope as Answer };

/** The options of a call after they were taken out of the parameters and checked. */
export interface CallOptions {
  appid?: string;
  appsecret?: string;
  access_token?: string;
  context?: unknown;
  timeout?: number;
  responseType?: 'buffer' | 'base64';
  cloudPath?: string;
}

/** A user of the calling platform's app. */
export interface AppUser {
  appid: string;
  openid: string;
}

/** One version of a user's encryption key. */
export interface UserKey {
  encrypt_key: string;
  iv: string;
  /** Wall-clock milliseconds until which it may be used; -1: no end is known. */
  expired: number;
}

/** What an adapter is handed. It never imports the pipeline. */
export interface AdapterContext {
  readonly platform: PlatformName;
  /** `weixin.security.msgSecCheck`: the call the user made. */
  readonly id: string;
  readonly options: CallOptions;
  readonly logger: Logger;
  readonly clock: Clock;
  /**
   * Goes the plain way with `params` (checks, app, token, sending, result), as the call itself or as `call`,
   * another one of the same platform. Resolves to the envelope, of a failure too.
   */
  request(params: Record<string, unknown>, call?: string): Promise<Envelope>;
  /** The calling app. Rejects with `config-missing`. */
  app(): Promise<App>;
  /** The appid of another platform's default app (the official account of a mini program). */
  appidOf(platform: PlatformName): Promise<string>;
  /** The app's token; `cache: false` asks the platform again. */
  token(cache: boolean): Promise<string>;
  /** The app's JS-SDK ticket, kept as its token is; `cache: false` asks the platform again. */
  ticket(cache: boolean): Promise<string>;
  /** A user's encryption key out of the store all instances share. */
  findUserKey(user: AppUser, version: number): Promise<UserKey | undefined>;
  /** Puts a user's encryption key there. That this fails is nobody's trouble. */
  keepUserKey(user: AppUser, version: number, key: UserKey): Promise<void>;
  /** `secretKey` of the configuration, first the one that seals; empty when none is configured. */
  secretKeys(): Promise<readonly string[]>;
  /** Seconds an `encryptedKey` may be used. */
  encryptedKeyExpiresIn(): Promise<number>;
}

/**
 * What a call does before and after the plain way. `params` are the caller's, under their canonical names
 * (aliases resolved, options taken out), checked against the facade's own extra parameters; wire parameters
 * are checked by `request`. May throw an `OpenapiError`.
 */
export type Adapter = (params: Record<string, unknown>, context: AdapterContext) => Promise<unknown>;
