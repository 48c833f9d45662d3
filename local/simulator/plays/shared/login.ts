import { json } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import type { App } from '../../state/apps';
import type { World } from '../../state/world';
import type { Call } from '../call';
import { open, type PlayGroup } from '../play';
import { authenticateWeixin } from './authenticate';

/** QQ's one number for parameters that do not fit together. */
const QQ_PARAMETERS = -101222100;

function qqApp(world: World, call: Call, app: App): App {
  if (call.query('secret') !== app.appsecret) refuse(QQ_PARAMETERS, 'appid or secret error');
  const over = world.quotas.hit(call.request.path, app.appid);
  return over ? refuse(over) : app;
}

/** Uses the code up and opens a session. */
function login(world: World, call: Call, app: App) {
  const code = call.query('js_code');
  if (!code) refuse(41008);
  const taken = world.loginCodes.take(app.appid, code);
  if ('refused' in taken)
    return refuse(taken.refused === 'used' && app.platform === 'weixin' ? 40163 : 40029);
  const { openid, unionid, errcode } = taken.value;
  if (errcode !== undefined) refuse(errcode);
  world.users.put(app, openid, { unionid, lastSeen: world.clock.now() });
  return { session_key: world.sessions.open(app.appid, openid), openid, ...(unionid ? { unionid } : {}) };
}

/** `/sns/jscode2session` is a path of both platforms; the appid says which one is meant. */
export const loginPlays: PlayGroup = world => [
  open.get('/sns/jscode2session', call => {
    const found = world.apps.get(call.query('appid'));
    const isQQ = found?.platform === 'qq';
    if (isQQ) call.spelling = 'qq';
    if (call.query('grant_type') !== 'authorization_code') refuse(40002);
    const given = { appid: call.query('appid'), secret: call.query('secret') };
    const app = isQQ ? qqApp(world, call, found) : authenticateWeixin(world, call, given, ['weixin']);
    const session = login(world, call, app);
    return json(isQQ ? { ...session, errcode: 0, errmsg: '' } : session);
  }),
];
