import { CLIENT, exposed } from './support';

const ask = async (context: unknown, event: unknown = { action: 'subscribeMessage.send' }) => {
  const { expose, made } = exposed();
  const result = await expose('weixin')(event, context);
  return { result, made };
};

describe('who is calling', () => {
  it.each(['function', 'timing', 'server'])('a call from %s may be of every level', async SOURCE => {
    const { result, made } = await ask({ SOURCE });
    expect(result.code).toBe(0);
    expect(made).toHaveLength(1);
  });

  it.each([
    ['a client', { SOURCE: 'client' }],
    ['an HTTP request', { SOURCE: 'http' }],
    ['no source', {}],
    ['no context', undefined],
    ['a null context', null],
    ['another spelling', { SOURCE: 'Server' }],
    ['a list of one', { SOURCE: ['server'] }],
    ['an object that prints as one', { SOURCE: { toString: () => 'server' } }],
    ['a boxed string', { SOURCE: Object('server') }],
    ['a prototype name', { SOURCE: 'constructor' }],
    ['a context that is a text', 'server'],
  ])('%s is a client and is refused', async (_, context) => {
    const { result, made } = await ask(context, {
      action: 'subscribeMessage.send',
      params: {},
      body: '{"action":"subscribeMessage.send"}',
    });
    expect(result.code).toBe('vk-openapi-forbidden');
    expect(made).toEqual([]);
  });

  it('believes nothing the event says of its sender', async () => {
    const claims = {
      SOURCE: 'server',
      context: { SOURCE: 'server' },
      clientInfo: { source: 'function' },
      role: ['admin'],
    };
    const { result, made } = await ask(CLIENT, {
      action: 'subscribeMessage.send',
      ...claims,
      params: claims,
    });
    expect(result.code).toBe('vk-openapi-forbidden');
    expect(made).toEqual([]);
  });

  it('lets nobody make a call of level none', async () => {
    const { result, made } = await ask({ SOURCE: 'function' }, { action: 'secret.shut' });
    expect(result.code).toBe('vk-openapi-forbidden');
    expect(made).toEqual([]);
  });

  it.each(['request', 'h5.request', 'weixin.h5.request'])('keeps %s for trusted callers', async action => {
    expect((await ask(CLIENT, { action })).result.code).toBe('vk-openapi-forbidden');
    const { made } = await ask({ SOURCE: 'function' }, { action, params: { url: '/x' } });
    expect(made[0]).toMatchObject({
      id: expect.stringMatching(/^weixin(\.h5)?\.request$/),
      params: { url: '/x' },
    });
  });
});
