/** A platform that answers what a test tells it to, for lists the simulator has no state of. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  path: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
}

export type Script = (asked: Asked) => object | { bytes: Buffer; status?: number };

export interface Scripted {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

export async function startScripted(script: Script): Promise<Scripted> {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const url = new URL(request.url!, 'http://localhost');
      const text = Buffer.concat(pieces).toString();
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      const one = { path: url.pathname, query: Object.fromEntries(url.searchParams), body };
      asked.push(one);
      const answer = script(one);
      if ('bytes' in answer) {
        response.writeHead(answer.status ?? 200).end(answer.bytes);
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
