import { OWN_FILE, type OwnFile } from './own-file';
import {
  fieldOf,
  isRecord,
  PLATFORMS,
  positive,
  readEndpoint,
  readSecretKeys,
  readTransport,
  type Setting,
  wrong,
} from './setting';
import type { AppKeys, CreateOptions, CustomTransport, HttpSettings, TransportName } from './settings';
import type { PlatformName } from './types';

type Json = Record<string, unknown>;

/** `http` with everything decided: times in milliseconds, and a transport's name a platform where one is given. */
export interface ResolvedHttp extends HttpSettings {
  readonly timeout: number;
  readonly uploadTimeout: number;
  readonly transport?: CustomTransport | Partial<Record<PlatformName, TransportName>>;
}

/** What `createOpenapi` and `vk-openapi/config.json` say, apart from the apps; see `Configuration`. */
export interface ModuleSettings<Store = unknown> {
  /** A store's name or an object of the caller's; `undefined`: not configured. */
  tokenStore(platform: PlatformName): Store | string | undefined;
  /**
   * A time that is no positive number is the default with one warning: a call need not fail for it. An unknown
   * transport is an error: the wrong way out may end at an address the platform does not allow.
   */
  http(): ResolvedHttp;
  /** Base URL without a slash at its end; `undefined`: the platform's own. Anything but http(s) is an error. */
  endpoint(platform: PlatformName): string | undefined;
  /** First the one that seals; empty: not configured. Shorter than 32 characters is an error. */
  secretKeys(): readonly string[];
  /** Seconds; what is not a positive number is the default, 7200, with one warning. */
  encryptedKeyExpiresIn(): number;
  /** The appids a client may name. Anything but a list of texts is none, with one warning. */
  clientApps(): readonly string[];
  /** The raw policy. An unreadable file is an error, so that nothing is opened or left open by it. */
  expose(): unknown;
  push(): unknown;
  /** An app's payment and signature keys. */
  keys(appid: string): AppKeys | undefined;
  /** Whether an app has keys for API signing. Asked of warm calls, which need none: it never throws. */
  hasApiKeys(appid: string): boolean;
}

const DEFAULT_TIMEOUT = 5000;
const DEFAULT_UPLOAD_TIMEOUT = 20000;
const DEFAULT_EXPIRES_IN = 7200;
const MAX_TIMER = 0x7fffffff;

/** Remembers `compute` for as long as the file is the same object; an error is not remembered. */
function derived<T>(file: () => Json, compute: (file: Json) => T): () => T {
  let source: Json | undefined;
  let value: T;
  return () => {
    const now = file();
    if (now !== source) {
      value = compute(now);
      source = now;
    }
    return value;
  };
}

