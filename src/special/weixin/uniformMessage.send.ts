import type { Adapter, AdapterContext, Answer } from '../adapter';
import { badParam, isBlank, without } from '../params';
import { wrapValues } from '../template-data';

const WITHDRAWN = 45109;
const REPLACEMENT = 'weixin.h5.templateMessage.send';

const FLAT = ['template_id', 'url', 'miniprogram', 'data'] as const;

/** The flat parameters as the platform nests them, with the official account's appid. */
async function nested(params: Record<string, unknown>, context: AdapterContext) {
  for (const name of ['template_id', 'data'] as const) {
    if (params[name] === undefined || params[name] === null) {
      throw badParam(name, '缺少必填参数', 'a required parameter is missing');
    }
  }
  const template: Record<string, unknown> = {
    appid: isBlank(params.template_appid) ? await context.appidOf('weixin.h5') : params.template_appid,
  };
  for (const name of FLAT) {
    if (params[name] !== undefined && params[name] !== null) template[name] = params[name];
  }
  template.data = wrapValues(template.data);
  return { ...without(params, ...FLAT, 'template_appid'), mp_template_msg: template };
}

function nameReplacement(answer: Answer): Answer {
  if (answer.code !== WITHDRAWN || answer.msg.includes(REPLACEMENT)) return answer;
  return { ...answer, msg: `${answer.msg}。平台已收回此接口，请改用 ${REPLACEMENT}（公众号模板消息）` };
}

/**
 * The platform has withdrawn this call: the request is sent and answered with 45109, and `msg` names the way
 * now. The platform's own nested parameters are sent as they are.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api-backend/open-api/uniform-message/uniformMessage.send.html
 */
export const send: Adapter = async (params, context) => {
  const isNested = !isBlank(params.mp_template_msg) || !isBlank(params.weapp_template_msg);
  return nameReplacement(await context.request(isNested ? params : await nested(params, context)));
};
