import type { PlatformName } from '../config/types';
import { platforms } from '../platforms';
import { envelopeOf } from '../result/envelope';
import { asOpenapiError, type OpenapiError, ownError } from '../result/error';
import type { CallOptions } from '../special/adapter';
import { splitOptions } from './options';
import type { Runtime } from './runtime';
import { send } from './send';
import { shapeBytes, shapeJson } from './shape';
import { jsonText, queryPair, type Wire, withQuery } from './wire';

/**
 * The universal call: any path of the platform with the app's token, for what the catalogue does not have.
 * A token never goes to a foreign host.
 */

const invalid = (name: string, zh: string, en: string): OpenapiError =>
  ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);

const NO_OWN: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));
/** Nobody's host: only shows whether a text is a path or points elsewhere. */
const NOWHERE = 'https://path.invalid';

/** Path and query of `url`, which must be a path or lie on one of the platform's own hosts. */
function pathOf(platform: PlatformName, url: unknown): URL {
  if (typeof url !== 'string' || url.trim() === '') {
    throw invalid('url', '应为接口路径，例如 /wxa/getwxacode', 'must be a path such as /wxa/getwxacode');
  }
  const text = url.trim();
  let parsed: URL;
  try {
    parsed = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) || /^[/\\]/.test(text) ? text : `/${text}`, NOWHERE);
  } catch {
    throw invalid('url', '不是合法的路径或网址', 'not a valid path or URL');
  }
  if (parsed.origin === NOWHERE && !parsed.username && !parsed.password) return parsed;
  const own =
    (parsed.protocol === 'https:' || parsed.protocol === 'http:') &&
    parsed.port === '' &&
    !parsed.username &&
    !parsed.password &&
    platforms[platform].hosts.includes(parsed.hostname);
  if (own) return parsed;
  throw invalid(
    'url',
    `只能是接口路径，或平台自己的域名（${platforms[platform].hosts.join('、')}）下的网址；access_token 不会发往其他域名`,
    `must be a path or a URL on the platform's own hosts (${platforms[platform].hosts.join(', ')})`,
  );
}

/** Set by the transport, or by nobody. */
const RESERVED = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect']);

function headersOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('headers', '应为对象', 'must be an object');
  }
  const headers: Record<string, string> = {};
  for (const name of Object.keys(value)) {
    const text = (value as Record<string, unknown>)[name];
    if (text === undefined || text === null) continue;
    const line = String(text);
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(line)) {
      throw invalid(`headers.${name.slice(0, 40)}`, '含有不允许的字符', 'contains characters not allowed');
    }
    if (!RESERVED.has(name.toLowerCase())) headers[name.toLowerCase()] = line;
  }
  return headers;
}

function isEmpty(data: unknown): boolean {
  if (data === undefined || data === null || data === '') return true;
  return typeof data === 'object' && !Buffer.isBuffer(data) && Object.keys(data).length === 0;
}

function methodOf(value: unknown, data: unknown, content: unknown): 'GET' | 'POST' {
  if (value === undefined || value === null || value === '') {
    return isEmpty(data) && isEmpty(content) ? 'GET' : 'POST';
  }
  const method = typeof value === 'string' ? value.toUpperCase() : '';
  if (method === 'GET' || method === 'POST') return method;
  throw invalid('method', '只能是 GET 或 POST', 'must be GET or POST');
}

function bodyOf(data: unknown, content: unknown): { body: string | Buffer; type: string } {
  if (!isEmpty(content)) {
    if (typeof content === 'string') return { body: content, type: 'text/plain; charset=utf-8' };
    if (content instanceof Uint8Array)
      return { body: Buffer.from(content), type: 'application/octet-stream' };
    throw invalid('content', '应为字符串或 Buffer', 'must be a string or a Buffer');
  }
  const body = typeof data === 'string' ? data : jsonText(data === undefined || data === null ? {} : data);
  return { body, type: 'application/json; charset=utf-8' };
}

function queryOf(data: unknown): string {
  if (isEmpty(data)) return '';
  if (typeof data !== 'object' || Array.isArray(data)) {
    throw invalid('data', 'GET 请求的 data 应为对象', 'data of a GET must be an object');
  }
  const fields = data as Record<string, unknown>;
  return Object.keys(fields)
    .filter(name => fields[name] !== undefined && fields[name] !== null)
    .map(name => queryPair(name, fields[name]))
    .join('&');
}

interface Prepared {
  wire: Wire;
  /** Another of the platform's hosts, named in a whole URL. */
  origin: string | undefined;
  /** Written into the URL by the caller, as the platforms' own documentation does. */
  urlToken: string | undefined;
  text: boolean;
}

function prepare(platform: PlatformName, params: Record<string, unknown>): Prepared {
  const { method: verb, url, data, headers, content, dataType } = params;
  const target = pathOf(platform, url);
  const method = methodOf(verb, data, content);
  const urlToken = target.searchParams.get('access_token') || undefined;
  const query = target.search
    .slice(1)
    .split('&')
    .filter(pair => pair !== '' && !/^access_token(=|$)/.test(pair))
    .join('&');
  const path = withQuery(target.pathname, query);
  const own = headersOf(headers);
  const origin = target.origin === NOWHERE ? undefined : `https://${target.hostname}`;
  const about = { urlToken, origin, text: dataType === 'text' };
  if (method === 'GET')
    return { wire: { method, path: withQuery(path, queryOf(data)), headers: own }, ...about };
  const { body, type } = bodyOf(data, content);
  return { wire: { method, path, headers: { 'content-type': type, ...own }, body }, ...about };
}

async function run(
  runtime: Runtime,
  platform: PlatformName,
  given: Record<string, unknown> | undefined,
  second: Record<string, unknown> | undefined,
): Promise<unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid('url', '参数应为 { method, url, data } 形式的对象', 'the parameters must be an object');
  }
  const { params, options: stated } = splitOptions(given, second, NO_OWN);
  const { wire, urlToken, origin, text } = prepare(platform, params);
  const options: CallOptions =
    urlToken === undefined || stated.access_token !== undefined
      ? stated
      : { ...stated, access_token: urlToken };
  const app = options.access_token === undefined ? runtime.configuration.app(platform, options) : undefined;
  const sending = {
    id: `${platform}.request`,
    platform,
    path: wire.path.split('?', 1)[0]!,
    ...(origin !== undefined && origin !== platforms[platform].origin ? { origin } : {}),
    credential: 'token',
    answer: text ? 'text' : 'any',
    hasFile: /^multipart\//i.test(wire.headers['content-type'] || ''),
    repeatable: wire.method === 'GET',
    mayForce: false,
  } as const;
  const { answer, token, limit } = await send(runtime, sending, wire, app, options);
  if (answer.json === undefined) return shapeBytes(answer, options);
  const call = { id: `${platform}.request`, platform };
  return shapeJson(call, answer, [token, app && app.appsecret, options.appsecret], limit);
}

/** What `openapi.<platform>.request` does. A failed call resolves to its envelope. */
export async function request(
  runtime: Runtime,
  platform: PlatformName,
  params?: Record<string, unknown>,
  options?: Record<string, unknown>,
): Promise<unknown> {
  const { counters } = runtime;
  counters.calls += 1;
  const outcome = await run(runtime, platform, params, options).catch((error: unknown) =>
    envelopeOf(asOpenapiError(error)),
  );
  counters.ended(outcome);
  return outcome;
}
