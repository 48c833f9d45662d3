import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { isReleased } from '../../rules/pages';
import { templateFault } from '../../rules/template-values';
import type { MessageTemplate } from '../../rules/templates';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { qq, type PlayGroup } from '../play';

function checkMessage(world: World, call: Call, body: Fields): { openid: string; template: MessageTemplate } {
  const openid = world.users.check(call.app, body.text('touser'));
  const template = call.app.templates.find(({ id }) => id === body.text('template_id'));
  if (!template) return refuse(40037);
  const fault = templateFault(template.keys, body.object('data')?.raw ?? {});
  if (fault) refuse(40035, fault);
  const big = body.text('emphasis_keyword');
  if (big && !template.keys.some(key => big === `${key}.DATA`)) refuse(40035);
  return { openid, template };
}

/** QQ's subscription messages and the older ones by form id. */
export const qqMessages: PlayGroup = world => [
  qq.post('/api/json/subscribe/SendSubscriptionMessage', call => {
    const { app } = call;
    const body = call.json();
    const { openid, template } = checkMessage(world, call, body);
    const account = body.text('oac_appid');
    if (account && !app.officialAccounts.includes(account)) refuse(40015);
    body.number('use_robot');
    if (!world.subscriptions.take(app.appid, openid, template.id, template.longTerm ?? false)) refuse(46001);
    return ok();
  }),
  qq.post('/api/json/template/send', call => {
    const body = call.json();
    // Documented as needed, refused in practice.
    if (body.text('appid')) refuse(40003, 'invalid appid');
    const { openid } = checkMessage(world, call, body);
    if (!isReleased(call.app, body.text('page'), true)) refuse(41030);
    const taken = world.formIds.take(call.app.appid, body.text('form_id'));
    if ('refused' in taken) return refuse(taken.refused === 'used' ? 41029 : 41028);
    if (taken.value.openid && taken.value.openid !== openid) refuse(41028);
    return ok();
  }),
];
