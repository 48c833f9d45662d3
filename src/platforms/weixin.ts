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
  // The stable endpoint: asked without force it gives everybody the same token, so that nobody retires
  // another's. Its tokens and those of the older /cgi-bin/token do not touch each other.
  tokenRequest: ({ appid, secret, force }) => ({
    method: 'POST',
    path: '/cgi-bin/stable_token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force }),
  }),
};
