import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { weixin, type PlayGroup } from '../play';

export const tickets: PlayGroup = world => [
  weixin.get('/cgi-bin/ticket/getticket', call => {
    const type = call.query('type');
    if (!['jsapi', 'wx_card', 'sdk'].includes(type)) refuse(40097);
    return ok(world.tickets.get(call.app.appid, type));
  }),
];
