import type { AppKeys } from '../../config/settings';
import { platforms } from '../../platforms';
import type { CallPlan } from '../plan';
import type { Runtime } from '../runtime';
import type { Wire } from '../wire';
import { apiKeysOf } from './keys';
import { secured } from './seal';

/** The request of a call that is signed and encrypted; its address carries nothing but the token. */
export async function securedWire(
  { clock, logger }: Runtime,
  { spec }: CallPlan,
  fields: Record<string, unknown>,
  { appid, api }: { appid: string; api: AppKeys['api'] },
): Promise<Wire> {
  const keys = await apiKeysOf(appid, api);
  const url = `${spec.origin || platforms[spec.platform].origin}${spec.path}`;
  const secure = secured({ url, appid, fields, keys, clock, logger });
  return { method: 'POST', path: spec.path, headers: {}, secure };
}
