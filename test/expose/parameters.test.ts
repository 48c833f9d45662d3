import { CLIENT, exposed, SERVER } from './support';

const LOGIN = { action: 'auth.code2Session' };

/** What reaches the instance of a client's parameters, or the refusal's code. */
async function passed(params: unknown, clientApps: string[] = [], action = 'auth.code2Session') {
  const { expose, made } = exposed(undefined, clientApps);
  const result = await expose('weixin')({ action, params }, CLIENT);
  if (result.code !== 0) expect(made).toEqual([]);
  return made[0]?.params ?? result;
}

describe("a client's parameters", () => {
  it('pass by their own names and their other spellings', async () => {
    expect(await passed({ js_code: 'a' })).toEqual({ js_code: 'a' });
    expect(await passed({ code: 'a' })).toEqual({ code: 'a' });
  });

  it('lose everything that is not the call’s own', async () => {
    const params = {
      js_code: 'a',
      needKey: true,
      cache: false,
      access_token: 'T',
      sessionKey: 'S',
      session_key: 'S',
      context: { SOURCE: 'server' },
      endpoints: { weixin: 'http://evil' },
      cloudPath: 'x.png',
      responseType: 'buffer',
      timeout: 1,
      grant_type: 'client_credential',
      secret: 's',
      url: 'http://evil',
      __proto__: { js_code: 'inherited' },
    };
    expect(await passed(params)).toEqual({ js_code: 'a' });
  });

  it('never come from the prototype', async () => {
    expect(await passed(Object.create({ js_code: 'inherited', appsecret: 's' }))).toEqual({});
    expect(await passed(JSON.parse('{"__proto__":{"js_code":"x"},"constructor":1}'))).toEqual({});
  });

  it('lose a session key, and keep the sealed one', async () => {
    const params = { encryptedData: 'd', iv: 'i', sessionKey: 'S', encryptedKey: 'E' };
    expect(await passed(params, [], 'decrypt.getPhoneNumber')).toEqual({
      encryptedData: 'd',
      iv: 'i',
      encryptedKey: 'E',
    });
  });

  it('are refused with an appsecret, even an empty one', async () => {
    for (const appsecret of ['s', '', 0]) {
      expect(await passed({ js_code: 'a', appsecret })).toMatchObject({
        code: 'vk-openapi-param-invalid',
        msg: expect.stringContaining('appsecret'),
      });
    }
  });

  it.each(['appid', 'appId'])('are refused with an %s that clientApps does not list', async name => {
    for (const value of ['wx_other', '', ['wx_mine'], { toString: () => 'wx_mine' }, 1]) {
      expect(await passed({ js_code: 'a', [name]: value }, ['wx_mine'])).toMatchObject({
        code: 'vk-openapi-param-invalid',
        msg: expect.stringContaining('clientApps'),
      });
    }
    expect(await passed({ [name]: 'wx_mine' })).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });

  it('are refused where one spelling of the app is allowed and the other is not', async () => {
    expect(await passed({ appid: 'wx_mine', appId: 'wx_other' }, ['wx_mine'])).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
  });

  it.each(['appid', 'appId'])('pass with an %s that clientApps lists', async name => {
    expect(await passed({ js_code: 'a', [name]: 'wx_mine' }, ['wx_mine'])).toEqual({
      js_code: 'a',
      appid: 'wx_mine',
    });
  });

  it.each(['text', 1, true, [1]])('are refused when params is %p', async params => {
    expect(await passed(params)).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });

  it('may be left out', async () => {
    expect(await passed(undefined)).toEqual({});
    expect(await passed(null)).toEqual({});
  });
});

describe('a client’s file', () => {
  const file = (value: unknown, name = 'media') => passed({ [name]: value }, [], 'security.imgSecCheck');

  it('is its base64, with a name and a type, and nothing else of the object', async () => {
    const given = { base64: 'AAAA', filename: 'a.png', contentType: 'image/png' };
    const more = { path: '/etc/passwd', fileID: 'cloud://a', value: 'x', buffer: 'x', on: 1 };
    expect(await file({ ...given, ...more })).toEqual({ media: given });
    expect(await file({ base64: 'AAAA', filename: { toString: 1 } })).toEqual({ media: { base64: 'AAAA' } });
    expect(await file('data:image/png;base64,AAAA')).toEqual({ media: 'data:image/png;base64,AAAA' });
    expect(await file({ type: 'Buffer', data: [1], path: '/etc/passwd' })).toEqual({
      media: { type: 'Buffer', data: [1] },
    });
  });

  it.each([
    ['a path', { path: '/etc/passwd' }],
    ['a path in a value', { value: { path: '/etc/passwd' } }],
    ['a fileID', { fileID: 'cloud://a/b.png' }],
    ['base64 that is no text', { base64: ['AAAA'], path: '/etc/passwd' }],
    ['an inherited base64', Object.create({ base64: 'AAAA' })],
    ['a buffer that is none', { type: 'Buffer', data: 'AAAA', path: '/etc/passwd' }],
    ['a list', [{ path: '/etc/passwd' }]],
    ['a number', 7],
    ['an empty object', {}],
  ])('is refused when it is %s, under every name', async (_, value) => {
    for (const name of ['media', 'buffer', 'picture']) {
      expect(await file(value, name)).toMatchObject({
        code: 'vk-openapi-param-invalid',
        msg: expect.stringMatching(new RegExp(`${name}.*base64`)),
      });
    }
  });
});

describe('a trusted caller', () => {
  it('may name a file of the server’s', async () => {
    const { expose, made } = exposed();
    const params = { media: { path: '/tmp/a.png' } };
    await expose('weixin')({ action: 'security.imgSecCheck', params }, SERVER);
    expect(made[0]!.params).toEqual(params);
  });

  const call = async (params: Record<string, unknown>, context: Record<string, unknown> = SERVER) => {
    const { expose, made } = exposed();
    await expose('weixin')({ ...LOGIN, params }, context);
    return made[0]!;
  };

  it('passes every parameter, without its object being changed', async () => {
    const params = Object.freeze({ js_code: 'a', needKey: true, appid: 'wx', appsecret: 's', more: 1 });
    expect((await call(params)).params).toEqual(params);
  });

  it('gets bytes as base64, unless it asked for a file', async () => {
    expect((await call({ responseType: 'buffer' })).options.responseType).toBe('base64');
    expect((await call({ cloudPath: 'a.png' })).options.responseType).toBeUndefined();
  });

  it('may name another context than its own', async () => {
    expect((await call({ context: { APPID: 'x' } })).options.context).toBeUndefined();
    expect((await call({})).options.context).toBe(SERVER);
  });
});

it('hands the function’s context on, so that the calling app is found by its APPID', async () => {
  const { expose, made } = exposed();
  await expose('weixin')({ ...LOGIN, params: { js_code: 'a', context: { APPID: 'other' } } }, CLIENT);
  expect(made[0]!.options).toEqual({ context: CLIENT, responseType: 'base64' });
});
