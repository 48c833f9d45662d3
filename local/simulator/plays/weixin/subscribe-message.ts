import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { isReleased } from '../../rules/pages';
import { templateFault } from '../../rules/template-values';
import { judge } from '../../rules/verdict';
import { mini, type PlayGroup } from '../play';

const STATES = ['', 'developer', 'trial', 'formal'];
const LANGUAGES = ['', 'zh_CN', 'en_US', 'zh_HK', 'zh_TW'];

export const subscribeMessage: PlayGroup = world => [
  mini.post('/cgi-bin/message/subscribe/send', call => {
    const { app } = call;
    const body = call.json();
    const openid = world.users.check(app, body.text('touser'));
    const template = app.templates.find(({ id }) => id === body.text('template_id'));
    if (!template) return refuse(40037);
    if (!isReleased(app, body.text('page'), true)) refuse(41030);
    if (!STATES.includes(body.text('miniprogram_state')))
      refuse(47003, 'argument invalid! miniprogram_state invalid');
    if (!LANGUAGES.includes(body.text('lang'))) refuse(47003, 'argument invalid! lang invalid');
    const fault = templateFault(template.keys, body.object('data')?.raw ?? {});
    if (fault) refuse(47003, fault);
    if (judge(call.request.text).suggest === 'risky') refuse(45168);
    if (!world.subscriptions.take(app.appid, openid, template.id, template.longTerm ?? false)) refuse(43101);
    return ok();
  }),
];
