import type { Platform } from './platform';

/** WeChat mini program. https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/ */
export const weixin: Platform = {
  name: 'weixin',
  origin: 'https://api.weixin.qq.com',
  twin: 'https://api2.weixin.qq.com',
  hosts: [
    'api.weixin.qq.com',
    'api2.weixin.qq.com',
    'sh.api.weixin.qq.com',
    'sz.api.weixin.qq.com',
    'hk.api.weixin.qq.com',
  ],
  provider: 'weixin-mp',
  client: 'mp-weixin',
  tokenDead: new Set([40001, 40014, 42001]),
  credentialsWrong: new Set([40001, 40013, 40125]),
  transient: -1,
  quota: new Set([45009, 45011]),
  quotaWindows: { 45009: 'day', 45011: 'minute' },
  quotaPeculiar: {
    // Limited by the minute only, and answers 45009 to that.
    '/wxa/getwxacodeunlimit': 'minute',
    // Limited by the minute and by the day, and documented with one number for both.
    '/wxa/msg_sec_check': 'either',
    '/wxa/img_sec_check': 'either',
    '/wxa/media_check_async': 'either',
    // Ten in an hour.
    '/tcb/getqcloudtoken': 'unknown',
    // A total of each kind of material, which deleting one makes room in.
    '/cgi-bin/material/add_material': 'unknown',
    // Several calls behind one path.
    '/publisher/stat': 'unknown',
    // May be one user's own limit: it must not keep out the others.
    '/wxa/business/getuserphonenumber': 'unknown',
    '/wxa/checksession': 'unknown',
    '/wxa/resetusersessionkey': 'unknown',
    '/wxa/business/getuserencryptkey': 'unknown',
  },
  quotaClearing: new Set(['/cgi-bin/clear_quota', '/cgi-bin/clear_quota/v2', '/cgi-bin/openapi/quota/clear']),
  // The stable endpoint: asked without force it gives everybody the same token, so that nobody retires
  // another's. Its tokens and those of the older /cgi-bin/token do not touch each other.
  tokenRequest: ({ appid, secret, force }) => ({
    method: 'POST',
    path: '/cgi-bin/stable_token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force }),
  }),
};
