import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { qq, type PlayGroup } from '../play';
import { checkOwnAppid } from './own-appid';

const UNSIGNED = ['user_ip', 'sig'];
const PREPAY_LIFE = 48 * 3600;

interface Order {
  prepayId: string;
  amount: number;
  remark: string;
  made: number;
}

/** The text QQ signs: POST, the path, the fields in order of their names, the session_key. */
function signedText(path: string, body: Fields, sessionKey: string): string {
  const names = Object.keys(body.raw).filter(name => !UNSIGNED.includes(name));
  const fields = names.sort().map(name => `${name}=${String(body.raw[name])}`);
  return ['POST', encodeURIComponent(path), ...fields, `session_key=${sessionKey}`].join('&');
}

/** The current way: one signature with the session_key. */
function signedUser(world: World, call: Call, body: Fields): string {
  checkOwnAppid(call, body.text('appid'));
  const openid = world.users.check(call.app, body.text('openid'));
  const sessionKey = world.sessions.get(call.app.appid, openid);
  if (!sessionKey) return refuse(90010);
  const text = signedText(call.request.path, body, sessionKey);
  if (!world.sessions.isSigned(call.app.appid, openid, text, body.text('sig'))) refuse(90011);
  return openid;
}

/** The older way. What exactly it signs is not known any more, so a signature need only look like one. */
function olderUser(world: World, call: Call, body: Fields): string {
  checkOwnAppid(call, body.text('appid'));
  const openid = world.users.check(call.app, body.text('openid'));
  if (body.text('openkey') !== world.sessions.get(call.app.appid, openid)) refuse(90010);
  if (!/^[0-9a-f]{64}$/i.test(body.text('sig'))) refuse(90011);
  if (!/^[0-9a-f]{64}$/i.test(body.text('qq_sig'))) refuse(90009, 'qq_sig error');
  return openid;
}

const billNo = (body: Fields): string =>
  /^[\w-]{1,63}$/.test(body.text('bill_no')) ? body.text('bill_no') : refuse(90018);

function amountOf(body: Fields, name: string): number {
  const amount = body.number(name) ?? 0;
  return Number.isInteger(amount) && amount > 0 ? amount : refuse(90018);
}

/** QQ's game coins. */
export const virtualPayment: PlayGroup = world => {
  const orders = new Map<string, Order>();
  const balances = new Map<string, number>();
  const slotOf = (call: Call, name: string) => `${call.app.appid} ${name}`;
  const balance = (call: Call, openid: string) => balances.get(slotOf(call, openid)) ?? call.app.balance;

  /** Notes the order; a number that was used before charges nobody again. */
  const order = (call: Call, body: Fields, amount: number): Order => {
    const slot = slotOf(call, billNo(body));
    if (orders.has(slot)) refuse(90012);
    const made = world.clock.seconds();
    const placed = {
      prepayId: `demo-prepay-${randomText(24)}`,
      amount,
      remark: body.text('app_remark'),
      made,
    };
    orders.set(slot, placed);
    return placed;
  };

  const change = (call: Call, openid: string, by: number): number => {
    const left = balance(call, openid) + by;
    if (left < 0) refuse(90013);
    balances.set(slotOf(call, openid), left);
    return left;
  };

  return [
    qq.post('/api/json/openApiPay/GamePrePay', call => {
      const body = call.json();
      signedUser(world, call, body);
      return ok({ prepayId: order(call, body, amountOf(body, 'amt')).prepayId });
    }),
    qq.post('/api/json/openApiPay/CheckGamePay', call => {
      const body = call.json();
      signedUser(world, call, body);
      const found = orders.get(slotOf(call, billNo(body)));
      if (!found || found.prepayId !== body.text('prepay_id')) return refuse(90018);
      const expired = world.clock.seconds() - found.made > PREPAY_LIFE;
      return ok({ pay_state: expired ? 2 : 1, pay_time: expired ? 0 : found.made, app_remark: found.remark });
    }),
    qq.post('/api/json/openApiPay/GetBalance', call => {
      const openid = signedUser(world, call, call.json());
      return ok({ remainder: balance(call, openid) });
    }),
    qq.post('/api/json/openApiPay/MiniGetBalance', call => {
      const openid = olderUser(world, call, call.json());
      return ok({ remainder: balance(call, openid) });
    }),
    qq.post('/api/json/openApiPay/MiniPay', call => {
      const body = call.json();
      const openid = olderUser(world, call, body);
      const amount = amountOf(body, 'amt');
      if (balance(call, openid) < amount) refuse(90013);
      order(call, body, amount);
      return ok({ remainder: change(call, openid, -amount) });
    }),
    qq.post('/api/json/openApiPay/MiniPresent', call => {
      const body = call.json();
      const openid = olderUser(world, call, body);
      const amount = amountOf(body, 'present_counts');
      order(call, body, amount);
      return ok({ remainder: change(call, openid, amount) });
    }),
  ];
};
