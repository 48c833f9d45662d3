/** The universal call: any path of the platform, never another host. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PNG, startWorld, WX, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterAll(() => world.sim.close());

const request = (params?: unknown, options?: object) => world.openapi.weixin.request(params, options);
const last = () => world.sim.requests[world.sim.requests.length - 1]!;

describe('method', () => {
  it('is GET without data, POST with it, or as said', async () => {
    await request({ url: '/wxaapi/newtmpl/getcategory' });
    expect(last().method).toBe('GET');
    await request({ url: '/wxa/msg_sec_check', data: { content: '中文' } });
    expect([last().method, last().body.toString('utf8')]).toEqual(['POST', '{"content":"中文"}']);
    await request({
      url: '/wxaapi/newtmpl/getpubtemplatetitles',
      method: 'get',
      data: { ids: '2,616', start: 0, limit: 1 },
    });
    expect([last().method, last().query.ids]).toEqual(['GET', '2,616']);
    await request({ url: '/cgi-bin/clear_quota', method: 'POST' });
    expect([last().method, last().body.toString()]).toEqual(['POST', '{}']);
    expect(await request({ url: '/x', method: 'DELETE' })).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
  });
});

it('resolves to the envelope', async () => {
  expect(await request({ url: 'wxaapi/newtmpl/getcategory' })).toMatchObject({
    code: 0,
    errcode: 0,
    errmsg: 'ok',
    msg: expect.any(String),
  });
  expect(await request({ url: '/wxa/msg_sec_check', data: { content: '模拟广告' } })).toMatchObject({
    code: 87014,
  });
});

it('resolves to bytes where the platform answers bytes', async () => {
  const picture = await request({ url: '/wxa/getwxacodeunlimit', data: { scene: 'a' } });
  expect(Buffer.isBuffer(picture)).toBe(true);
  const code = await request({ url: '/wxa/getwxacodeunlimit', data: { scene: 'a' }, responseType: 'base64' });
  expect(code).toMatchObject({ code: 0, contentType: 'image/jpeg' });
});

it('takes the options of every call', async () => {
  await request({ url: '/wxaapi/newtmpl/getcategory', access_token: 'mine' });
  expect(last().query.access_token).toBe('mine');
  await request({ url: '/wxaapi/newtmpl/getcategory?access_token=in-the-url&x=1' });
  expect(last().query).toMatchObject({ access_token: 'in-the-url', x: '1' });
  expect(world.sim.tokenRequests(WX)).toBe(0);
});

it('sends content and headers of the caller’s own', async () => {
  const body = `--b\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`;
  const content = Buffer.concat([Buffer.from(body), PNG, Buffer.from('\r\n--b--\r\n')]);
  const headers = {
    'Content-Type': 'multipart/form-data; boundary=b',
    Host: 'evil.example',
    'Content-Length': '1',
  };
  expect(await request({ method: 'POST', url: '/wxa/img_sec_check', content, headers })).toMatchObject({
    code: 0,
  });
  expect(last().headers['content-length']).toBe(String(content.length));
  for (const bad of [{ 'x\r\ny': '1' }, { x: 'a\r\nb: c' }, 'text']) {
    expect(await request({ url: '/x', headers: bad })).toMatchObject({ code: 'vk-openapi-param-invalid' });
  }
});

describe('a token never goes to a foreign host', () => {
  it.each([
    'https://evil.example/wxa/msg_sec_check',
    '//evil.example/x',
    '\\\\evil.example\\x',
    '/\\evil.example/x',
    'https://api.weixin.qq.com@evil.example/x',
    'https://api.weixin.qq.com.evil.example/x',
    'https://evil.example\\@api.weixin.qq.com/x',
    'https://api.weixin.qq.com:8443/x',
    'https://user:pass@api.weixin.qq.com/x',
    'ftp://api.weixin.qq.com/x',
    'javascript:alert(1)',
    'https://api.q.qq.com/x',
    'http://127.0.0.1/x',
    '',
    ' ',
    null,
    12,
    {},
  ])('%p is refused', async url => {
    expect(await request({ url })).toMatchObject({
      code: 'vk-openapi-param-invalid',
      msg: expect.stringContaining('url'),
    });
    expect(world.sim.requests).toHaveLength(0);
  });
  it('a whole URL on the platform’s own host goes where the endpoints say', async () => {
    await request({ url: 'https://api.weixin.qq.com/wxaapi/newtmpl/getcategory?a=b' });
    expect(last()).toMatchObject({ path: '/wxaapi/newtmpl/getcategory' });
    expect(last().query.a).toBe('b');
  });
  it.each(['\t//evil.example/x', ' //evil.example', '/x\r\nHost: evil.example', '/%0d%0aHost:evil', '/ä ö'])(
    'whatever %p means, it stays on the host',
    async url => {
      await request({ url });
      for (const { headers } of world.sim.requests) expect(headers.host).toMatch(/^127\.0\.0\.1:/);
    },
  );
  it.each([undefined, null, 'text', 5, []])('parameters that are %p are refused', async given => {
    expect(await request(given)).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });
});

it('a path prefix of the endpoint is kept', async () => {
  const seen: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    seen.push(req);
    res.setHeader('content-type', 'application/json');
    res.end('{"access_token":"T-of-the-proxy","expires_in":7200,"errcode":0}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wx/`;
  const openapi = world.create({ endpoints: { weixin: base } });
  await openapi.weixin.request({ url: '/a' });
  await openapi.weixin.h5.request({ url: '/b' });
  expect(seen.map(req => req.url!.split('?')[0])).toEqual([
    '/wx/cgi-bin/stable_token',
    '/wx/a',
    '/wx/cgi-bin/stable_token',
    '/wx/b',
  ]);
  server.closeAllConnections();
  server.close();
});

it('a dead token is replaced plainly, never by force', async () => {
  await request({ url: '/wxaapi/newtmpl/getcategory' });
  world.sim.clearRequests();
  world.sim.fault({ kind: 'error', path: '/wxaapi/newtmpl/getcategory', errcode: 40001, times: 5 });
  expect(await request({ url: '/wxaapi/newtmpl/getcategory' })).toMatchObject({ code: 40001 });
  for (const { path, body } of world.sim.requests) {
    if (path === '/cgi-bin/stable_token') expect(JSON.parse(body.toString()).force_refresh).not.toBe(true);
  }
});
