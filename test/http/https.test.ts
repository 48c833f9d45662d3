import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { systemClock } from '../../src/host/clock';
import { TransportError } from '../../src/http';
import { createHttpsTransport } from '../../src/http/https';
import {
  closeServers,
  deadOrigin,
  everythingIn,
  failureOf,
  get,
  post,
  pushedClock,
  SECRET,
  startRawServer,
  startServer,
} from './support';

afterEach(closeServers);

const send = createHttpsTransport(systemClock);
const root = path.resolve(__dirname, '../..');

describe('a request', () => {
  it('arrives with its method, path, headers and body, and its answer comes back as bytes', async () => {
    const server = await startServer(response => {
      response.writeHead(418, { 'X-Request-Id': 'r1', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end(Buffer.from([0, 255, 1]));
    });
    const answer = await send(post(server.origin, '{"name":"中文"}', { path: '/a?b=%20' }));

    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ method: 'POST', url: '/a?b=%20' });
    expect(server.received[0]!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength('{"name":"中文"}')),
      host: `127.0.0.1:${server.port}`,
    });
    expect(server.received[0]!.body.toString()).toBe('{"name":"中文"}');
    expect(answer.status).toBe(418);
    expect(answer.body).toEqual(Buffer.from([0, 255, 1]));
    expect(answer.headers['x-request-id']).toBe('r1');
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers).toBe(answer.headers);
  });

  it('asks for no compression and has a length even when it has no body', async () => {
    const server = await startServer();
    await send(post(server.origin, '', { body: undefined }));
    await send(get(server.origin));
    expect(server.received[0]!.headers['content-length']).toBe('0');
    expect(server.received[1]!.headers['content-length']).toBeUndefined();
    expect(server.received[1]!.headers['accept-encoding']).toBeUndefined();
  });

  it('carries a body of several megabytes both ways', async () => {
    const server = await startServer((response, request) => response.end(request.body));
    const body = Buffer.alloc(5 * 1024 * 1024, 'x');
    const answer = await send(post(server.origin, body, { timeout: 20_000 }));
    expect(answer.body.equals(body)).toBe(true);
  });

  it('goes below the path of its origin, with the password of its origin', async () => {
    const server = await startServer();
    const origin = `http://me:p%40ss@127.0.0.1:${server.port}/weixin/`;
    await send(get(origin, { path: '/a' }));
    expect(server.received[0]!.url).toBe('/weixin/a');
    expect(server.received[0]!.headers.authorization).toBe(
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    );
  });

  it('does not follow redirects: a token never goes to another host', async () => {
    const elsewhere = await startServer();
    const server = await startServer(response => {
      response.writeHead(302, { Location: elsewhere.origin });
      response.end();
    });
    expect((await send(get(server.origin))).status).toBe(302);
    expect(elsewhere.received).toHaveLength(0);
  });

  it('is answered without a body and without a length', async () => {
    const server = await startServer(response => {
      response.writeHead(204);
      response.end();
    });
    expect((await send(get(server.origin))).body).toHaveLength(0);

    const closing = await startRawServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end'));
    });
    expect((await send(get(closing))).body.toString()).toBe('until the end');
  });
});

