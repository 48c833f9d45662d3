import { JSON_TYPE, ok, type Answer } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { templateFault } from '../../rules/template-values';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { official, type PlayGroup } from '../play';

/** Beyond what a JavaScript number holds exactly, as the real ones are. */
const FIRST_MSGID = 3_213_431_463_236_804_608n;
const SAME_MESSAGE = 600_000;
const MAX_TITLE = 15;

/** The mini program a message opens must be one that the platform knows. */
function checkTarget(world: World, body: Fields): void {
  const target = body.object('miniprogram');
  if (target && world.apps.get(target.text('appid'))?.platform !== 'weixin') refuse(40013);
}

function checkTemplate(call: Call, body: Fields, data: Fields | undefined): void {
  const template = call.app.templates.find(({ id }) => id === body.text('template_id'));
  if (!template) return refuse(40037);
  const fault = templateFault(template.keys, data?.raw ?? {});
  if (fault) refuse(47003, fault);
}

const sent = (msgid: bigint): Answer => ({
  type: JSON_TYPE,
  body: `{"errcode":0,"errmsg":"ok","msgid":${msgid.toString()}}`,
});

/** Messages of an official account to its followers. */
export const templateMessage: PlayGroup = world => {
  let next = FIRST_MSGID;
  const byClientId = new Map<string, { msgid: bigint; at: number }>();

  return [
    official.post('/cgi-bin/message/template/send', call => {
      const { app } = call;
      const body = call.json();
      const openid = world.users.check(app, body.text('touser'));
      if (world.users.get(app, openid)?.follower === false) refuse(43004);
      checkTarget(world, body);
      checkTemplate(call, body, body.object('data'));
      const clientId = body.text('client_msg_id');
      const slot = `${app.appid} ${clientId}`;
      const before = clientId ? byClientId.get(slot) : undefined;
      if (before && world.clock.now() - before.at < SAME_MESSAGE) return sent(before.msgid);
      const msgid = next++;
      if (clientId) byClientId.set(slot, { msgid, at: world.clock.now() });
      return sent(msgid);
    }),
    official.post('/cgi-bin/message/template/subscribe', call => {
      const { app } = call;
      const body = call.json();
      const openid = world.users.check(app, body.text('touser'));
      const templateId = body.text('template_id');
      if (!app.templates.some(({ id }) => id === templateId)) refuse(40037);
      const title = body.text('title');
      if (!title || [...title].length > MAX_TITLE) refuse(47003, 'argument invalid! title invalid');
      checkTarget(world, body);
      if (!world.subscriptions.take(app.appid, openid, templateId, false)) refuse(43101);
      return ok();
    }),
  ];
};
