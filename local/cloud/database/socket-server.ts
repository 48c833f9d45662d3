import { randomBytes, timingSafeEqual } from 'crypto';
import fs from 'fs';
import net from 'net';
import os from 'os';
import path from 'path';
import { DatabaseError } from './errors';
import { onLines } from './lines';
import type { Answer, Operation, Provider, Send } from './types';

/** What a client says first, and what it asks then. */
export type Question = { token: string } | ({ id: number } & Operation);
export type Reply =
  | { ready: Provider }
  | { id: number; answer: Answer }
  | { id: number; error: { code: string; message: string } };

export interface SocketServer {
  /** For `connectDatabase`: where, and the word that lets in. */
  address: string;
  close(): Promise<void>;
}

const isSame = (given: unknown, token: string): boolean =>
  typeof given === 'string' &&
  given.length === token.length &&
  timingSafeEqual(Buffer.from(given), Buffer.from(token));

/** A socket in a folder nobody else can enter (paths of sockets must be short); on Windows a named pipe. */
function newSocketPath(): { socket: string; remove: () => void } {
  if (process.platform === 'win32')
    return { socket: `\\\\.\\pipe\\vk-openapi-${randomBytes(8).toString('hex')}`, remove: () => undefined };
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'vk-db-'));
  return { socket: path.join(dir, 's'), remove: () => fs.rmSync(dir, { recursive: true, force: true }) };
}

const failure = (id: number, error: unknown): Reply => ({
  id,
  error: {
    code: error instanceof DatabaseError ? error.code : 'DATABASE_REQUEST_FAILED',
    message: error instanceof Error ? error.message : String(error),
  },
});

/** Serves a database to other processes of this user. */
export async function serveDatabase(send: Send, provider: Provider): Promise<SocketServer> {
  const { socket, remove } = newSocketPath();
  const token = randomBytes(24).toString('hex');
  const connections = new Set<net.Socket>();
  const server = net.createServer(connection => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connection.destroy());
    serve(connection, token, send, provider);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return {
    address: `${socket}#${token}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          remove();
          resolve();
        });
        for (const connection of connections) connection.destroy();
      }),
  };
}

function serve(connection: net.Socket, token: string, send: Send, provider: Provider): void {
  const reply = (message: Reply) => {
    if (connection.writable) connection.write(JSON.stringify(message) + '\n');
  };
  let known = false;
  onLines(connection, line => {
    const question = parse(line);
    if (!question) return connection.destroy();
    if ('token' in question) {
      known = isSame(question.token, token);
      return known ? reply({ ready: provider }) : connection.destroy();
    }
    if (!known) return connection.destroy();
    send({ action: question.action, params: question.params }).then(
      answer => reply({ id: question.id, answer }),
      (error: unknown) => reply(failure(question.id, error)),
    );
  });
}

function parse(line: string): Question | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value && typeof value === 'object' ? (value as Question) : undefined;
  } catch {
    return undefined;
  }
}
