/** The one call that everything here is measured with: a subscription message, the commonest of all. */
const http = require('http');

const TIMEOUT = 5000;

const message = {
  touser: 'o'.repeat(28),
  template_id: 't'.repeat(43),
  page: 'pages/index/index?id=42',
  data: { thing1: { value: '订单已发货' }, time2: { value: '2026-11-20 12:00' }, number3: { value: '42' } },
};
/** What the module makes of `message`: the bare request carries the same bytes. */
const body = JSON.stringify({ ...message, miniprogram_state: 'formal', lang: 'zh_CN' });
const path = `/cgi-bin/message/subscribe/send?access_token=${'A'.repeat(136)}`;

/** Bare `http` with keep-alive: no checks, no token, no JSON; the answer's bytes, whole or an error. */
function bare(origin) {
  const { hostname: host, port } = new URL(origin);
  const agent = new http.Agent({ keepAlive: true });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  };
  return () =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { agent, host, port, path, method: 'POST', headers, timeout: TIMEOUT },
        response => {
          const pieces = [];
          response.on('data', piece => pieces.push(piece));
          response.on('end', () => resolve(Buffer.concat(pieces)));
          response.on('error', reject);
        },
      );
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.on('error', reject);
      request.end(body);
    });
}

/** The module's transport with its retry policies, without anything above it. */
function transport(origin, { createTransports, exchange }) {
  const transports = createTransports(() => ({}));
  const clock = { now: Date.now };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return () =>
    exchange(
      transports.for('weixin', 'api'),
      { method: 'POST', origin, path, headers, body, timeout: TIMEOUT },
      { repeatable: false, clock },
    );
}

/** The whole module, as a user calls it. */
function vkOpenapi(origin, { createOpenapi }) {
  const openapi = createOpenapi({
    apps: { weixin: [{ appid: 'wx0123456789abcdef', appsecret: '0123456789abcdef0123456789abcdef' }] },
    endpoints: { weixin: origin },
    http: { timeout: TIMEOUT },
    tokenStore: 'memory',
  });
  return async () => {
    const result = await openapi.weixin.subscribeMessage.send(message);
    if (result.code !== 0) throw new Error(`${result.code}: ${result.errmsg}`);
  };
}

module.exports = { bare, transport, vkOpenapi };
