import type { InstanceSettings, Invocation } from '../types';

type Info = Record<string, unknown>;

const text = (...values: unknown[]) =>
  values.find((value): value is string => typeof value === 'string' && value !== '');

/** What a client may not say about itself: the cloud knows better. */
const NOT_THE_CLIENTS = new Set([
  'source',
  'clientip',
  'useragent',
  'clientua',
  'requestid',
  'uniidtoken',
  '__proto__',
]);

/** What the client says about itself, in both spellings that clients use. */
function named(info: Info) {
  return {
    appId: text(info.appId, info.APPID),
    platform: text(info.PLATFORM, info.platform, info.uniPlatform),
    locale: text(info.locale, info.LOCALE),
    deviceId: text(info.deviceId, info.DEVICEID),
    os: text(info.OS, info.osName),
  };
}

const withoutGaps = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A new `context` for one call. */
export function contextFor(invocation: Invocation, settings: InstanceSettings): Info {
  const { appId, platform, locale, deviceId, os } = named(invocation.clientInfo ?? {});
  return withoutGaps({
    APPID: appId,
    PLATFORM: platform,
    LOCALE: locale,
    DEVICEID: deviceId,
    OS: os,
    CLIENTIP: invocation.clientIP,
    CLIENTUA: invocation.userAgent,
    SOURCE: invocation.source,
    FUNCTION_NAME: settings.name,
    FUNCTION_TYPE: settings.kind === 'object' ? 'cloudobject' : 'cloudfunction',
    SPACEINFO: spaceInfo(settings),
    uniIdToken: invocation.uniIdToken,
    requestId: invocation.requestId,
  });
}

export const spaceInfo = ({ space }: InstanceSettings) => ({
  provider: space.provider,
  spaceId: space.spaceId,
});

/** An entry of `uniCloud.getClientInfos()`, and what `this.getClientInfo()` gives in a cloud object. */
export function clientInfoOf(invocation: Invocation): Info {
  const said = Object.entries(invocation.clientInfo ?? {}).filter(
    ([name]) => !NOT_THE_CLIENTS.has(name.toLowerCase()),
  );
  return withoutGaps({
    ...Object.fromEntries(said),
    ...withoutGaps(named(invocation.clientInfo ?? {})),
    clientIP: invocation.clientIP,
    userAgent: invocation.userAgent,
    source: invocation.source,
    requestId: invocation.requestId,
  });
}