describe('a connection', () => {
  it('serves one request after another', async () => {
    const server = await startServer();
    for (let i = 0; i < 5; i++) await send(post(server.origin, '{}'));
    expect(server.connections()).toBe(1);
  });

  it('gathers nothing from the requests it served', async () => {
    const server = await startServer();
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    for (let i = 0; i < 30; i++) await send(get(server.origin));
    await new Promise(resolve => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('is shared by no two requests at once', async () => {
    const server = await startServer();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(post(server.origin, '{}'))));
    expect(answers.every(answer => answer.status === 200)).toBe(true);
    const first = server.connections();
    expect(first).toBeLessThanOrEqual(50);
    await Promise.all(Array.from({ length: 50 }, () => send(post(server.origin, '{}'))));
    expect(server.connections()).toBe(first);
  });

  it('is not used again after 10 s of wall-clock time', async () => {
    const server = await startServer();
    const clock = pushedClock();
    const sendThen = createHttpsTransport(clock);
    await Promise.all([sendThen(get(server.origin)), sendThen(get(server.origin))]);
    const before = server.connections();
    clock.push(3000);
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(before);
    clock.push(10_000);
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(before + 1);
  });

  it('is not used again when the clock went backwards meanwhile', async () => {
    const server = await startServer();
    const clock = pushedClock();
    const sendThen = createHttpsTransport(clock);
    await sendThen(get(server.origin));
    clock.push(-60_000);
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(2);
  });

  it('is given up before the server closes it, where the server says when', async () => {
    const server = await startServer(response => {
      response.writeHead(200, { Connection: 'keep-alive', 'Keep-Alive': 'timeout=4, max=100' });
      response.end('{}');
    });
    const clock = pushedClock();
    const sendThen = createHttpsTransport(clock);
    await sendThen(get(server.origin));
    clock.push(2000);
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(1);
    clock.push(3500);
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(2);
  });

  it('does not keep a script from ending', async () => {
    const server = await startServer();
    const script = `
      const { createHttpsTransport } = require('./src/http/https.ts');
      const { systemClock } = require('./src/host/clock.ts');
      const request = { method: 'GET', origin: '${server.origin}', path: '/', headers: {}, timeout: 300000 };
      createHttpsTransport(systemClock)(request, 60000).then(answer => console.log(answer.status));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-r', 'tsx/cjs', '-e', script], {
      cwd: root,
    });
    expect(stdout.trim()).toBe('200');
  });
});

describe('a failure', () => {
  it('is "connect" when nobody listens, or the name is unknown', async () => {
    const refused = await failureOf(send(get(await deadOrigin())));
    expect(refused).toBeInstanceOf(TransportError);
    expect(refused).toMatchObject({ kind: 'connect', systemCode: 'ECONNREFUSED', reused: false });
    expect(await failureOf(send(get('http://nobody.invalid')))).toMatchObject({ kind: 'connect' });
  });

  it('is "connect" when the connection does not stand in its time, and "timeout" without such a limit', async () => {
    // Accepts, and never says a word of TLS.
    const origin = (await startRawServer(() => undefined)).replace('http:', 'https:');
    expect(await failureOf(send(get(origin), 100))).toMatchObject({
      kind: 'connect',
      systemCode: 'ETIMEDOUT',
    });
    expect(await failureOf(send(get(origin, { timeout: 100 })))).toMatchObject({ kind: 'timeout' });
  });

  it('is "reset" when the connection breaks before the answer, and says whether it had been used before', async () => {
    const server = await startServer((response, _request, index) => {
      if (index === 1) response.end('{}');
      else response.socket?.destroy();
    });
    expect(await failureOf(send(get(server.origin)))).toMatchObject({ kind: 'reset', reused: false });
    await send(get(server.origin));
    expect(await failureOf(send(get(server.origin)))).toMatchObject({ kind: 'reset', reused: true });
  });

  it('on a kept connection makes the next request go out on a new one', async () => {
    const server = await startServer((response, _request, index) => {
      if (index === 3) response.socket?.destroy();
      else response.end('{}');
    });
    const sendThen = createHttpsTransport(systemClock);
    await Promise.all([1, 2, 3].map(() => sendThen(get(server.origin))));
    const before = server.connections();
    expect(await failureOf(sendThen(get(server.origin)))).toMatchObject({ kind: 'reset', reused: true });
    await sendThen(get(server.origin));
    expect(server.connections()).toBe(before + 1);
  });

  it.each([
    ['stops short of its Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"errcode"'],
    ['stops within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"err'],
    ['stops before its last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'],
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('is "aborted" when the answer %s', async (_what, bytes) => {
    const origin = await startRawServer(socket => socket.once('data', () => socket.end(bytes)));
    expect(await failureOf(send(get(origin)))).toMatchObject({ kind: 'aborted' });
  });

  it('is "aborted" when the connection is reset within the answer', async () => {
    const origin = await startRawServer(socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"errcode"', () =>
          socket.resetAndDestroy(),
        );
      });
    });
    expect((await failureOf(send(get(origin)))).kind).toMatch(/^(aborted|reset)$/);
  });

  it('is "aborted" when the answer is larger than any of the platforms', async () => {
    const server = await startServer(response => {
      const piece = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await failureOf(send(get(server.origin, { timeout: 30_000 })))).toMatchObject({ kind: 'aborted' });
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'drips byte by byte',
      (socket: import('node:net').Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 5);
        socket.on('close', () => clearInterval(drip));
      },
    ],
  ])('is "timeout" when the server %s', async (_what, onConnection) => {
    const origin = await startRawServer(onConnection);
    expect(await failureOf(send(get(origin, { timeout: 200 })))).toMatchObject({ kind: 'timeout' });
  });

  it('is "timeout" also where the given time is no time that a timer can keep', async () => {
    const server = await startServer();
    for (const timeout of [0, -1, NaN, Infinity, 1e12]) {
      expect((await send(get(server.origin, { timeout }))).status).toBe(200);
    }
  });

  it.each([
    ['a path', { path: `/a\n${SECRET}` }],
    ['a header', { headers: { 'x-secret': `${SECRET}\r\nx: y` } }],
    ['an origin', { origin: `nonsense ${SECRET}` }],
  ])('is a TransportError, too, for %s that may not be sent', async (_what, wrong) => {
    const server = await startServer();
    const failure = await failureOf(send(get(server.origin, wrong)));
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure.kind).toBe('connect');
    expect(server.received).toHaveLength(0);
  });

  it('never shows the request: no token in message, stack or own properties', async () => {
    const servers = [
      await deadOrigin(),
      (await startServer(response => response.socket?.destroy())).origin,
      await startRawServer(socket =>
        socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n${SECRET}`.slice(0, 45)),
      ),
      await startRawServer(() => undefined),
      await startRawServer(socket => socket.end(`nonsense ${SECRET}`)),
      `http://user:${SECRET}@nobody.invalid`,
    ];
    for (const origin of servers) {
      const failure = await failureOf(send(post(origin, `{"secret":"${SECRET}"}`, { timeout: 150 })));
      expect(failure).toBeInstanceOf(TransportError);
      expect(everythingIn(failure)).not.toContain(SECRET);
    }
    const wrong = [{ path: `/a\n${SECRET}` }, { headers: { 'x-secret': `${SECRET}\n` } }];
    for (const more of wrong) {
      const failure = await failureOf(send(get('http://127.0.0.1:1', more)));
      expect(everythingIn(failure)).not.toContain(SECRET);
    }
  });
});

describe('with TLS', () => {
  const certificate = () =>
    generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });

  it('a request is answered, and the connection kept', async () => {
    const { private: key, cert } = await certificate();
    const server = await startServer(undefined, { key, cert });
    const secure = createHttpsTransport(systemClock, { ca: cert });
    expect((await secure(get(server.origin))).status).toBe(200);
    expect((await secure(post(server.origin, '{}'))).status).toBe(200);
    expect(server.connections()).toBe(1);
  });

  it('an unknown certificate is a failure to connect: nothing was sent', async () => {
    const { private: key, cert } = await certificate();
    const server = await startServer(undefined, { key, cert });
    const failure = await failureOf(send(get(server.origin)));
    expect(failure).toMatchObject({ kind: 'connect', systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(server.received).toHaveLength(0);
  });

  it('a connection that breaks after the request is a reset', async () => {
    const { private: key, cert } = await certificate();
    const server = await startServer(response => response.socket?.destroy(), { key, cert });
    const secure = createHttpsTransport(systemClock, { ca: cert });
    expect(await failureOf(secure(get(server.origin)))).toMatchObject({ kind: 'reset', reused: false });
  });
});
