/** Bare `http` with keep-alive: no checks, no token, no JSON; the answer's bytes, whole or an error. */
const http = require('http');
const { message, TIMEOUT } = require('./message.cjs');

/** What the module makes of `message`: the bare request carries the same bytes. */
const body = JSON.stringify({ ...message, miniprogram_state: 'formal', lang: 'zh_CN' });
const path = `/cgi-bin/message/subscribe/send?access_token=${'A'.repeat(136)}`;

exports.body = body;
exports.path = path;

exports.create = ({ origin }) => {
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
};
