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
/** Under which the agent files its connections. */
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

/** What of Node's agent and requests its own subclasses on npm build upon, and its types leave out. */
interface AgentInternals {
  addRequest(request: NodeHttp.ClientRequest, options: NodeHttp.ClientRequestArgs): void;
}
interface RequestInternals {
  onSocket(socket: Socket): void;
}

export interface Pool {
  readonly agent: NodeHttp.Agent;
  /** Closes every idle connection: one of them was found dead, the others are no better. */
  dropIdle(): void;
  /** Told the `Keep-Alive` header of a new connection's first answer: the server may close earlier than we. */
  learn(keepAlive: string | string[] | undefined): void;
}

export function createPool(secure: boolean, clock: Clock, tls?: AgentOptions): Pool {
  const Base = (secure ? https() : http()).Agent as unknown as new (
    options: AgentOptions,
  ) => NodeHttp.Agent & AgentInternals;
  let idleLimit = IDLE_LIMIT;

  const idleSockets = (agent: NodeHttp.Agent): PooledSocket[] =>
    (agent.freeSockets as Record<string, PooledSocket[] | undefined>)[NAME] || [];

  /** The connection that fell idle last, if it can be trusted; those that cannot are closed on the way. */
  function takeIdle(agent: NodeHttp.Agent): PooledSocket | undefined {
    const idle = idleSockets(agent);
    if (idle.length === 0) return undefined;
    const now = clock.now();
    for (let socket = idle.pop(); socket; socket = idle.pop()) {
      // A clock that went backwards says nothing about age: not trusted either.
      const age = now - (socket[IDLE_SINCE] as number);
      if (age >= 0 && age < idleLimit && socket.writable && !socket.destroyed) return socket;
      socket.destroy();
    }
    return undefined;
  }

  class KeepAliveAgent extends Base {
    /** Every connection goes to the same place, so there is nothing to tell apart by long names. */
    override getName(): string {
      return NAME;
    }

    /**
     * Node's own way to an idle connection copies all options twice, for a connection that needs none of them:
     * measured, a fifth of the whole request's processor time.
     */
    override addRequest(request: NodeHttp.ClientRequest, options: NodeHttp.ClientRequestArgs): void {
      const socket = takeIdle(this);
      if (socket === undefined) {
        super.addRequest(request, options);
        return;
      }
      this.reuseSocket(socket, request);
      (request as unknown as RequestInternals).onSocket(socket);
    }

    override createConnection(...args: Parameters<NodeHttp.Agent['createConnection']>): Duplex {
      const socket = super.createConnection(...args) as PooledSocket;
      watchConnection(socket, secure, (args[0] as ConnectionOptions).connectTimeout);
      return socket;
    }

    /** Without the system call for TCP keep-alive and the parsing of a header, which Node repeats each time. */
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

  return {
    agent,
    dropIdle() {
      const idle = idleSockets(agent);
      for (let socket = idle.pop(); socket; socket = idle.pop()) socket.destroy();
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
