import http, { type IncomingMessage, type ServerResponse } from 'http';
import { CloudError, toCloudError } from '../errors';
import { json, type Exchange, type Host, type Reply, type Route } from './exchange';
import { files } from './files';
import { gateway } from './gateway';
import { corsHeaders, refusal } from './guard';
import { localDebug } from './local-debug';
import { url } from './url';

const index: Route = ({ path }, host) =>
  path === '/'
    ? json({
        name: 'vk-openapi local cloud',
        space: { provider: host.space.provider, spaceId: host.space.spaceId },
        functions: host.functionNames(),
        call: 'POST /cloudfunctions/<name> {"param": {…}} · /http/<name>',
      })
    : undefined;

const ROUTES: Route[] = [index, localDebug, gateway, url, files];

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** Starts the HTTP side. Rejects with the system's error when the port is taken. */
export function listen(host: Host, address: string, port: number): Promise<HttpServer> {
  const server = http.createServer((request, response) => {
    answer(request, host).then(
      reply => write(request, response, reply),
      (error: unknown) => write(request, response, failed(error)),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      const bound = server.address();
      resolve({
        port: typeof bound === 'object' && bound ? bound.port : port,
        close: () =>
          new Promise(done => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(request: IncomingMessage, host: Host): Promise<Reply> {
  const refused = refusal(request.headers);
  if (refused) throw new CloudError('FORBIDDEN', refused, 403);
  if (request.method === 'OPTIONS') return { status: 204, body: '' };
  const exchange = exchangeOf(request);
  for (const route of ROUTES) {
    const reply = await route(exchange, host);
    if (reply) return reply;
  }
  throw new CloudError('NOT_FOUND', `本地云没有这个地址：${exchange.method} ${exchange.path}`, 404);
}

function exchangeOf(request: IncomingMessage): Exchange {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  return {
    request,
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    sender: { clientIP: request.socket.remoteAddress, userAgent: request.headers['user-agent'] },
  };
}

function failed(error: unknown): Reply {
  // A path that is not valid percent-encoding.
  if (error instanceof URIError)
    return json({ code: 'INVALID_REQUEST', message: '地址不是合法的编码。' }, 400);
  const { code, message, status } = toCloudError(error);
  return json({ code, message }, status);
}

function write(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  // What is left of a body that was not wanted cannot be followed by another request.
  const rest = request.complete ? {} : { connection: 'close' };
  const cors = refusal(request.headers) ? {} : corsHeaders(request.headers);
  try {
    response.writeHead(reply.status, { ...reply.headers, ...cors, ...rest });
  } catch (error) {
    // A function's own headers may be impossible ones.
    response.writeHead(502, { 'content-type': 'application/json; charset=utf-8', ...cors });
    return void response.end(JSON.stringify({ code: 'INVALID_RESPONSE', message: (error as Error).message }));
  }
  response.end(request.method === 'HEAD' ? undefined : reply.body);
  if (!request.complete) request.resume();
}
