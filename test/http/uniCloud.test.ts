/** The transports of uniCloud: `httpclient` is the real urllib, the proxy goes over real HTTP. */
import urllib from 'urllib';
import { systemClock } from '../../src/host/clock';
import type { UniCloud } from '../../src/host/unicloud';
import { createTransports, TransportError } from '../../src/http';
import type { HttpUse } from '../../src/http';
import type { PlatformName } from '../../src/config/types';
import {
  closeServers,
  deadOrigin,
  everythingIn,
  failureOf,
  get,
  post,
  SECRET,
  startRawServer,
  startServer,
} from './support';

const scope = globalThis as { uniCloud?: UniCloud };

afterEach(async () => {
  delete scope.uniCloud;
  await closeServers();
});

const transports = (transport: string | Record<string, string>) =>
  createTransports(() => ({ transport }) as never, systemClock);

describe('uniCloud.httpclient', () => {
  const send = transports('httpclient').for('weixin', 'api');
  beforeEach(() => {
    scope.uniCloud = { httpclient: urllib as unknown as UniCloud['httpclient'] };
  });

  it('sends and receives bytes as they are', async () => {
    const server = await startServer((response, request) => {
      response.writeHead(201, { 'X-Request-Id': 'r1' });
      response.end(request.body);
    });
    const answer = await send(post(server.origin, Buffer.from([0, 255, 10]), { headers: { 'x-a': 'b' } }));
    expect(answer).toMatchObject({ status: 201, body: Buffer.from([0, 255, 10]) });
    expect(answer.headers['x-request-id']).toBe('r1');
    expect(server.received[0]!.headers['x-a']).toBe('b');
    expect(server.received[0]!.headers['content-length']).toBe('3');
  });

  it('sends JSON text as raw UTF-8, once encoded, and a query as it is', async () => {
    const server = await startServer();
    await send(post(server.origin, '{"content":"中文"}', { path: '/a?x=%E4%B8%AD&access_token=T' }));
    await send(get(server.origin, { path: '/b?y=1' }));
    expect(server.received[0]!.body.toString()).toBe('{"content":"中文"}');
    expect(server.received[0]!.headers['content-type']).toBe('application/json');
    expect(server.received.map(r => r.method + r.url)).toEqual([
      'POST/a?x=%E4%B8%AD&access_token=T',
      'GET/b?y=1',
    ]);
  });

  it('fails in the four known ways, without a word of the request', async () => {
    const reset = await startServer(response => response.socket?.destroy());
    const silent = await startRawServer(() => undefined);
    const cut = await startRawServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'));
    });
    const cases = [
      [await deadOrigin(), /connect/],
      ['http://nobody.invalid', /connect/],
      [reset.origin, /reset/],
      [silent, /timeout/],
      [cut, /aborted|reset|timeout/],
    ] as const;
    for (const [origin, kind] of cases) {
      const failure = await failureOf(send(post(origin, `{"secret":"${SECRET}"}`, { timeout: 300 })));
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure.kind).toMatch(kind);
      expect(everythingIn(failure)).not.toContain(SECRET);
    }
  });

  it('is held to the time limit even if it keeps none itself', async () => {
    scope.uniCloud = { httpclient: { request: () => new Promise(() => undefined) } };
    expect(await failureOf(send(get('http://127.0.0.1', { timeout: 50 })))).toMatchObject({
      kind: 'timeout',
    });
  });

  it('that does not exist is a matter of configuration', async () => {
    delete scope.uniCloud;
    const failure = await failureOf(send(get('http://127.0.0.1')));
    expect(failure).toMatchObject({ code: 'vk-openapi-config-missing' });
    expect(failure).toMatchObject({ msg: expect.stringContaining('http.transport') });
  });
});

