import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, type Answer } from './answers/answer';
import { isLoopbackAddress, isLoopbackRequest } from './http/guard';
import { readBody } from './http/read-body';
import { reply } from './http/reply';
import { SimulatorRequest } from './http/request';

/** What the server does with a request: it either answers itself or hands back what to send. */
export type Handler = (request: SimulatorRequest, response: ServerResponse) => Promise<Answer | undefined>;

/** Callers keep their connections; nobody's idle socket is closed under a request on its way. */
const KEEP_ALIVE = 600_000;

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  now: () => number,
  handle: Handler,
): Promise<void> {
  // The platforms tell their time with every answer, and theirs is the simulator's.
  response.setHeader('Date', new Date(now()).toUTCString());
  if (!isLoopbackRequest(message.headers)) {
    reply(response, { ...json({ error: 'loopback Host and Origin only' }), status: 403 });
    return;
  }
  const body = await readBody(message);
  if (!body) {
    if (!message.destroyed) reply(response, { ...json({ error: 'body too large' }), status: 413 });
    response.once('finish', () => message.destroy());
    return;
  }
  const { method = 'GET', url = '/', headers } = message;
  const address = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const answer = await handle(
    new SimulatorRequest({ method, url, at: now(), headers, body, address }),
    response,
  );
  if (answer && !response.destroyed) reply(response, answer);
}

/** A mistake of the simulator's own must look like nothing a platform says. */
function ownError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  reply(response, { ...json({ error: 'simulator', detail: text }), status: 599 });
}

/** Listens on a loopback address; port 0 takes any free one. */
export async function listen(
  { host, port }: { host: string; port: number },
  now: () => number,
  handle: Handler,
): Promise<{ server: Server; url: string; port: number }> {
  if (!isLoopbackAddress(host)) throw new TypeError(`the simulator listens on loopback only, not on ${host}`);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (message, response) => {
    serve(message, response, now, handle).catch(error => ownError(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  return { server, port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
}
