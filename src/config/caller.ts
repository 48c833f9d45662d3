import { host } from '../host/unicloud';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * The DCloud appId of the application that is calling, as far as it is known without a guess.
 *
 * @param context a cloud function's `context` (`APPID`) or a cloud object's client info (`appId`). Where it is
 *   given, it alone is asked: the requests that `getClientInfos()` knows besides may be somebody else's.
 */
export function callerAppId(context: unknown): string | undefined {
  if (typeof context === 'object' && context !== null) {
    const info = context as { APPID?: unknown; appId?: unknown };
    return text(info.APPID) || text(info.appId);
  }
  let infos: { appId?: unknown }[] | undefined;
  try {
    infos = host()?.getClientInfos?.();
  } catch {
    return undefined;
  }
  if (!Array.isArray(infos)) return undefined;
  let only: string | undefined;
  for (const info of infos) {
    const appId = text(info?.appId);
    if (appId === undefined) continue;
    if (only !== undefined && only !== appId) return undefined;
    only = appId;
  }
  return only;
}
