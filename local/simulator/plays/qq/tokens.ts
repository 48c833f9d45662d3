import { json } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { open, type PlayGroup } from '../play';

/** QQ's token endpoint: every fetch begins the end of the token before. */
export const qqTokens: PlayGroup = world => [
  open.qq('/api/getToken', call => {
    if (call.query('grant_type') !== 'client_credential') refuse(40002);
    const app = world.apps.get(call.query('appid'));
    if (app?.platform !== 'qq') return refuse(40013);
    if (call.query('secret') !== app.appsecret) refuse(40001, 'invalid appsecret');
    const over = world.quotas.hit(call.request.path, app.appid);
    if (over) refuse(over);
    const token = world.tokens.qq(app);
    return json({ access_token: token.value, expires_in: token.expiresIn, errcode: 0, errmsg: '' });
  }),
];
