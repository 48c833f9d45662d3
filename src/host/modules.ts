/**
 * Modules that are required when first needed. Built-ins are loaded late because each costs a cold start more
 * than this whole module; uniCloud's own modules because they may be absent until then.
 */
import type * as NodeCrypto from 'crypto';
import type * as NodeFs from 'fs';
import type * as NodeHttp from 'http';
import type * as NodeHttps from 'https';

declare const require: (name: string) => unknown;

let cryptoModule: typeof NodeCrypto | undefined;
export const crypto = (): typeof NodeCrypto =>
  cryptoModule || (cryptoModule = require('crypto') as typeof NodeCrypto);

/** Not remembered: whoever needs files reads them, which takes far longer than asking for the module again. */
export const fs = (): typeof NodeFs => require('fs') as typeof NodeFs;

let httpModule: typeof NodeHttp | undefined;
export const http = (): typeof NodeHttp => httpModule || (httpModule = require('http') as typeof NodeHttp);

let httpsModule: typeof NodeHttps | undefined;
export const https = (): typeof NodeHttps =>
  httpsModule || (httpsModule = require('https') as typeof NodeHttps);

/** One configuration folder as `uni-config-center` gives it out. */
export interface ConfigReader {
  config(path?: string, fallback?: unknown): unknown;
  requireFile(file: string): unknown;
  resolve(file: string): string;
  hasFile(file: string): boolean;
}

export type CreateConfig = (options: { pluginId: string }) => ConfigReader;

/** `uni-config-center`; throws what `require` throws when it is absent. Never remembered here: it may appear. */
export const uniConfigCenter = (): CreateConfig => require('uni-config-center') as CreateConfig;

/** What of `uni-id-common` this module uses. */
export interface UniIdCommon {
  createInstance(options: { context?: unknown; clientInfo?: unknown }): {
    checkToken(token: string, options?: { autoRefresh?: boolean }): Promise<Record<string, unknown>>;
  };
}

/** `uni-id-common`; throws what `require` throws when it is absent. */
export const uniIdCommon = (): UniIdCommon => require('uni-id-common') as UniIdCommon;
