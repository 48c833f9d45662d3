import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { ownAppid } from '../own-app';
import { badParam, isBlank, requiredText } from '../params';

const AUTHORIZE = 'https://open.weixin.qq.com/connect/oauth2/authorize';

/** The page to come back to. Older code encodes it itself, because the platform asks for that. */
function pageOf(params: Record<string, unknown>): string {
  const given = requiredText(params, 'redirect_uri').trim();
  let page = given;
  if (/^https?%3a/i.test(given)) {
    try {
      page = decodeURIComponent(given);
    } catch {
      page = '';
    }
  }
  if (/^https?:\/\/[^\s/?#]/i.test(page)) return page;
  throw badParam(
    'redirect_uri',
    '应为完整的网页地址（以 http:// 或 https:// 开头）',
    'must be the whole address of a page (http:// or https://)',
  );
}

/**
 * The address that asks a user for his consent. The platform wants the query in exactly this order, and the
 * fragment.
 *
 * @see https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
 */
export const getAuthorizeUrl: Adapter = async (params, context) => {
  const query: [string, unknown][] = [
    ['appid', await ownAppid(context)],
    ['redirect_uri', pageOf(params)],
    ['response_type', 'code'],
    ['scope', isBlank(params.scope) ? 'snsapi_base' : params.scope],
    ['state', params.state],
    ['forcePopup', params.forcePopup],
  ];
  const text = query
    .filter(([, value]) => !isBlank(value))
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return succeed({ url: `${AUTHORIZE}?${text}#wechat_redirect` });
};
