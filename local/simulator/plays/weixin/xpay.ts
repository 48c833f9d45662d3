import { createHmac } from 'node:crypto';
import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { mini, type PlayGroup } from '../play';

const SIGNATURE_WRONG = 268490003;
const SESSION_EXPIRED = 268490009;

/** Refuses a request whose pay_sig is not made of its path and its body, byte for byte, with the right AppKey. */
function checkPaySignature(call: Call, environment: 'production' | 'sandbox'): void {
  const { app, request } = call;
  const key = app.payKeys[environment];
  const text = Buffer.concat([Buffer.from(`${request.path}&`), request.body]);
  const expected = createHmac('sha256', key ?? '')
    .update(text)
    .digest('hex');
  if (!key || call.query('pay_sig') !== expected) refuse(SIGNATURE_WRONG, 'pay_sig error');
}

/** A payment call's body, after its signature. */
function paid(call: Call): Fields {
  const body = call.json();
  checkPaySignature(call, body.number('env') === 1 ? 'sandbox' : 'production');
  return body;
}

/** The user who signed the body with the session_key. */
function payer(world: World, call: Call, body: Fields): string {
  const openid = world.users.check(call.app, body.text('openid'));
  if (!world.sessions.get(call.app.appid, openid)) refuse(SESSION_EXPIRED, 'session_key expired');
  if (!world.sessions.isSigned(call.app.appid, openid, call.request.body, call.query('signature')))
    refuse(SIGNATURE_WRONG, 'signature error');
  return openid;
}

/** Virtual payment, as far as its signatures go. */
export const xpay: PlayGroup = world => [
  mini.post('/xpay/query_user_balance', call => {
    payer(world, call, paid(call));
    return ok({
      balance: 100,
      present_balance: 0,
      sum_save: 0,
      sum_present: 0,
      sum_balance: 100,
      sum_cost: 0,
    });
  }),
  mini.post('/xpay/notify_provide_goods', call => {
    paid(call);
    return ok();
  }),
  // A merchant's calls have no sandbox.
  mini.post('/retail/B2b/getmchbalance', call => {
    paid(call);
    return ok({ available_amount: 100, pending_amount: 0, request_id: randomText(16) });
  }),
];
