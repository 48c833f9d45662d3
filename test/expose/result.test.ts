import { ownError } from '../../src/result/error';
import { CLIENT, exposed, SERVER } from './support';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const result = (outcome: unknown, action: string, context: unknown) =>
  exposed(outcome).expose('weixin')({ action }, context);

describe('the result of a thin function', () => {
  it('carries uniCloud’s names of code and msg besides', async () => {
    const envelope = { code: 40029, msg: 'code 无效', errcode: 40029, errmsg: 'invalid code', errCode: 1 };
    expect(await result(envelope, 'auth.code2Session', CLIENT)).toEqual({
      ...envelope,
      errCode: 40029,
      errMsg: 'code 无效',
    });
    expect(envelope.errCode).toBe(1);
  });

  it('brings bytes as a data URI', async () => {
    expect(await result(PNG, 'wxacode.getUnlimited', SERVER)).toMatchObject({
      code: 0,
      errCode: 0,
      contentType: 'image/png',
      base64: `data:image/png;base64,${PNG.toString('base64')}`,
    });
    expect(await result(Buffer.from('??'), 'request', SERVER)).toMatchObject({
      contentType: 'application/octet-stream',
    });
  });

  it('wraps the token for a trusted caller', async () => {
    expect(await result('T1', 'auth.getAccessToken', SERVER)).toMatchObject({
      code: 0,
      access_token: 'T1',
      errCode: 0,
    });
  });

  it('turns what would reject into its envelope', async () => {
    const error = ownError('config-missing', '缺少 uni-id/config.json', 'no configuration');
    expect(await result(error, 'auth.getAccessToken', SERVER)).toEqual({
      code: 'vk-openapi-config-missing',
      msg: '缺少 uni-id/config.json',
      errcode: 'vk-openapi-config-missing',
      errmsg: 'no configuration',
      errCode: 'vk-openapi-config-missing',
      errMsg: '缺少 uni-id/config.json',
    });
  });

  it('says nothing of a fault’s text', async () => {
    const answer = await result(new TypeError('secret-text'), 'auth.code2Session', CLIENT);
    expect(answer.code).toBe('vk-openapi-bad-response');
    expect(JSON.stringify(answer)).not.toContain('secret-text');
  });

  it('holds no credential for a client, at any depth and in any spelling', async () => {
    const leaky = {
      code: 0,
      msg: '成功',
      errcode: 0,
      errmsg: 'bad access_token=LEAK1 rid: 1',
      openid: 'o1',
      encryptedKey: 'sealed',
      session_key: 'LEAK2',
      sessionKey: 'LEAK3',
      deep: [{ access_token: 'LEAK4', more: { Refresh_Token: 'LEAK5', jsapi_ticket: 'LEAK6', kept: 1 } }],
      appsecret: 'LEAK7',
      ticket: 'LEAK8',
      encrypt_key: 'LEAK9',
    };
    const answer = await result(leaky, 'auth.code2Session', CLIENT);
    expect(JSON.stringify(answer)).not.toContain('LEAK');
    expect(answer).toMatchObject({ openid: 'o1', encryptedKey: 'sealed', deep: [{ more: { kept: 1 } }] });
  });

  it('holds them for the server code that asked', async () => {
    const own = { code: 0, msg: '成功', errcode: 0, errmsg: 'ok', sessionKey: 'S' };
    expect(await result(own, 'auth.code2Session', SERVER)).toMatchObject({ sessionKey: 'S' });
  });

  it('survives an answer that is nested without end', async () => {
    const endless: Record<string, unknown> = { code: 0, msg: 'm' };
    endless.self = endless;
    const answer = await result(endless, 'auth.code2Session', CLIENT);
    expect(() => JSON.stringify(answer)).not.toThrow();
  });
});

describe('through HTTP', () => {
  const post = async (
    body: unknown,
    more: Record<string, unknown> = {},
    context: unknown = { SOURCE: 'http' },
  ) => {
    const { expose, made } = exposed();
    const event = { path: '/', httpMethod: 'POST', headers: {}, queryStringParameters: {}, body, ...more };
    return { result: await expose('weixin')(event, context), made };
  };
  const login = JSON.stringify({ action: 'auth.code2Session', params: { js_code: 'a' } });

  it('the body is the JSON of action and params', async () => {
    const { made } = await post(login);
    expect(made[0]).toMatchObject({ id: 'weixin.auth.code2Session', params: { js_code: 'a' } });
  });

  it('the body may come in base64, or parsed', async () => {
    const encoded = await post(Buffer.from(login).toString('base64'), { isBase64Encoded: true });
    expect(encoded.made).toHaveLength(1);
    expect((await post(JSON.parse(login))).made).toHaveLength(1);
  });

  it('is recognised where the provider sets no source', async () => {
    expect((await post(login, {}, {})).made).toHaveLength(1);
  });

  it.each(['', '{', 'null', '[]', '1', '"x"', undefined])(
    'answers param-invalid to the body %p',
    async body => {
      const { result: answer, made } = await post(body);
      expect(answer).toMatchObject({ code: 'vk-openapi-param-invalid', errCode: 'vk-openapi-param-invalid' });
      expect(made).toEqual([]);
    },
  );

  it('gives the caller the rights of a client', async () => {
    const { result: answer } = await post(
      JSON.stringify({ action: 'auth.getAccessToken', SOURCE: 'server' }),
    );
    expect(answer.code).toBe('vk-openapi-forbidden');
  });
});

it('makes the calls on the instance it is given', async () => {
  const openapi = {
    weixin: { auth: { code2Session: async (params: unknown) => ({ code: 0, msg: 'mine', params }) } },
  };
  const { expose, made } = exposed();
  const answer = await expose('weixin', { openapi })(
    { action: 'auth.code2Session', params: { js_code: 'a' } },
    CLIENT,
  );
  expect(answer).toMatchObject({ code: 0, msg: 'mine', params: { js_code: 'a' } });
  expect(made).toEqual([]);
});
