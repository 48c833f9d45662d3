/**
 * The kept-alive connections to one origin. Node's own agent keeps them; this adds what a cloud function
 * needs: an instance may be frozen between two calls, and finds its connections dead when it wakes.
 */
import type * as NodeHttp from 'http';
import type { AgentOptions } from 'https';
import type { Socket } from 'net';
import type { Duplex } from 'stream';
import type { Clock } from '../host/clock';
import { http, https } from '../host/modules';

/** Milliseconds of wall-clock time after which an idle connection is not trusted any more. */
const IDLE_LIMIT = 10_000;
/** Every connection of a pool goes to the same place, so the agent need not tell them apart by long names. */
const NAME = 'origin';

const CONNECTED = Symbol('connected');
const IDLE_SINCE = Symbol('idleSince');

interface PooledSocket extends Socket {
  [CONNECTED]?: boolean;
  [IDLE_SINCE]?: number;
}

/** A request's options as they reach `createConnection`, with our own limit among them. */
interface ConnectionOptions extends NodeHttp.ClientRequestArgs {
  connectTimeout?: number;
}

/** Whether a socket ever stood (with TLS: was secured), so that something may have been sent on it. */
export const wasConnected = (socket: Socket | null | undefined): boolean =>
  socket ? (socket as PooledSocket)[CONNECTED] === true : false;

function watchConnection(socket: PooledSocket, secure: boolean, connectTimeout: number | undefined): void {
  socket.setNoDelay(true);
  let timer: NodeJS.Timeout | undefined;
  if (connectTimeout !== undefined) {
    timer = setTimeout(() => {
      const late: NodeJS.ErrnoException = new Error('connection not made in time');
      late.code = 'ETIMEDOUT';
      socket.destroy(late);
    }, connectTimeout);
    socket.once('close', () => clearTimeout(timer));
  }
  socket.once(secure ? 'secureConnect' : 'connect', () => {
    socket[CONNECTED] = true;
    if (timer) clearTimeout(timer);
  });
}

export interface Pool {
  readonly agent: NodeHttp.Agent;
  /** Closes what has been idle for too long. Costs next to nothing when there is none. */
  dropStale(): void;
  /** Closes every idle connection: one of them was found dead, the others are no better. */
  dropIdle(): void;
  /** Told the `Keep-Alive` header of a new connection's first answer: the server may close earlier than we. */
  learn(keepAlive: string | string[] | undefined): void;
}

export function createPool(secure: boolean, clock: Clock, tls?: AgentOptions): Pool {
  const Base = (secure ? https() : http()).Agent as typeof NodeHttp.Agent;

  // The methods are Node's documented points of extension. They do without what every request would pay for
  // again: the name, a system call for TCP keep-alive, and the parsing of a header.
  class KeepAliveAgent extends Base {
    override getName(): string {
      return NAME;
    }

    override createConnection(...args: Parameters<NodeHttp.Agent['createConnection']>): Duplex {
      const socket = super.createConnection(...args) as PooledSocket;
      watchConnection(socket, secure, (args[0] as ConnectionOptions).connectTimeout);
      return socket;
    }

    override keepSocketAlive(socket: PooledSocket): boolean {
      socket[IDLE_SINCE] = clock.now();
      // An idle connection must not keep a script from ending.
      socket.unref();
      return true;
    }

    override reuseSocket(socket: PooledSocket, request: NodeHttp.ClientRequest): void {
      super.reuseSocket(socket, request);
      // Older Nodes do not say so themselves.
      request.reusedSocket = true;
    }
  }

  const agent = new KeepAliveAgent({ ...tls, keepAlive: true });
  const freeSockets = agent.freeSockets as Record<string, PooledSocket[] | undefined>;
  let idleLimit = IDLE_LIMIT;

  const dropOldest = (idle: PooledSocket[]): void => {
    const socket = idle.shift();
    if (socket) socket.destroy();
  };

  return {
    agent,
    dropStale() {
      const idle = freeSockets[NAME];
      if (!idle || idle.length === 0) return;
      // The oldest is first. A clock that went backwards says nothing about age: not trusted either.
      const now = clock.now();
      while (idle.length > 0) {
        const age = now - (idle[0]![IDLE_SINCE] as number);
        if (age >= 0 && age < idleLimit && !idle[0]!.destroyed) return;
        dropOldest(idle);
      }
    },
    dropIdle() {
      const idle = freeSockets[NAME];
      while (idle && idle.length > 0) dropOldest(idle);
    },
    learn(keepAlive) {
      const seconds = typeof keepAlive === 'string' ? /\btimeout=(\d+)/i.exec(keepAlive) : null;
      if (!seconds) return;
      // A second before the server closes, or half its time if that is shorter: its FIN may be under way.
      const closes = Number(seconds[1]) * 1000;
      idleLimit = Math.min(IDLE_LIMIT, Math.max(closes - 1000, closes / 2));
    },
  };
}
