import { refuse } from '../../answers/refusal';
import type { Call } from '../call';

/** QQ wants the appid in the body too, and it must be the token's. */
export function checkOwnAppid(call: Call, appid: string): void {
  if (!appid) refuse(41002);
  if (appid !== call.app.appid) refuse(40013);
}
