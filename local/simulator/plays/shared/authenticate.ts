import { refuse } from '../../answers/refusal';
import type { App, Platform } from '../../state/apps';
import type { World } from '../../state/world';
import type { Call } from '../call';

/** Finds the app of an appid and secret, in the order in which WeChat complains. */
export function authenticateWeixin(
  world: World,
  call: Call,
  { appid, secret }: { appid: string; secret: string },
  platforms: readonly Platform[],
): App {
  if (!appid) refuse(41002);
  if (!secret) refuse(41004);
  const app = world.apps.get(appid);
  if (!app || !platforms.includes(app.platform)) return refuse(40013);
  if (app.frozen) refuse(40243);
  if (secret !== app.appsecret) refuse(40125);
  const over = world.quotas.hit(call.request.path, appid);
  return over ? refuse(over) : app;
}

/** Refuses a caller whose address is not in the app's allow-list. */
export function checkAddress(app: App, call: Call): void {
  const { address } = call.request;
  if (app.ipAllowList.length && !app.ipAllowList.includes(address))
    refuse(40164, `invalid ip ${address} ipv6 ::ffff:${address}, not in whitelist,`);
}
