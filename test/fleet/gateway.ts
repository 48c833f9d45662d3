import http from 'http';
import type { AddressInfo } from 'net';
import { Holds } from './hold';

/** A request on its way between one process of the fleet and the platform. */
export interface Passing {
  /** The process's name, which stands before the path. */
  readonly from: string;
  readonly path: string;
}

export interface Gateway {
  /** Where the process called `name` finds the platforms. */
  endpoint(name: string): string;
  /** Stops requests before the platform hears of them. */
  readonly asked: Holds<Passing>;
  /** Stops answers that the platform has given. */
  readonly answered: Holds<Passing>;
  /** How many token requests a process has made. */
  tokenRequests(name: string): number;
  /** Everything a token request is answered with goes through this. */
  tokenAnswer: (body: string, request: { body: string }) => string;
  close(): Promise<void>;
}

const TOKEN_PATHS = ['/cgi-bin/stable_token', '/api/getToken'];
export const isTokenRequest = ({ path }: Passing): boolean => TOKEN_PATHS.includes(path);

/** Between the fleet and the simulator, so that a test can stop a request or its answer at a moment it names. */
export async function openGateway(target: string): Promise<Gateway> {
  const counts = new Map<string, number>();
  const agent = new http.Agent({ keepAlive: true });
  const asked = new Holds<Passing>();
  const answered = new Holds<Passing>();
  const server = http.createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await read(request);
    const [, from = '', rest = ''] = /^\/([^/]*)(\/.*)$/.exec(request.url ?? '') ?? [];
    const passing = { from, path: rest.replace(/\?.*/, '') };
    if (isTokenRequest(passing)) counts.set(from, (counts.get(from) ?? 0) + 1);
    await asked.pass(passing);
    const { status, headers, answer } = await forward(rest, request, body);
    await answered.pass(passing);
    const sent = isTokenRequest(passing)
      ? Buffer.from(gateway.tokenAnswer(answer.toString(), { body: body.toString() }))
      : answer;
    response.writeHead(status, { ...headers, 'content-length': sent.length });
    response.end(sent);
  }

  function forward(path: string, request: http.IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; answer: Buffer }>(
      (resolve, reject) => {
        const { method, headers } = request;
        const onward = http.request(target + path, { method, headers, agent }, message => {
          const { statusCode: status = 0, headers: received } = message;
          delete received['transfer-encoding'];
          delete received.connection;
          read(message).then(answer => resolve({ status, headers: received, answer }), reject);
        });
        onward.on('error', reject);
        onward.end(body);
      },
    );
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const gateway: Gateway = {
    endpoint: name => `http://127.0.0.1:${port}/${name}`,
    asked,
    answered,
    tokenRequests: name => counts.get(name) ?? 0,
    tokenAnswer: body => body,
    close: () =>
      new Promise(resolve => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gateway;
}

async function read(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
