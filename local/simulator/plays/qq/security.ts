import { ok, okCamel } from '../../answers/answer';
import { refuse, requestId } from '../../answers/refusal';
import { judge } from '../../rules/verdict';
import { qq, type PlayGroup } from '../play';
import { checkedPicture } from '../shared/picture';
import { checkOwnAppid } from './own-appid';

const MAX_TEXT = 500 * 1024;

/** QQ's content checks; the two that answer at once spell errCode and errMsg in camel case. */
export const qqSecurity: PlayGroup = world => [
  qq.camel('/api/json/security/MsgSecCheck', call => {
    const body = call.json();
    checkOwnAppid(call, body.text('appid'));
    const content = body.text('content');
    if (!content) refuse(44004);
    if (Buffer.byteLength(content) > MAX_TEXT) refuse(45002);
    return judge(call.request.text).suggest === 'pass' ? okCamel() : refuse(87014);
  }),
  qq.camel('/api/json/security/ImgSecCheck', call => {
    checkOwnAppid(call, call.formField('appid'));
    return checkedPicture(call).suggest === 'pass' ? okCamel() : refuse(87014);
  }),
  qq.post('/api/json/security/MediaCheckAsync', call => {
    const body = call.json();
    checkOwnAppid(call, body.text('appid'));
    if (![1, 2].includes(body.number('media_type') ?? 0)) refuse(40004);
    if (!/^https?:\/\//.test(body.text('media_url'))) refuse(40097);
    return ok({ trace_id: requestId(world.clock.now()) });
  }),
];
