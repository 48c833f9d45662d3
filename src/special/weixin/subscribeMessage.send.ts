import type { Adapter } from '../adapter';
import { withWrappedData } from '../template-data';

/**
 * Bare values of `data` are taken as `{ value }`; the leading `/` that routers write before a page, and the
 * platform refuses, is removed.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html
 */
export const send: Adapter = (params, context) => {
  const { page } = params;
  const wire = withWrappedData(params);
  if (typeof page !== 'string' || !page.startsWith('/')) return context.request(wire);
  return context.request({ ...wire, page: page.replace(/^\/+/, '') });
};
