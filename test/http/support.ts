/** Real servers for the transports' tests: on loopback, on free ports, closed after each test. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/host/clock';
import { systemClock } from '../../src/host/clock';
import type { HttpRequest, TransportError } from '../../src/http';

const open: { server: net.Server; sockets: Set<net.Socket> }[] = [];

async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  open.push({ server, sockets });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Ends every server of a test, its connections included. */
export async function closeServers(): Promise<void> {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
  }
}

export interface Received {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface TestServer {
  origin: string;
  port: number;
  /** Requests that arrived whole. */
  received: Received[];
  /** Connections that were accepted. */
  connections: () => number;
  /** Destroys the connections that stand now. */
  cut(): void;
}

type Handler = (response: http.ServerResponse, request: Received, index: number) => void;

const answerOk: Handler = response => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end('{"errcode":0}');
};

export async function startServer(
  handler: Handler = answerOk,
  tls?: https.ServerOptions,
): Promise<TestServer> {
  const received: Received[] = [];
  let connections = 0;
  const onRequest: http.RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(pieces) });
      handler(response, received[received.length - 1]!, received.length - 1);
    });
  };
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
  server.on('connection', () => connections++);
  const port = await listen(server);
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    received,
    connections: () => connections,
    cut: () => open.find(o => o.server === server)?.sockets.forEach(socket => socket.destroy()),
  };
}

/** A server that speaks in bytes: for answers that no HTTP server would give. */
export async function startRawServer(onConnection: (socket: net.Socket) => void): Promise<string> {
  const port = await listen(net.createServer(onConnection));
  return `http://127.0.0.1:${port}`;
}

/** An origin where nobody listens. */
export async function deadOrigin(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export const SECRET = 'TOKEN-0123456789-SECRET';

export const get = (origin: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  origin,
  path: `/cgi-bin/thing?access_token=${SECRET}`,
  headers: {},
  timeout: 5000,
  ...more,
});

export const post = (
  origin: string,
  body: string | Buffer,
  more: Partial<HttpRequest> = {},
): HttpRequest => ({
  ...get(origin),
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
  ...more,
});

export async function failureOf(promise: Promise<unknown>): Promise<TransportError> {
  try {
    await promise;
  } catch (error) {
    return error as TransportError;
  }
  throw new Error('expected a failure');
}

/** Everything that a log could show of an error. */
export const everythingIn = (error: Error): string =>
  [
    error.message,
    error.stack,
    ...Reflect.ownKeys(error).map(key => String(Reflect.get(error, key))),
    JSON.stringify(error),
  ].join('\n');

/** A wall clock that tests can push. */
export function pushedClock(): Clock & { push(ms: number): void } {
  let offset = 0;
  return {
    ...systemClock,
    now: () => Date.now() + offset,
    push(ms) {
      offset += ms;
    },
  };
}
