import { fromInside } from '../invocation';
import { readBody } from './body';
import { json, type Exchange, type Reply, type Route } from './exchange';

const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded))|\+(json|xml)/;

/** A request as a URL化 function sees it. */
function eventOf({ request, method, query }: Exchange, path: string, body: Buffer) {
  const isText = !body.length || TEXT.test(String(request.headers['content-type'] ?? 'text/plain'));
  return {
    path,
    httpMethod: method,
    headers: { ...request.headers },
    queryStringParameters: Object.fromEntries(query),
    body: body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

interface Composed {
  mpserverlessComposedResponse?: boolean;
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  body?: unknown;
  isBase64Encoded?: boolean;
}

const isComposed = (result: unknown): result is Composed =>
  typeof result === 'object' &&
  result !== null &&
  ((result as Composed).mpserverlessComposedResponse === true ||
    (typeof (result as Composed).statusCode === 'number' && 'body' in result));

/** An integrated response says everything itself; anything else is a text or JSON. */
function replyOf(result: unknown): Reply {
  if (typeof result === 'string')
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: result };
  if (!isComposed(result)) return json(JSON.stringify(result));
  const { statusCode, headers = {}, body = '', isBase64Encoded } = result;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status: isStatus(statusCode) ? statusCode : 200,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: isBase64Encoded ? Buffer.from(text, 'base64') : text,
  };
}

const isStatus = (code: unknown): code is number =>
  Number.isInteger(code) && Number(code) >= 200 && Number(code) < 600;

/** A function's own address (URL化): `/http/<name>/<path of its own>`. */
export const url: Route = async (exchange, host) => {
  const [, prefix, name, ...rest] = exchange.path.split('/');
  if (prefix !== 'http' || !name) return undefined;
  const target = host.find(decodeURIComponent(name));
  const event = eventOf(exchange, `/${rest.join('/')}`, await readBody(exchange.request, host.bodyLimit));
  const result = await host.invoke(target, {
    ...fromInside('http', event),
    ...exchange.sender,
    httpInfo: event,
  });
  return replyOf(JSON.parse(result));
};
