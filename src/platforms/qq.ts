import type { Platform } from './platform';

/** QQ mini program. https://q.qq.com/wiki/develop/miniprogram/server/ */
export const qq: Platform = {
  name: 'qq',
  origin: 'https://api.q.qq.com',
  hosts: ['api.q.qq.com'],
  provider: 'qq-mp',
  client: 'mp-qq',
  tokenDead: new Set([40014, 40001]),
  credentialsWrong: new Set([40001, 40013, 40125]),
  transient: -1,
  quota: new Set([45009, 45011, 45029]),
  // 45029 is a total: no moment ends it.
  quotaWindows: { 45009: 'day', 45011: 'minute' },
  quotaPeculiar: {},
  quotaClearing: new Set(),
  // Every fetch retires the token before it (after some five minutes): there is nothing to force.
  tokenRequest: ({ appid, secret }) => ({
    method: 'GET',
    path: `/api/getToken?grant_type=client_credential&appid=${encodeURIComponent(appid)}&secret=${encodeURIComponent(secret)}`,
    headers: {},
  }),
};
