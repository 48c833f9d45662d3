import type { CustomTransport } from '../../src/config/settings';
import { systemClock } from '../../src/host/clock';
import { createTransports, TransportError } from '../../src/http';
import { everythingIn, failureOf, get, post, SECRET } from './support';

const through = (transport: CustomTransport) =>
  createTransports(() => ({ transport }), systemClock).for('weixin', 'api');

const answer = { status: 200, headers: { 'Content-Type': 'text/plain', 'X-Many': ['a', 'b'] }, body: '' };

describe("a transport of the user's own", () => {
  it('is handed the whole URL, and may answer with text or bytes', async () => {
    const asked: unknown[] = [];
    const send = through(async request => {
      asked.push(request);
      return { ...answer, body: request.method === 'GET' ? '文' : Buffer.from([255]) };
    });
    const text = await send(get('https://api.weixin.qq.com', { path: '/a?b=1', timeout: 1234 }));
    expect(asked[0]).toEqual({
      method: 'GET',
      url: 'https://api.weixin.qq.com/a?b=1',
      headers: {},
      body: undefined,
      timeout: 1234,
    });
    expect(text.body).toEqual(Buffer.from('文'));
    expect(text.headers).toMatchObject({ 'content-type': 'text/plain', 'x-many': ['a', 'b'] });
    expect((await send(post('https://api.weixin.qq.com', '{}'))).body).toEqual(Buffer.from([255]));
  });

  it('cannot change the request that would be repeated', async () => {
    const send = through(async request => {
      request.headers['x-mine'] = '1';
      return answer;
    });
    const request = get('https://api.weixin.qq.com');
    await send(request);
    expect(request.headers).toEqual({});
  });

  it.each([
    ['throws', () => Promise.reject(new Error(`GET ...access_token=${SECRET}`)), 'reset'],
    ['throws text', () => Promise.reject(SECRET), 'reset'],
    ['throws nothing', () => Promise.reject(undefined), 'reset'],
    [
      'throws at once',
      () => {
        throw Object.assign(new Error(SECRET), { code: 'ECONNREFUSED', config: SECRET });
      },
      'connect',
    ],
    ['throws a code that is none', () => Promise.reject({ code: `E ${SECRET}`, name: SECRET }), 'reset'],
    ['saw a wrong certificate', () => Promise.reject({ code: 'CERT_HAS_EXPIRED' }), 'connect'],
    ['gave up waiting', () => Promise.reject({ code: 'ETIMEDOUT' }), 'timeout'],
    ['never answers', () => new Promise(() => undefined), 'timeout'],
    ['answers nothing', async () => undefined, 'aborted'],
    ['answers without a status', async () => ({ body: SECRET }), 'aborted'],
  ])('that %s is a TransportError without a word of the request', async (_what, transport, kind) => {
    const send = through(transport as unknown as CustomTransport);
    const failure = await failureOf(send(get('https://api.weixin.qq.com', { timeout: 100 })));
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure.kind).toBe(kind);
    expect(everythingIn(failure)).not.toContain(SECRET);
  });
});
