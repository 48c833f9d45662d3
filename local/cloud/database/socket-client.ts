import net from 'net';
import { connectionLost, DatabaseError } from './errors';
import { onLines } from './lines';
import type { Question, Reply } from './socket-server';
import type { Answer, Operation, Provider, Send } from './types';

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export interface Connection {
  provider: Provider;
  send: Send;
  close(): void;
}

/** Connects to a database another process serves; `address` is what it calls its own. */
export function connect(address: string): Promise<Connection> {
  const [path = '', token = ''] = address.split('#');
  const socket = net.connect(path);
  const waiting = new Map<number, Waiting>();
  let asked = 0;

  const ask = (question: Question) => socket.write(JSON.stringify(question) + '\n');
  const send = (operation: Operation) =>
    new Promise<Answer>((resolve, reject) => {
      if (socket.destroyed) return reject(connectionLost());
      // A process waits for its answers, and does not stay for a connection nobody uses.
      socket.ref();
      waiting.set(++asked, { resolve, reject });
      ask({ id: asked, ...operation });
    });

  return new Promise((resolve, reject) => {
    // `close` follows every error, and ends what is still waiting.
    socket.on('error', reject);
    socket.once('connect', () => ask({ token }));
    socket.once('close', () => {
      reject(connectionLost());
      for (const { reject: fail } of waiting.values()) fail(connectionLost());
      waiting.clear();
    });
    onLines(socket, line => {
      const reply = JSON.parse(line) as Reply;
      if ('ready' in reply) resolve({ provider: reply.ready, send, close: () => socket.destroy() });
      else settle(reply, waiting);
      if (!waiting.size) socket.unref();
    });
  });
}

function settle(reply: Exclude<Reply, { ready: Provider }>, waiting: Map<number, Waiting>): void {
  const entry = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ('answer' in reply) entry?.resolve(reply.answer);
  else entry?.reject(new DatabaseError(reply.error.code, reply.error.message));
}
