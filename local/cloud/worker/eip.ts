import http from 'http';
import https from 'https';
import { CloudError } from '../errors';

type Form = Record<string, unknown>;

/** Alibaba's fixed-address proxy gives up after so many milliseconds. */
const TIMEOUT_MS = 5000;

/** It goes to WeChat only; here also to this machine, where the simulator is. */
const isAllowed = (host: string) =>
  /(^|\.)weixin\.qq\.com$/.test(host) || /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host);

const formOf = (fields: Form = {}) =>
  new URLSearchParams(Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]));

/** As the two official consumers of the proxy read it: status, headers and the body as text. */
function send(method: string, url: URL, headers: http.OutgoingHttpHeaders, body?: string) {
  if (!isAllowed(url.hostname))
    return Promise.reject(
      new CloudError('FORBIDDEN_HOST', `httpProxyForEip 只能访问 *.weixin.qq.com：${url.hostname}`),
    );
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const { request } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, ...length }, timeout: TIMEOUT_MS }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          statusCodeValue: answer.statusCode,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`httpProxyForEip: no answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** `uniCloud.httpProxyForEip`, which here is no proxy: the requests go out from this machine. */
export const httpProxyForEip = {
  get(url: string, params?: Form, headers: http.OutgoingHttpHeaders = {}) {
    const target = new URL(url);
    formOf(params).forEach((value, name) => target.searchParams.append(name, value));
    return send('GET', target, headers);
  },
  postForm: (url: string, form?: Form, headers: http.OutgoingHttpHeaders = {}) =>
    send(
      'POST',
      new URL(url),
      { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      formOf(form).toString(),
    ),
  postJson: (url: string, json: unknown, headers: http.OutgoingHttpHeaders = {}) =>
    send(
      'POST',
      new URL(url),
      { 'content-type': 'application/json', ...headers },
      JSON.stringify(json ?? {}),
    ),
  post: (url: string, text = '', headers: http.OutgoingHttpHeaders = {}) =>
    send('POST', new URL(url), { 'content-type': 'text/plain', ...headers }, text),
};
