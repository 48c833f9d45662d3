import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { isReleased } from '../../rules/pages';
import { randomText } from '../../state/random';
import type { App } from '../../state/apps';
import type { Call, Fields } from '../call';
import { mini, type PlayGroup } from '../play';

const DAY = 86_400;
const MAX_DAYS = 30;
const MAX_QUERY = 1024;
const QUERY = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]*$/;
const QUOTA = 500_000;

interface Scheme {
  appid: string;
  path: string;
  query: string;
  create_time: number;
  expire_time: number;
  env_version: string;
}

function target(app: App, body: Fields): Pick<Scheme, 'path' | 'query' | 'env_version'> {
  const jump = body.object('jump_wxa');
  const path = jump?.text('path') ?? '';
  const query = jump?.text('query') ?? '';
  const version = jump?.text('env_version') || 'release';
  if (!isReleased(app, path, false)) refuse(40165);
  if (query.length > MAX_QUERY || !QUERY.test(query)) refuse(40212);
  if (!['release', 'trial', 'develop'].includes(version)) refuse(85402);
  return { path, query, env_version: version };
}

/** When the link ends, in seconds. Without any word about it: after the longest time there is. */
function expiry(body: Fields, now: number): number {
  const time = body.number('expire_time');
  const interval = body.number('expire_interval');
  if ((body.number('expire_type') ?? 0) === 1) {
    if (interval === undefined || interval < 1 || interval > MAX_DAYS) return refuse(85401);
    return now + interval * DAY;
  }
  if (time === undefined) return body.boolean('is_expire') ? refuse(85401) : now + MAX_DAYS * DAY;
  // A minute more at the end, as the platform's own clock and the caller's differ.
  return time < now + 60 || time > now + MAX_DAYS * DAY + 60 ? refuse(85401) : time;
}

/** URL Schemes: links into a mini program. */
export const urlScheme: PlayGroup = world => {
  const schemes = new Map<string, Scheme>();

  const make = (call: Call, body: Fields, expire_time: number) => {
    const { appid } = call.app;
    const openlink = `weixin://dl/business/?t=${randomText(12)}`;
    schemes.set(openlink, {
      appid,
      ...target(call.app, body),
      create_time: world.clock.seconds(),
      expire_time,
    });
    return ok({ openlink });
  };

  const usedToday = (appid: string) =>
    [...schemes.values()].filter(({ appid: owner, create_time }) => {
      return owner === appid && world.clock.seconds() - create_time < DAY;
    }).length;

  return [
    mini.post('/wxa/generatescheme', call => {
      const body = call.json();
      return make(call, body, expiry(body, world.clock.seconds()));
    }),
    mini.post('/wxa/generatenfcscheme', call => {
      const body = call.json();
      const needsSn = call.app.nfcModels[body.text('model_id')];
      if (needsSn === undefined) return refuse(9800003);
      if (needsSn && !body.text('sn')) refuse(9800008);
      if (!needsSn && body.text('sn')) refuse(9800009);
      return make(call, body, 0);
    }),
    mini.post('/wxa/queryscheme', call => {
      const body = call.json();
      const { appid } = call.app;
      const quota_info = { remain_visit_quota: QUOTA - usedToday(appid) };
      if (body.number('query_type') === 1) return ok({ quota_info });
      const found = schemes.get(body.text('scheme'));
      if (found?.appid !== appid) return refuse(85403);
      return ok({ scheme_info: found, quota_info });
    }),
  ];
};
