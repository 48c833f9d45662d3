import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import type { Hooks } from './hooks';
import type { PlatformName } from './types';

/** An app as users write it in `createOpenapi({ apps })` and in the configuration files. */
export interface AppEntry {
  appid: string;
  appsecret: string;
}

export type TransportName = 'https' | 'httpclient' | 'eip' | 'eip:all';

/** A transport of the caller's own (tests, tracing, an unusual proxy). */
export type CustomTransport = (request: {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  timeout: number;
}) => Promise<{
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer | string;
}>;

export interface HttpSettings {
  /** Milliseconds for each HTTP request; 5000. */
  timeout?: number;
  /** Milliseconds for a request that carries a file; 20000. */
  uploadTimeout?: number;
  transport?: TransportName | Partial<Record<PlatformName, TransportName>> | CustomTransport;
}

/** A platform's keys for payment and API signatures (contract.md §3, `keys`). */
export interface AppKeys {
  pay?: { production?: string; sandbox?: string };
  api?: {
    symmetric?: { sn: string; key: string };
    /** PEM; with the number of the key where that is an SM2 key, whose signatures are made with the number. */
    private?: string | { sn?: string; key: string };
    platform?: { sn: string; certificate: string }[];
  };
}

/** What `createOpenapi` takes of the shape that `vk-openapi/config.json` has too. */
export interface SharedSettings<Store> {
  tokenStore?: Store | Partial<Record<PlatformName, Store>>;
  endpoints?: Partial<Record<PlatformName, string>>;
  http?: HttpSettings;
  secretKey?: string | string[];
  /** Seconds an `encryptedKey` may be used; 7200. */
  encryptedKeyExpiresIn?: number;
  keys?: Record<string, AppKeys>;
}

/** The options of `createOpenapi`; `Store` is a store's name or an object of the `TokenStore` interface. */
export interface CreateOptions<Store> extends SharedSettings<Store> {
  apps?: Partial<Record<PlatformName, AppEntry[]>>;
  logger?: Logger;
  clock?: Clock;
  /** Told what the module does, for logs and metrics; never a secret. */
  hooks?: Hooks;
}
