/**
 * Node's own https (or http, by the origin's scheme) with kept-alive connections: measured, two to four times
 * the calls per second of fetch. Everything here runs for every call, so nothing is parsed, copied or built
 * that the request does not need.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'http';
import type { AgentOptions } from 'https';
import type { Clock } from '../host/clock';
import { http, https } from '../host/modules';
import { failure, hostOf, timerLength } from './failure';
import { createPool, wasConnected } from './pool';
import type { Pool } from './pool';
import type { HttpRequest, HttpResponse, Transport, TransportFailure } from './transport';

/** Bytes. The largest answer of the platforms is a file of some 10 MB. */
const ANSWER_LIMIT = 64 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** What is known of an origin once it was parsed. */
interface Peer {
  /** For messages: host and port. */
  readonly name: string;
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly protocol: string;
  readonly host: string;
  readonly port: string | undefined;
  /** `user:password` of a proxy that asks for it. */
  readonly auth: string | undefined;
  /** What the origin has before every path; mostly nothing. */
  readonly prefix: string;
  readonly pool: Pool;
}

interface Options extends RequestOptions {
  connectTimeout: number | undefined;
}

function openPeer(origin: string, clock: Clock, tls: AgentOptions | undefined): Peer {
  const url = new URL(origin);
  const secure = url.protocol === 'https:';
  return {
    name: url.host,
    request: secure ? https().request : http().request,
    protocol: url.protocol,
    host: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    port: url.port || undefined,
    auth: url.username
      ? `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
      : undefined,
    prefix: url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname,
    pool: createPool(secure, clock, tls),
  };
}

/**
 * The headers are put in order when first asked for: most answers are understood without them. Nothing of
 * Node's message is kept, because it leads to the request and so to the token.
 */
class Received implements HttpResponse {
  readonly status: number;
  private readonly raw: readonly string[];
  private parsed: HttpResponse['headers'] | undefined = undefined;

  constructor(
    message: IncomingMessage,
    readonly body: Buffer,
  ) {
    this.status = message.statusCode as number;
    this.raw = message.rawHeaders;
  }

  get headers(): HttpResponse['headers'] {
    if (this.parsed !== undefined) return this.parsed;
    const headers: HttpResponse['headers'] = Object.create(null);
    for (let i = 0; i + 1 < this.raw.length; i += 2) {
      const name = this.raw[i]!.toLowerCase();
      const value = this.raw[i + 1]!;
      const before = headers[name];
      if (before === undefined) headers[name] = value;
      else if (Array.isArray(before)) before.push(value);
      else headers[name] = [before, value];
    }
    return (this.parsed = headers);
  }
}

/** Calls exactly one of the two, once the answer is whole or can no longer become so. */
function collect(
  message: IncomingMessage,
  whole: (body: Buffer) => void,
  broken: (systemCode?: string) => void,
): void {
  // Most answers come in one piece, which is then the body as it is.
  let first: Buffer | undefined;
  let pieces: Buffer[] | undefined;
  let size = 0;
  message.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > ANSWER_LIMIT) broken();
    else if (first === undefined) first = piece;
    else if (pieces === undefined) pieces = [first, piece];
    else pieces.push(piece);
  });
  message.on('end', () => {
    // Node 12 ends an answer that was cut off as if it were whole.
    if (message.complete) whole(pieces === undefined ? first || NOTHING : Buffer.concat(pieces, size));
    else broken();
  });
  message.on('error', (error: NodeJS.ErrnoException) => broken(error.code));
}

function send(peer: Peer, request: HttpRequest, connectTimeout: number | undefined): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const options: Options = {
      agent: peer.pool.agent,
      protocol: peer.protocol,
      host: peer.host,
      port: peer.port,
      auth: peer.auth,
      method: request.method,
      path: peer.prefix === '' ? request.path : peer.prefix + request.path,
      headers: request.headers,
      connectTimeout,
    };
    let outgoing: ClientRequest;
    try {
      outgoing = peer.request(options);
    } catch (error) {
      // A character that may not stand in a path or a header. Node's own message would quote it.
      reject(failure('connect', peer.name, (error as NodeJS.ErrnoException).code));
      return;
    }
    let settled = false;
    let answering = false;

    const fail = (kind: TransportFailure, systemCode?: string): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      const reused = outgoing.reusedSocket === true;
      if (kind === 'reset' && reused) peer.pool.dropIdle();
      reject(failure(kind, peer.name, systemCode, reused));
      outgoing.destroy();
    };

    // One timer for the whole exchange: a socket's own timeout starts anew with every byte that drips in.
    // What has arrived by now is read first: an instance that was frozen wakes up with all its timers due.
    const timer = setTimeout(() => setImmediate(fail, 'timeout'), timerLength(request.timeout));

    outgoing.on('response', message => {
      answering = true;
      if (!outgoing.reusedSocket) peer.pool.learn(message.headers['keep-alive']);
      collect(
        message,
        body => {
          if (settled) return;
          settled = true;
          clearTimeout(timer);
          resolve(new Received(message, body));
        },
        systemCode => fail('aborted', systemCode),
      );
    });

    // Stays for good: a request destroyed above still reports that it was.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code;
      if (answering || (code !== undefined && code.startsWith('HPE_'))) fail('aborted', code);
      else fail(wasConnected(outgoing.socket) ? 'reset' : 'connect', code);
    });

    outgoing.end(request.body);
  });
}

/**
 * A transport over Node's own HTTP client.
 *
 * @param clock wall-clock time decides how long an idle connection may be used again
 * @param tls certificates and the like, for a server that the system does not know
 */
export function createHttpsTransport(clock: Clock, tls?: AgentOptions): Transport {
  const peers = new Map<string, Peer>();

  return (request, connectTimeout) => {
    let peer = peers.get(request.origin);
    if (peer === undefined) {
      try {
        peer = openPeer(request.origin, clock, tls);
      } catch {
        return Promise.reject(failure('connect', hostOf(request.origin), 'ERR_INVALID_URL'));
      }
      peers.set(request.origin, peer);
    }
    return send(peer, request, connectTimeout);
  };
}
