import { type OpenapiError, ownError } from '../result/error';
import type { TransportName } from './settings';
import type { PlatformName } from './types';

export const PLATFORMS: readonly PlatformName[] = ['weixin', 'weixin.h5', 'weixin.app', 'qq'];

const TRANSPORTS: readonly TransportName[] = ['https', 'httpclient', 'eip', 'eip:all'];

/** A secretKey shorter than this can be guessed. */
const MIN_SECRET_KEY = 32;

/** A setting's value and where the user wrote it. */
export interface Setting {
  value: unknown;
  /** `createOpenapi` or `vk-openapi/config.json`. */
  source: string;
  /** Its key there: `endpoints.weixin.h5`. */
  key: string;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const own = (value: Record<string, unknown>, name: string) =>
  Object.prototype.hasOwnProperty.call(value, name) ? value[name] : undefined;

/** The field `name` of a setting that is an object; `undefined` where it has none. */
export function fieldOf(setting: Setting | undefined, name: string): Setting | undefined {
  if (!setting || !isRecord(setting.value)) return undefined;
  const value = own(setting.value, name);
  return value === undefined || value === null
    ? undefined
    : { value, source: setting.source, key: setting.key === '' ? name : `${setting.key}.${name}` };
}

export function wrong(setting: Setting, zh: string, en: string): OpenapiError {
  return ownError(
    'config-missing',
    `${setting.source} 的 ${setting.key} 不正确：${zh}`,
    `${setting.source}: ${setting.key} ${en}`,
  );
}

/** The base URL of a platform: scheme, host and perhaps a path, without the slash at its end. */
export function readEndpoint(setting: Setting): string {
  const bad = () =>
    wrong(
      setting,
      '应为 http:// 或 https:// 开头的地址，可带路径，不可带参数、# 或用户名，例如 http://127.0.0.1:7002',
      'must be an http or https URL, with a path at most',
    );
  if (typeof setting.value !== 'string') throw bad();
  let url: URL;
  try {
    url = new URL(setting.value.trim());
  } catch {
    throw bad();
  }
  const plain = (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
  if (!plain || url.username || url.password || url.search || url.hash) throw bad();
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** The keys that seal and open `encryptedKey`, first the one that seals. */
export function readSecretKeys(setting: Setting): readonly string[] {
  const list: unknown[] = Array.isArray(setting.value) ? setting.value : [setting.value];
  const keys = list.filter(key => key !== '' && key !== null && key !== undefined);
  for (const key of keys) {
    if (typeof key === 'string' && key.length >= MIN_SECRET_KEY) continue;
    throw wrong(
      setting,
      `应为至少 ${MIN_SECRET_KEY} 个字符的字符串，或由它们组成的数组`,
      `must have at least ${MIN_SECRET_KEY} characters each`,
    );
  }
  return keys as string[];
}

export function readTransport(setting: Setting): TransportName {
  if (TRANSPORTS.includes(setting.value as TransportName)) return setting.value as TransportName;
  const names = TRANSPORTS.map(name => `"${name}"`).join('、');
  throw wrong(setting, `只能是 ${names}`, `must be one of ${TRANSPORTS.join(', ')}`);
}

/** A positive number, also as text, up to `max`; `undefined` if it is none. */
export function positive(value: unknown, max: number): number | undefined {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number > 0 && number <= max ? number : undefined;
}
