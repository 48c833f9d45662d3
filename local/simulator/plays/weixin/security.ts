import { ok } from '../../answers/answer';
import { refuse, requestId } from '../../answers/refusal';
import { judge, type Verdict } from '../../rules/verdict';
import type { World } from '../../state/world';
import type { Call, Fields } from '../call';
import { mini, type PlayGroup } from '../play';
import { checkedPicture } from '../shared/picture';

const V1_BYTES = 500 * 1024;
const V2_CHARACTERS = 2500;

/** 2.0 judges for a user who was there within two hours. */
function activeUser(world: World, call: Call, body: Fields): void {
  const openid = world.users.check(call.app, body.text('openid'));
  const scene = body.number('scene');
  if (!scene || ![1, 2, 3, 4].includes(scene)) refuse(40129);
  if (!world.users.isActive(call.app, openid)) refuse(61010);
}

function verdictFields({ suggest, label, keyword }: Verdict, trace_id: string) {
  const model = { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 };
  const detail = keyword
    ? [model, { strategy: 'keyword', errcode: 0, suggest, label, level: 90, keyword }]
    : [model];
  return { result: { suggest, label }, detail, trace_id };
}

/** 1.0 and 2.0 share their paths; `version` tells them apart. */
const isSecond = (body: Fields) => body.number('version') === 2;

export const security: PlayGroup = world => [
  mini.post('/wxa/msg_sec_check', call => {
    const body = call.json();
    const content = body.text('content');
    if (isSecond(body)) activeUser(world, call, body);
    if (!content) refuse(44004);
    const verdict = judge(call.request.text);
    if (isSecond(body)) {
      if ([...content].length > V2_CHARACTERS) refuse(45002);
      return ok(verdictFields(verdict, requestId(world.clock.now())));
    }
    if (Buffer.byteLength(content) > V1_BYTES) refuse(45002);
    return verdict.suggest === 'pass' ? ok() : refuse(87014);
  }),
  mini.post('/wxa/img_sec_check', call => {
    return checkedPicture(call).suggest === 'pass' ? ok() : refuse(87014);
  }),
  mini.post('/wxa/media_check_async', call => {
    const body = call.json();
    if (![1, 2].includes(body.number('media_type') ?? 0)) refuse(40004);
    if (!/^https?:\/\//.test(body.text('media_url'))) refuse(40097);
    if (isSecond(body)) activeUser(world, call, body);
    return ok({ trace_id: requestId(world.clock.now()) });
  }),
];
