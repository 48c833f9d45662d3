import { exposed, SERVER } from './support';

const idFor = async (scope: unknown, event: unknown) => {
  const { expose, made } = exposed();
  const result = await expose(scope as string)(event, SERVER);
  return made[0]?.id ?? result.code;
};

describe('the scope of a thin function', () => {
  it.each([
    ['weixin', 'wxacode.getUnlimited', 'weixin.wxacode.getUnlimited'],
    ['weixin', 'weixin.wxacode.getUnlimited', 'weixin.wxacode.getUnlimited'],
    ['weixin', 'h5.templateMessage.send', 'weixin.h5.templateMessage.send'],
    ['weixin', 'weixin.h5.templateMessage.send', 'weixin.h5.templateMessage.send'],
    ['weixin.h5', 'templateMessage.send', 'weixin.h5.templateMessage.send'],
    ['weixin.auth', 'code2Session', 'weixin.auth.code2Session'],
    ['weixin.auth', 'weixin.auth.code2Session', 'weixin.auth.code2Session'],
    ['qq', 'auth.code2Session', 'qq.auth.code2Session'],
    ['qq', 'request', 'qq.request'],
  ])('%s accepts %s', async (scope, action, id) => {
    expect(await idFor(scope, { action })).toBe(id);
  });

  it.each([
    ['qq', 'weixin.auth.code2Session'],
    ['qq', 'wxacode.getUnlimited'],
    ['weixin', 'qq.auth.code2Session'],
    ['weixin.h5', 'auth.code2Session'],
    ['weixin.h5', 'weixin.auth.code2Session'],
    ['weixin.auth', 'weixin.decrypt.getPhoneNumber'],
    ['weixin.auth', 'auth.code2Session'],
    ['weixin', 'getUnlimited'],
    ['weixin', 'wxacode'],
    ['weixin', 'wxacode.GetUnlimited'],
    ['weixin', 'wxacode..getUnlimited'],
    ['weixin', ' wxacode.getUnlimited'],
    ['weixin', 'weixin'],
  ])('%s does not know %s', async (scope, action) => {
    expect(await idFor(scope, { action })).toBe('vk-openapi-unknown-api');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['a number', 1],
    ['a list', ['wxacode.getUnlimited']],
    ['an object that prints as a name', { toString: () => 'wxacode.getUnlimited' }],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['a name below a prototype', 'constructor.constructor'],
    ['toString', 'auth.toString'],
    ['a very long text', 'a.'.repeat(500_000)],
  ])('answers unknown-api to %s as the action', async (_, action) => {
    const { expose, made } = exposed();
    const result = await expose('weixin')({ action }, SERVER);
    expect(result).toMatchObject({ code: 'vk-openapi-unknown-api', errcode: 'vk-openapi-unknown-api' });
    expect(String(result.msg).length).toBeLessThan(300);
    expect(made).toEqual([]);
  });

  it.each([
    '',
    'wexin',
    'weixin.auth.code2Sesion',
    'weixin.a.b.c',
    'constructor',
    'weixin.__proto__',
    undefined,
    7,
  ])('a function made for %p loads, and every call says that the scope is wrong', async scope => {
    const { expose, made } = exposed();
    const result = await expose(scope as string)({ action: 'auth.code2Session' }, SERVER);
    expect(result.code).toBe('vk-openapi-unknown-api');
    if (typeof scope === 'string') expect(result.msg).toContain(scope);
    expect(made).toEqual([]);
  });

  it('does not ask the catalogue before the first call', () => {
    const { createExpose } = jest.requireActual<typeof import('../../src/expose')>('../../src/expose');
    const asked: string[] = [];
    const expose = createExpose({
      findCall: id => (asked.push(id), undefined),
      invoke: async () => undefined,
      clientApps: () => [],
    });
    expose('weixin');
    expect(asked).toEqual([]);
  });
});

describe('a function for one call', () => {
  const sent = async (
    event: unknown,
    context: unknown = SERVER,
    scope = 'weixin.livebroadcast.getLiveInfo',
  ) => {
    const { expose, made } = exposed();
    await expose(scope)(event, context);
    return made[0]!.params;
  };

  it('takes data.params as the parameters', async () => {
    expect(await sent({ params: { room_id: 1 }, uniIdToken: 't' })).toEqual({ room_id: 1 });
  });

  it('takes data itself where there is no params object, a parameter called action included', async () => {
    expect(await sent({ action: 'get_replay', room_id: 1 })).toEqual({ action: 'get_replay', room_id: 1 });
  });

  it('leaves out what the client runtime put beside the parameters', async () => {
    expect(await sent({ room_id: 1, uniIdToken: 't', clientInfo: {} })).toEqual({ room_id: 1 });
  });

  it('leaves out what makes up a timer event', async () => {
    const timer = { Time: '2026-11-20T00:00:00Z', TriggerName: 't', Type: 'Timer' };
    expect(await sent(timer, { SOURCE: 'timing' }, 'weixin.auth.getAccessToken')).toEqual({});
  });

  it('is called without any event', async () => {
    expect(await sent(undefined)).toEqual({});
  });
});
