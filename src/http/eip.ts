/**
 * `uniCloud.httpProxyForEip`: the Alibaba provider's proxy with fixed addresses, for WeChat's list of allowed
 * addresses. It reaches `*.weixin.qq.com` only, has a limit of its own of 5 s and some 20 requests a second,
 * and carries text only: no uploads, no pictures.
 */
import { host } from '../host/unicloud';
import { ownError } from '../result/error';
import { failure, foreignFailure, hostOf, within } from './failure';
import { lowerCaseNames, toBuffer } from './foreign';
import type { HttpRequest, HttpResponse, Transport } from './transport';

type Proxy = NonNullable<NonNullable<ReturnType<typeof host>>['httpProxyForEip']>;

/** The query as the proxy's `get` wants it; `undefined` if it has a name twice and must stay in the URL. */
function queryParameters(path: string): Record<string, string> | undefined {
  const at = path.indexOf('?');
  const parameters: Record<string, string> = {};
  if (at < 0) return parameters;
  for (const [name, value] of new URLSearchParams(path.slice(at + 1))) {
    if (name in parameters) return undefined;
    parameters[name] = value;
  }
  return parameters;
}

function ask(proxy: Proxy, request: HttpRequest): Promise<unknown> {
  const url = request.origin + request.path;
  if (request.method === 'GET') {
    const parameters = queryParameters(request.path);
    if (!parameters) return proxy.get(url, {}, request.headers);
    const at = url.indexOf('?');
    return proxy.get(at < 0 ? url : url.slice(0, at), parameters, request.headers);
  }
  const text = request.body === undefined ? '' : request.body.toString();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return proxy.post(url, text, request.headers);
  }
  return proxy.postJson(url, json, request.headers);
}

/** The answer: an object, or the same as JSON text. */
function read(answer: unknown): HttpResponse | undefined {
  let fields = answer;
  if (typeof fields === 'string') {
    try {
      fields = JSON.parse(fields);
    } catch {
      return undefined;
    }
  }
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { statusCodeValue, headers, body } = fields as Record<string, unknown>;
  const status = Number(statusCodeValue);
  if (!(status >= 100)) return undefined;
  return { status, headers: lowerCaseNames(headers), body: toBuffer(body) };
}

export const eipTransport: Transport = async request => {
  const proxy = host()?.httpProxyForEip;
  if (!proxy) {
    throw ownError(
      'config-missing',
      'vk-openapi/config.json 的 http.transport 为 "eip"，但当前环境没有 uniCloud.httpProxyForEip（仅阿里云服务空间的云端有）；请改为 "https"，或部署到阿里云服务空间',
      'http.transport is "eip", but uniCloud.httpProxyForEip does not exist here (Alibaba provider, in the cloud only); use "https"',
    );
  }
  const name = hostOf(request.origin);
  let answer: unknown;
  try {
    answer = await within(ask(proxy, request), request.timeout, name);
  } catch (error) {
    throw foreignFailure(error, name);
  }
  const response = read(answer);
  if (!response) throw failure('aborted', name);
  return response;
};
