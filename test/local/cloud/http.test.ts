import http from 'http';
import { createHmac } from 'crypto';
import { newCloud, newProject } from './project';

const F = 'uniCloud-aliyun/cloudfunctions';

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  json: Record<string, never>;
}

interface Sent {
  method?: string;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Buffer | object;
}

/** A plain request: what browsers forbid pages to set, `Host` above all, can be set here. */
function send(address: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const isJson = body !== undefined && typeof body === 'object' && !Buffer.isBuffer(body);
  const content = isJson ? JSON.stringify(body) : (body as string | Buffer | undefined);
  return new Promise((resolve, reject) => {
    const request = http.request(
      address,
      { method, headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers } },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const parsed = (): Record<string, never> => {
            try {
              return JSON.parse(bytes.toString('utf8')) as Record<string, never>;
            } catch {
              return {};
            }
          };
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: bytes,
            json: parsed(),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(content);
  });
}

const project = newProject({
  [`${F}/echo/index.js`]:
    'exports.main = async (event, context) => ({ event, context, infos: uniCloud.getClientInfos() });',
  [`${F}/throws/index.js`]: 'exports.main = async () => { throw new Error("it went wrong"); };',
  [`${F}/picture/index.js`]: `exports.main = async () => ({
    mpserverlessComposedResponse: true, isBase64Encoded: true, statusCode: 201,
    headers: { 'Content-Type': 'image/png' }, body: Buffer.from([1, 2, 255]).toString('base64') });`,
  [`${F}/impossible/index.js`]: `exports.main = async () => ({
    mpserverlessComposedResponse: true, statusCode: 200, headers: { 'x-y': 'a\\nb' }, body: '' });`,
  [`${F}/text/index.js`]: 'exports.main = async () => "plain words";',
  [`${F}/object/index.obj.js`]: 'module.exports = { async hello() { return this.getHttpInfo(); } };',
});
const cloud = newCloud({ project });
const at = async (path: string) => (await cloud).url + path;

describe('the local-debug protocol', () => {
  it('answers a ping', async () => {
    expect((await send(await at('/system/ping'))).json).toEqual({ code: 0 });
  });

  it('tells whether there is a function', async () => {
    const check = async (name: string) =>
      send(await at('/system/check-function'), {
        method: 'POST',
        body: { name, platform: 'web', provider: 'aliyun' },
      });
    expect((await check('echo')).json).toEqual({ code: 0 });
    expect((await check('nowhere')).json).toMatchObject({ code: 'FUNCTION_NOT_FOUND' });
  });

  it('answers a function’s bare result, and passes on what the client is as said, its source as known', async () => {
    const param = {
      a: 1,
      uniIdToken: 't',
      clientInfo: { appId: '__UNI__1', source: 'server', clientIP: '1.1.1.1' },
    };
    const { json, status } = await send(await at('/cloudfunctions/echo'), {
      method: 'POST',
      headers: { 'user-agent': 'test/1' },
      body: { provider: 'aliyun', platform: 'web', param },
    });
    expect(status).toBe(200);
    expect(json.event).toEqual({ a: 1, uniIdToken: 't' });
    expect(json.context).toMatchObject({
      SOURCE: 'client',
      APPID: '__UNI__1',
      CLIENTIP: '127.0.0.1',
      CLIENTUA: 'test/1',
    });
    expect(json.infos).toEqual([
      expect.objectContaining({ source: 'client', clientIP: '127.0.0.1', appId: '__UNI__1' }),
    ]);
  });

  it('answers a failure with its code and text, and an HTTP status the client understands', async () => {
    const call = async (name: string, body: Sent['body']) =>
      send(await at(`/cloudfunctions/${name}`), { method: 'POST', body });
    expect(await call('throws', {})).toMatchObject({
      status: 500,
      json: { code: 'FunctionBizError', message: 'it went wrong' },
    });
    expect(await call('nowhere', {})).toMatchObject({ status: 404, json: { code: 'FUNCTION_NOT_FOUND' } });
    expect(await call('echo', '{"param":')).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
    expect(await call('echo', '[1]')).toMatchObject({ status: 400 });
    expect(await call('%E0%A4%A', {})).toMatchObject({ status: 400 });
  });

  it('refuses a body beyond the cloud’s 6 MB, announced or not', async () => {
    const body = Buffer.alloc(7 * 1024 * 1024, 32);
    const headers = [{ 'content-length': body.length }, { 'transfer-encoding': 'chunked' }];
    for (const one of headers) {
      const answer = await send(await at('/cloudfunctions/echo'), { method: 'POST', headers: one, body });
      expect(answer).toMatchObject({ status: 413, json: { code: 'REQUEST_TOO_LARGE' } });
    }
    expect((await send(await at('/system/ping'))).json).toEqual({ code: 0 });
  });
});

describe('pages', () => {
  it('of this machine may call, and read errors too', async () => {
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:3000']) {
      const ok = await send(await at('/system/ping'), { headers: { origin } });
      expect(ok.headers['access-control-allow-origin']).toBe(origin);
      const failed = await send(await at('/cloudfunctions/nowhere'), { method: 'POST', headers: { origin } });
      expect(failed).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': origin } });
      const asked = await send(await at('/client'), {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': 'x-basement-token,x-serverless-sign' },
      });
      expect(asked).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-headers': 'x-basement-token,x-serverless-sign' },
      });
    }
  });

  it.each(['https://evil.example', 'http://localhost.evil.example', 'null', 'file://', 'http://10.0.0.1'])(
    'of %s may not',
    async origin => {
      const answer = await send(await at('/cloudfunctions/echo'), {
        method: 'POST',
        headers: { origin },
        body: {},
      });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it.each(['evil.example', 'evil.example:7001', '127.0.0.1.evil.example', '10.0.0.1'])(
    'that made the name %s point here may not (DNS rebinding)',
    async host => {
      expect((await send(await at('/http/text'), { headers: { host } })).status).toBe(403);
    },
  );

  it('of other sites cannot start a function by a picture or a link', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await send(await at('/http/text'), { headers })).status).toBe(403);
  });
});

