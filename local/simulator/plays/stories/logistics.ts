import { createHash } from 'node:crypto';
import { refuse } from '../../answers/refusal';
import type { Call, Fields } from '../call';
import { isExample, perApp, type Story } from './story';

interface Step {
  action_time: number;
  action_type: number;
  action_msg: string;
}

interface Waybill {
  order_id: string;
  delivery_id: string;
  waybill_id: string;
  openid: string;
  steps: Step[];
  cancelled: boolean;
}

/** The step that a waybill begins with. */
const ORDERED = 0;

const waybillData = ({ waybill_id }: Waybill) => [{ key: 'WaybillNo', value: waybill_id }];

/** An express order → its waybill → the parcel's way, moved on by the platform's own test call → cancelled. */
export const logistics: Story = world => {
  const of = perApp(() => new Map<string, Waybill>());
  const key = (delivery: string, order: string) => `${delivery} ${order}`;

  const idOf = (call: Call, delivery: string, order: string) =>
    `SIM${createHash('sha256').update(`${call.app.appid} ${delivery} ${order}`).digest('hex').slice(0, 16).toUpperCase()}`;
  const byOrder = (call: Call, body: Fields) =>
    of(call.app.appid).get(key(body.text('delivery_id'), body.text('order_id')));
  const byWaybill = (call: Call, body: Fields) =>
    [...of(call.app.appid).values()].find(
      ({ waybill_id, delivery_id }) =>
        waybill_id === body.text('waybill_id') && delivery_id === body.text('delivery_id'),
    );
  /** Nobody's waybill: an example's, or none. */
  const unknown = <T>(body: Fields, example: T): T =>
    isExample(body.text('waybill_id') || body.text('order_id')) ? example : refuse(9300559);

  return {
    '/cgi-bin/express/business/order/add': call => {
      const body = call.json();
      const delivery_id = body.text('delivery_id');
      const order_id = body.text('order_id');
      const waybill: Waybill = byOrder(call, body) ?? {
        order_id,
        delivery_id,
        waybill_id: idOf(call, delivery_id, order_id),
        openid: body.text('openid'),
        steps: [{ action_time: world.clock.seconds(), action_type: ORDERED, action_msg: '已下单' }],
        cancelled: false,
      };
      of(call.app.appid).set(key(delivery_id, order_id), waybill);
      const { waybill_id } = waybill;
      return {
        order_id,
        waybill_id,
        delivery_resultcode: 0,
        delivery_resultmsg: 'ok',
        waybill_data: waybillData(waybill),
      };
    },
    '/cgi-bin/express/business/order/get': (call, example) => {
      const body = call.json();
      const found = byOrder(call, body);
      if (!found) return unknown(body, example);
      const { order_id, delivery_id, waybill_id, cancelled } = found;
      const order_status = cancelled ? 1 : 0;
      return {
        ...example,
        order_id,
        delivery_id,
        waybill_id,
        order_status,
        waybill_data: waybillData(found),
      };
    },
    '/cgi-bin/express/business/order/cancel': (call, example) => {
      const body = call.json();
      const found = byOrder(call, body);
      if (!found) return unknown(body, example);
      found.cancelled = true;
      return { delivery_resultcode: 0, delivery_resultmsg: 'ok' };
    },
    '/cgi-bin/express/business/path/get': (call, example) => {
      const body = call.json();
      const found = byWaybill(call, body);
      if (!found) return unknown(body, example);
      const { openid, delivery_id, waybill_id, steps } = found;
      return { openid, delivery_id, waybill_id, path_item_num: steps.length, path_item_list: steps };
    },
    '/cgi-bin/express/business/test_update_order': (call, example) => {
      const body = call.json();
      const found = byOrder(call, body);
      if (!found) return unknown(body, example);
      const number = (name: string) => body.number(name) ?? 0;
      const step = { action_time: number('action_time'), action_type: number('action_type') };
      found.steps.push({ ...step, action_msg: body.text('action_msg') });
      return {};
    },
  };
};
