import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { mini, type PlayGroup } from '../play';

const LIFE = 30 * 86_400;

interface Card {
  content_json: string;
  code_expire_time: number;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Which card a request is about. A notify code the simulator takes begins with `demo-`. */
function cardOf(world: World, call: Call, body: Fields): { slot: string; type: number } {
  const openid = world.users.check(call.app, body.text('openid'));
  const type = body.number('notify_type') ?? 0;
  const code = body.text('notify_code');
  if (!Number.isInteger(type) || type < 1) refuse(85434);
  if (!code.startsWith('demo-')) refuse(85437);
  return { slot: `${call.app.appid} ${openid} ${type} ${code}`, type };
}

/** Service cards. */
export const userNotify: PlayGroup = world => {
  const cards = new Map<string, Card>();
  return [
    mini.post('/wxa/set_user_notify', call => {
      const body = call.json();
      const { slot } = cardOf(world, call, body);
      const content_json = body.text('content_json');
      if (!isJson(content_json)) refuse(85435);
      const check = body.text('check_json');
      if (check && !isJson(check)) refuse(85433, 'invalid check_json');
      cards.set(slot, { content_json, code_expire_time: world.clock.seconds() + LIFE });
      return ok();
    }),
    mini.post('/wxa/set_user_notifyext', call => {
      const body = call.json();
      const { slot } = cardOf(world, call, body);
      if (!isJson(body.text('ext_json'))) refuse(85470);
      return cards.has(slot) ? ok() : refuse(85437);
    }),
    mini.post('/wxa/get_user_notify', call => {
      const { slot, type } = cardOf(world, call, call.json());
      const card = cards.get(slot) ?? refuse(85437);
      return ok({ notify_info: { notify_type: type, code_state: 0, ...card } });
    }),
  ];
};
