import { json } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import type { IssuedToken } from '../../state/tokens';
import { open, type PlayGroup } from '../play';
import { authenticateWeixin, checkAddress } from '../shared/authenticate';

const OWNERS = ['weixin', 'weixin.h5'] as const;

const issued = (token: IssuedToken) => json({ access_token: token.value, expires_in: token.expiresIn });

/** Both token endpoints of WeChat; neither touches the other's tokens. */
export const weixinTokens: PlayGroup = world => [
  open.post('/cgi-bin/stable_token', call => {
    const body = call.json();
    if (body.text('grant_type') !== 'client_credential') refuse(40002);
    const force = body.boolean('force_refresh');
    const app = authenticateWeixin(
      world,
      call,
      { appid: body.text('appid'), secret: body.text('secret') },
      OWNERS,
    );
    checkAddress(app, call);
    const token = force ? world.tokens.force(app) : world.tokens.stable(app);
    return typeof token === 'number' ? refuse(token) : issued(token);
  }),
  open.any('/cgi-bin/token', call => {
    if (call.query('grant_type') !== 'client_credential') refuse(40002);
    const app = authenticateWeixin(
      world,
      call,
      { appid: call.query('appid'), secret: call.query('secret') },
      OWNERS,
    );
    checkAddress(app, call);
    return issued(world.tokens.plain(app));
  }),
];
