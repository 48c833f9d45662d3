import { systemClock } from '../../src/host/clock';
import { exchange, transientPauses } from '../../src/http';
import { createHttpsTransport } from '../../src/http/https';
import type { HttpRequest, Transport } from '../../src/http';
import { closeServers, deadOrigin, failureOf, get, post, startRawServer, startServer } from './support';

afterEach(closeServers);

const clock = systemClock;

/** A transport that keeps what it was asked. */
function recorded(): { send: Transport; sent: HttpRequest[] } {
  const https = createHttpsTransport(clock);
  const sent: HttpRequest[] = [];
  return {
    sent,
    send: (request, connectTimeout) => {
      sent.push(request);
      return https(request, connectTimeout);
    },
  };
}

describe('a connection that could not be made', () => {
  it('is made to the twin host, even for a request that may not be repeated', async () => {
    const { send, sent } = recorded();
    const twin = await startServer();
    const answer = await exchange(send, post(await deadOrigin(), '{"a":1}'), {
      twin: twin.origin,
      repeatable: false,
      clock,
    });
    expect(answer.status).toBe(200);
    expect(twin.received).toHaveLength(1);
    expect(twin.received[0]!.body.toString()).toBe('{"a":1}');
    expect(sent).toHaveLength(2);
  });

  it('is tried once more at the same host where there is no twin', async () => {
    const { send, sent } = recorded();
    const origin = await deadOrigin();
    const failure = await failureOf(exchange(send, get(origin), { repeatable: false, clock }));
    expect(failure).toMatchObject({ kind: 'connect', systemCode: 'ECONNREFUSED' });
    expect(sent.map(request => request.origin)).toEqual([origin, origin]);
  });

  it('is not tried a third time, and the first host is the one named', async () => {
    const { send, sent } = recorded();
    const origin = await deadOrigin();
    const failure = await failureOf(
      exchange(send, get(origin), { twin: 'http://twin.invalid', repeatable: true, clock }),
    );
    expect(failure.message).toContain(new URL(origin).host);
    expect(sent).toHaveLength(2);
  });

  it('leaves time for the twin when the host swallows connections', async () => {
    const { send, sent } = recorded();
    const hole = (await startRawServer(() => undefined)).replace('http:', 'https:');
    const twin = await startServer();
    const request = get(hole, { timeout: 2200 });
    expect((await exchange(send, request, { twin: twin.origin, repeatable: false, clock })).status).toBe(200);
    expect(sent[1]!.timeout).toBeLessThan(2200);
    expect(sent[1]!.timeout).toBeGreaterThan(0);
  });

  it('gives the second try only what the first has left, and none when that is nothing', async () => {
    const sent: HttpRequest[] = [];
    let now = 1000;
    const refused = createHttpsTransport(clock);
    const slow: Transport = async request => {
      sent.push(request);
      now += 400;
      return refused(request);
    };
    const fake = { ...systemClock, now: () => now };
    const origin = await deadOrigin();
    await failureOf(exchange(slow, get(origin, { timeout: 1000 }), { repeatable: true, clock: fake }));
    expect(sent.map(request => request.timeout)).toEqual([1000, 600]);
    sent.length = 0;
    await failureOf(exchange(slow, get(origin, { timeout: 400 }), { repeatable: true, clock: fake }));
    expect(sent).toHaveLength(1);
  });
});

describe('a connection that broke', () => {
  /** Answers once on each connection, then breaks it at the next request. */
  const brittle = () => {
    const seen = new WeakSet<object>();
    return startServer(response => {
      const socket = response.socket!;
      if (seen.has(socket)) socket.destroy();
      else response.end('{}');
      seen.add(socket);
    });
  };

  it('after earlier use is replaced for a request that may be repeated', async () => {
    const { send } = recorded();
    const server = await brittle();
    await exchange(send, get(server.origin), { repeatable: true, clock });
    expect((await exchange(send, get(server.origin), { repeatable: true, clock })).status).toBe(200);
    expect(server.received).toHaveLength(3);
    expect(server.connections()).toBe(2);
  });

  it('after earlier use is the end of a request that may not be repeated', async () => {
    const { send } = recorded();
    const server = await brittle();
    await exchange(send, post(server.origin, '{}'), { repeatable: false, clock });
    const failure = await failureOf(
      exchange(send, post(server.origin, '{}'), { twin: server.origin, repeatable: false, clock }),
    );
    expect(failure).toMatchObject({ kind: 'reset', reused: true });
    expect(server.received).toHaveLength(2);
  });

  it('while idle is never noticed by the caller of a request that may be repeated', async () => {
    const { send } = recorded();
    const server = await startServer();
    for (let i = 0; i < 5; i++) {
      expect((await exchange(send, get(server.origin), { repeatable: true, clock })).status).toBe(200);
      server.cut();
    }
  });

  it('when new, within the answer, or in time is not tried again', async () => {
    const broken = await startServer(response => response.socket?.destroy());
    const cut = await startRawServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'));
    });
    const silent = await startRawServer(() => undefined);
    const { send, sent } = recorded();
    for (const origin of [broken.origin, cut, silent]) {
      sent.length = 0;
      await failureOf(
        exchange(send, get(origin, { timeout: 300 }), { twin: broken.origin, repeatable: true, clock }),
      );
      expect(sent).toHaveLength(1);
    }
  });

  it('is no matter of HTTP status: an answer is an answer', async () => {
    const { send, sent } = recorded();
    const server = await startServer(response => {
      response.writeHead(502);
      response.end('<html>');
    });
    expect((await exchange(send, get(server.origin), { repeatable: true, clock })).status).toBe(502);
    expect(sent).toHaveLength(1);
  });
});

it('an error that is no TransportError is passed on as it is', async () => {
  const own = new Error('configuration');
  const failing: Transport = () => Promise.reject(own);
  const caught = await failureOf(exchange(failing, get('http://127.0.0.1'), { repeatable: true, clock }));
  expect(caught).toBe(own);
});

it('the pauses after -1 grow and are random', () => {
  expect(transientPauses(() => 0)).toEqual([200, 600]);
  expect(transientPauses(() => 0.999999)).toEqual([400, 1200]);
  const [first, second] = transientPauses();
  expect(first).toBeLessThan(second);
});
