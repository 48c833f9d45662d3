import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { openidOf, unionidOf } from '../../state/users';
import { mini, type PlayGroup } from '../play';

/** Who a user is besides the openid, and whether data really came from WeChat. */
export const identity: PlayGroup = world => [
  mini.get('/wxa/getpaidunionid', call => {
    const { app } = call;
    const openid = world.users.check(app, call.query('openid'));
    if (!app.unionGroup) refuse(89002);
    // An order is paid when its number says so: `demo-…`.
    const order = call.query('transaction_id') || call.query('out_trade_no');
    if (order && !order.startsWith('demo-')) refuse(89300);
    if (
      !call.query('transaction_id') &&
      Boolean(call.query('mch_id')) !== Boolean(call.query('out_trade_no'))
    )
      refuse(89300);
    return ok({ unionid: world.users.get(app, openid)?.unionid ?? unionidOf(app, openid) });
  }),
  mini.post('/wxa/business/checkencryptedmsg', call => {
    const hash = call.json().text('encrypted_msg_hash');
    if (!/^[0-9a-f]{64}$/i.test(hash)) refuse(40097);
    const seconds = world.sessions.madeAt(call.app.appid, hash);
    if (seconds === undefined) return refuse(1, 'record not found');
    // Spelt so on the wire.
    return ok({ vaild: true, create_time: seconds });
  }),
  mini.post('/wxa/getpluginopenpid', call => {
    const code = call.json().text('code');
    if (!code) refuse(1001, 'invalid param');
    const taken = world.pluginCodes.take(call.app.appid, code);
    if ('refused' in taken) return refuse(1007, 'data not found');
    return ok({ openpid: taken.value.openpid || openidOf(call.app, code) });
  }),
];
