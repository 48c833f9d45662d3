import { refuse } from '../../answers/refusal';
import type { App } from '../../state/apps';
import type { World } from '../../state/world';
import type { Call } from '../call';
import { authenticateWeixin } from '../shared/authenticate';
import type { Entry } from './entry';
import { givenValue } from './given';

/** The app a request speaks for: its token's, or the one it names; undefined where a call needs neither. */
export function callerOf(world: World, entry: Entry, call: Call): App | undefined {
  if (call.hasApp) return call.app;
  const own = (kind: 'appid' | 'secret') => entry.params.find(param => param.own === kind);
  const text = (kind: 'appid' | 'secret') => {
    const param = own(kind);
    const value = param && givenValue(param, call);
    return typeof value === 'string' ? value : '';
  };
  if (own('secret')) {
    const given = { appid: text('appid'), secret: text('secret') };
    return authenticateWeixin(world, call, given, [entry.platform as App['platform']]);
  }
  if (!own('appid')) return undefined;
  const app = world.apps.get(text('appid'));
  return app && app.platform === entry.platform ? app : refuse(text('appid') ? 40013 : 41002);
}