export function createModuleSettings<Store>(
  options: CreateOptions<Store>,
  ownFile: OwnFile,
  warnOnce: (message: string) => void,
): ModuleSettings<Store> {
  const given: Setting = { value: options, source: 'createOpenapi', key: '' };
  const fromOptions = (key: string) => fieldOf(given, key);
  const fromFile = (file: Json, key: string) => fieldOf({ value: file, source: OWN_FILE, key: '' }, key);
  /** Both places, the one that wins first. */
  const both = (file: Json, key: string) => [fromOptions(key), fromFile(file, key)];

  function checkPlatforms(setting: Setting | undefined): void {
    if (!setting || !isRecord(setting.value)) return;
    for (const name of Object.keys(setting.value)) {
      if ((PLATFORMS as readonly string[]).includes(name)) continue;
      warnOnce(
        `vk-openapi: ${setting.source} 的 ${setting.key} 中没有 ${name.slice(0, 40)} 这个平台，只有 ${PLATFORMS.join('、')}`,
      );
    }
  }

  function perPlatform<T>(compute: (file: Json, platform: PlatformName) => T): (platform: PlatformName) => T {
    const getters = {} as Record<PlatformName, () => T>;
    for (const platform of PLATFORMS)
      getters[platform] = derived(ownFile.read, file => compute(file, platform));
    return platform => getters[platform]();
  }

  const endpoint = perPlatform((file, platform) => {
    for (const setting of both(file, 'endpoints')) {
      if (!setting) continue;
      if (!isRecord(setting.value)) throw wrong(setting, '应为对象，每个平台一个地址', 'must be an object');
      checkPlatforms(setting);
      const url =
        fieldOf(setting, platform) ||
        (platform.startsWith('weixin.') ? fieldOf(setting, 'weixin') : undefined);
      if (url && url.value !== '') return readEndpoint(url);
    }
    return undefined;
  });

  const tokenStore = perPlatform((file, platform): Store | string | undefined => {
    for (const setting of both(file, 'tokenStore')) {
      if (!setting || setting.value === '') continue;
      const { value } = setting;
      if (typeof value === 'string') return value;
      if (!isRecord(value))
        throw wrong(setting, '应为存储的名称，或每个平台一个名称的对象', 'must be a name or an object');
      // A store of the caller's own, not one a platform.
      if (typeof value.get === 'function') return value as Store;
      checkPlatforms(setting);
      const store = fieldOf(setting, platform);
      if (store && store.value !== '') return store.value as Store;
    }
    return undefined;
  });

  /** What one place says about the transport of `platform`. */
  function transportIn(http: Setting | undefined, platform: PlatformName): TransportName | undefined {
    const setting = fieldOf(http, 'transport');
    if (!setting) return undefined;
    if (!isRecord(setting.value)) return readTransport(setting);
    checkPlatforms(setting);
    const name = fieldOf(setting, platform);
    return name && readTransport(name);
  }

  function transports(places: readonly (Setting | undefined)[]): ResolvedHttp['transport'] {
    const custom = fieldOf(places[0], 'transport')?.value;
    if (typeof custom === 'function') return custom as CustomTransport;
    const names: Partial<Record<PlatformName, TransportName>> = {};
    for (const platform of PLATFORMS) {
      const name = transportIn(places[0], platform) || transportIn(places[1], platform);
      if (name !== undefined) names[platform] = name;
    }
    return Object.keys(names).length > 0 ? names : undefined;
  }

  function numberOr(setting: Setting | undefined, fallback: number, max: number): number | undefined {
    if (!setting) return undefined;
    const number = positive(setting.value, max);
    if (number === undefined) {
      warnOnce(`vk-openapi: ${setting.source} 的 ${setting.key} 应为正数，改用默认值 ${fallback}`);
    }
    return number;
  }

  /** The first usable number of the two places. */
  function numeric(settings: (Setting | undefined)[], fallback: number, max: number): number {
    for (const setting of settings) {
      const number = numberOr(setting, fallback, max);
      if (number !== undefined) return number;
    }
    return fallback;
  }

  const http = derived(ownFile.read, (file): ResolvedHttp => {
    const places = both(file, 'http');
    for (const place of places) {
      if (place && !isRecord(place.value)) throw wrong(place, '应为对象', 'must be an object');
    }
    const ms = (key: 'timeout' | 'uploadTimeout', fallback: number) =>
      numeric(
        places.map(place => fieldOf(place, key)),
        fallback,
        MAX_TIMER,
      );
    const transport = transports(places);
    return Object.freeze({
      timeout: ms('timeout', DEFAULT_TIMEOUT),
      uploadTimeout: ms('uploadTimeout', DEFAULT_UPLOAD_TIMEOUT),
      ...(transport === undefined ? {} : { transport }),
    });
  });

  const encryptedKeyExpiresIn = derived(ownFile.read, file =>
    numeric(both(file, 'encryptedKeyExpiresIn'), DEFAULT_EXPIRES_IN, Number.MAX_SAFE_INTEGER / 1000),
  );

  const clientApps = derived(ownFile.read, file => {
    const setting = fromFile(file, 'clientApps');
    if (!setting) return [];
    const { value } = setting;
    if (Array.isArray(value) && value.every(appid => typeof appid === 'string')) return value as string[];
    warnOnce(`vk-openapi: ${OWN_FILE} 的 clientApps 应为 appid 字符串的数组，按未配置处理`);
    return [];
  });

  /** The apps with keys for API signing; those of the options hide those of the file, as a whole. */
  const withApiKeys = derived(ownFile.read, file => {
    const apps = new Set<string>();
    const [first, second] = both(file, 'keys');
    for (const keys of [second, first]) {
      if (!keys || !isRecord(keys.value)) continue;
      for (const appid of Object.keys(keys.value)) {
        const app = fieldOf(keys, appid);
        if (fieldOf(app, 'api')) apps.add(appid);
        else if (app) apps.delete(appid);
      }
    }
    return apps;
  });

  return {
    tokenStore,
    http,
    endpoint,
    secretKeys() {
      const setting = fromOptions('secretKey') || fromFile(ownFile.readable('secretKey'), 'secretKey');
      return setting ? readSecretKeys(setting) : [];
    },
    encryptedKeyExpiresIn,
    clientApps,
    expose: () => fromFile(ownFile.readable('expose'), 'expose')?.value,
    push: () => fromFile(ownFile.readable('push'), 'push')?.value,
    keys(appid) {
      const setting =
        fieldOf(fromOptions('keys'), appid) || fieldOf(fromFile(ownFile.readable('keys'), 'keys'), appid);
      if (!setting) return undefined;
      if (!isRecord(setting.value)) throw wrong(setting, '应为对象', 'must be an object');
      return setting.value as AppKeys;
    },
    hasApiKeys: appid => withApiKeys().has(appid),
  };
}