describe('a function’s own address', () => {
  it('gives it the request, as nobody to be trusted', async () => {
    const { json } = await send(await at('/http/echo/some/path?a=1&b=%E4%B8%AD'), {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-own': 'y', source: 'function' },
      body: '{"clientInfo":{"appId":"forged"}}',
    });
    expect(json.event).toMatchObject({
      path: '/some/path',
      httpMethod: 'PUT',
      queryStringParameters: { a: '1', b: '中' },
      body: '{"clientInfo":{"appId":"forged"}}',
      isBase64Encoded: false,
      headers: { 'x-own': 'y' },
    });
    expect(json.context).toMatchObject({ SOURCE: 'http', CLIENTIP: '127.0.0.1' });
    expect(json.context).not.toHaveProperty('APPID');
  });

  it('hands over bytes as base64', async () => {
    const { json } = await send(await at('/http/echo'), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from([0, 255, 1]),
    });
    expect(json.event).toMatchObject({ isBase64Encoded: true, body: 'AP8B' });
  });

  it('answers what the function composed, a text, or JSON', async () => {
    const picture = await send(await at('/http/picture'));
    expect(picture).toMatchObject({ status: 201, headers: { 'content-type': 'image/png' } });
    expect([...picture.body]).toEqual([1, 2, 255]);
    expect((await send(await at('/http/text'))).body.toString()).toBe('plain words');
    expect(await send(await at('/http/impossible'))).toMatchObject({
      status: 502,
      json: { code: 'INVALID_RESPONSE' },
    });
    expect(await send(await at('/http/nowhere'))).toMatchObject({ status: 404 });
    expect((await send(await at('/http/object/hello?x=1'))).json).toMatchObject({
      queryStringParameters: { x: '1' },
    });
  });
});

describe('the Alibaba gateway', () => {
  const sign = (fields: Record<string, unknown>, secret: string) =>
    createHmac('md5', secret)
      .update(
        Object.keys(fields)
          .sort()
          .filter(name => fields[name])
          .map(name => `${name}=${String(fields[name])}`)
          .join('&'),
      )
      .digest('hex');

  async function ask(
    fields: Record<string, unknown>,
    { secret, token }: { secret?: string; token?: string } = {},
  ) {
    const { space } = await cloud;
    const body = { spaceId: space.spaceId, timestamp: Date.now(), ...fields, ...(token ? { token } : {}) };
    return send(await at('/client'), {
      method: 'POST',
      headers: {
        'x-serverless-sign': sign(body, secret ?? space.clientSecret),
        ...(token ? { 'x-basement-token': token } : {}),
      },
      body,
    });
  }
  const authorize = { method: 'serverless.auth.user.anonymousAuthorize', params: '{}' };
  const invoke = (functionTarget: string, functionArgs: object) => ({
    method: 'serverless.function.runtime.invoke',
    params: JSON.stringify({ functionTarget, functionArgs }),
  });
  const newToken = async () => (await ask(authorize)).json.data!['accessToken'] as string;

  it('lets a client in, and calls for it', async () => {
    const { json } = await ask(invoke('echo', { a: 1, clientInfo: { appId: 'x' } }), {
      token: await newToken(),
    });
    expect(json).toMatchObject({
      success: true,
      data: { event: { a: 1 }, context: { SOURCE: 'client', APPID: 'x' } },
    });
    expect(json.header!['x-serverless-request-id']).toBe(json.data!['context']!['requestId']);
  });

  it('tells a client without a good token so, in the words that make it ask for one', async () => {
    const good = await newToken();
    for (const token of ['x', `${good}0`, `9${good}`, good.replace(/^\d+/, '99999999999999')])
      expect((await ask(invoke('echo', {}), { token })).json).toMatchObject({
        error: { code: 'GATEWAY_INVALID_TOKEN' },
      });
    expect((await ask(invoke('echo', {}))).json).toMatchObject({ error: { code: 'GATEWAY_INVALID_TOKEN' } });
  });

  it('refuses a wrong signature, another space, and what it does not know', async () => {
    expect((await ask(authorize, { secret: 'wrong' })).json).toMatchObject({
      error: { code: 'GATEWAY_INVALID_SIGN' },
    });
    expect((await ask({ ...authorize, spaceId: 'mp-other' })).json).toMatchObject({
      error: { code: 'INVALID_SPACE' },
    });
    const token = await newToken();
    expect((await ask({ method: 'serverless.other' }, { token })).json).toMatchObject({
      error: { code: 'INVALID_REQUEST' },
    });
    expect((await ask({ ...invoke('echo', {}), params: '{' }, { token })).json).toMatchObject({ error: {} });
  });

  it('answers a failing function with its code and text', async () => {
    const token = await newToken();
    expect((await ask(invoke('throws', {}), { token })).json).toMatchObject({
      error: { code: 'FunctionBizError', message: 'it went wrong' },
    });
  });
});

describe('the server', () => {
  it('listens on loopback only', async () => {
    await expect(newCloud({ project, host: '0.0.0.0' as '127.0.0.1' })).rejects.toThrow('loopback');
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL((await cloud).url).port);
    await expect(newCloud({ project, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers an unknown address with a clear refusal', async () => {
    expect(await send(await at('/nothing/here'))).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect((await send(await at('/'))).json).toMatchObject({ functions: expect.arrayContaining(['echo']) });
  });
});
