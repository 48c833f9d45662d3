import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { askForTicket, keptTicket } from '../jsapi';

/**
 * The ticket of the JS-SDK, kept as a token is. `cache: false` asks the platform again by one request and stores
 * the answer. With an `access_token` of the caller's own the platform is asked with that, and nothing is stored.
 *
 * @see https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html
 */
export const getJsapiTicket: Adapter = async (params, context) => {
  if (context.options.access_token === undefined) {
    return succeed({ jsapi_ticket: await keptTicket(params, context) });
  }
  const answer = await askForTicket(context);
  return answer.code === 0 ? succeed({ errmsg: answer.errmsg, jsapi_ticket: answer.ticket }) : answer;
};