describe('uniCloud.httpProxyForEip', () => {
  const token = transports('eip').for('weixin.h5', 'token');
  const asked: unknown[][] = [];

  /** A proxy over real HTTP; the answer as object or as JSON text, as the provider's own changes. */
  function installProxy(shape: (answer: object) => unknown = answer => answer): void {
    const via = async (url: string, options: urllib.RequestOptions) => {
      const { status, headers, data } = await urllib.request<Buffer>(url, { ...options, timeout: 2000 });
      return shape({ statusCodeValue: status, headers, body: data.toString() });
    };
    scope.uniCloud = {
      httpProxyForEip: {
        get: (url, params, headers) => {
          asked.push(['get', url, params]);
          return via(url, { method: 'GET', data: params, headers });
        },
        postForm: (url, form, headers) => via(url, { method: 'POST', data: form, headers }),
        postJson: (url, json, headers) => {
          asked.push(['postJson', url, json]);
          return via(url, { method: 'POST', contentType: 'json', data: json, headers });
        },
        post: (url, text, headers) => {
          asked.push(['post', url, text]);
          return via(url, { method: 'POST', content: text, headers });
        },
      },
    };
  }

  beforeEach(() => {
    asked.length = 0;
    installProxy();
  });

  it('carries JSON, text and a query', async () => {
    const server = await startServer();
    const json = '{"grant_type":"client_credential","force_refresh":false}';
    const answer = await token(post(server.origin, json, { path: '/cgi-bin/stable_token' }));
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe('{"errcode":0}');
    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(server.received[0]!.body.toString())).toEqual(JSON.parse(json));

    await token(get(server.origin, { path: '/cgi-bin/token?appid=wx1&secret=a%2Bb' }));
    expect(asked[1]).toEqual(['get', `${server.origin}/cgi-bin/token`, { appid: 'wx1', secret: 'a+b' }]);
    expect(server.received[1]!.url).toBe('/cgi-bin/token?appid=wx1&secret=a%2Bb');

    await token(get(server.origin, { path: '/a?x=1&x=2' }));
    expect(server.received[2]!.url).toBe('/a?x=1&x=2');
    await token(post(server.origin, '<xml/>'));
    expect(server.received[3]!.body.toString()).toBe('<xml/>');
  });

  it.each([
    ['as JSON text', (answer: object) => JSON.stringify(answer)],
    ['with its status as text', (answer: object) => ({ ...answer, statusCodeValue: '200' })],
    ['with its body already parsed', (answer: object) => ({ ...answer, body: { errcode: 0 } })],
  ])('may answer %s', async (_how, shape) => {
    installProxy(shape);
    const server = await startServer();
    const answer = await token(get(server.origin));
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe('{"errcode":0}');
  });

  it.each([
    ['nothing', () => undefined],
    ['text that is no JSON', () => `<html>${SECRET}`],
    ['something without a status', () => ({ body: '{}' })],
  ])('that answers %s has not answered', async (_what, shape) => {
    installProxy(shape);
    const server = await startServer();
    const failure = await failureOf(token(get(server.origin)));
    expect(failure).toMatchObject({ kind: 'aborted' });
    expect(everythingIn(failure)).not.toContain(SECRET);
  });

  it('that fails says nothing of the request', async () => {
    const failure = await failureOf(token(get(await deadOrigin())));
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure.kind).toBe('connect');
    expect(everythingIn(failure)).not.toContain(SECRET);
  });

  it('that does not exist is a matter of configuration', async () => {
    scope.uniCloud = {};
    expect(await failureOf(token(get('http://127.0.0.1')))).toMatchObject({
      code: 'vk-openapi-config-missing',
    });
  });

  it('carries credentials with "eip", API calls too with "eip:all", never files, pictures or QQ', async () => {
    const server = await startServer();
    const viaProxy = async (name: string, platform: PlatformName, use: HttpUse) => {
      asked.length = 0;
      await transports(name).for(platform, use)(get(server.origin));
      return asked.length > 0;
    };
    expect(await viaProxy('eip', 'weixin', 'token')).toBe(true);
    expect(await viaProxy('eip', 'weixin', 'api')).toBe(false);
    expect(await viaProxy('eip:all', 'weixin.h5', 'token')).toBe(true);
    expect(await viaProxy('eip:all', 'weixin.h5', 'api')).toBe(true);
    expect(await viaProxy('eip:all', 'weixin', 'upload')).toBe(false);
    expect(await viaProxy('eip:all', 'weixin', 'binary')).toBe(false);
    expect(await viaProxy('eip:all', 'qq', 'token')).toBe(false);
    expect(await viaProxy('eip:all', 'qq', 'api')).toBe(false);
  });
});

describe('the configured transport', () => {
  it('can be another for each platform', async () => {
    const server = await startServer();
    const mixed = transports({ 'weixin.h5': 'httpclient' });
    expect((await mixed.for('weixin', 'api')(get(server.origin))).status).toBe(200);
    expect(await failureOf(mixed.for('weixin.h5', 'api')(get(server.origin)))).toMatchObject({
      code: 'vk-openapi-config-missing',
    });
  });

  it('keeps its connections over all calls of an instance', async () => {
    const server = await startServer();
    const both = createTransports(() => ({}), systemClock);
    await both.for('weixin', 'api')(get(server.origin));
    await both.for('qq', 'token')(get(server.origin));
    expect(server.connections()).toBe(1);
  });
});
