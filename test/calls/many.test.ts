/** One message to many, through the built module. */
import { OPENID, QQ_OPENID, startWorld, TEMPLATE, vkOpenapi, WX, WX2, type World } from './world';

const SEND = '/cgi-bin/message/subscribe/send';
const data = {
  character_string1: 'A1',
  name2: '中通',
  character_string3: 'ZT1',
  thing6: '精华露',
  thing8: '杭州',
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterAll(() => world.sim.close());

const receiver = (i: number) => `o${String(i).padStart(27, '0')}`;
const messages = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ touser: receiver(i), template_id: TEMPLATE, data }));
const many = (list: unknown, options?: object) =>
  world.openapi.weixin.subscribeMessage.send.many(list, options);
const sends = () => world.sim.requests.filter(({ path }) => path === SEND);

it('every receiver has an envelope of its own, in the order of the list', async () => {
  world.sim.setSubscriptions(WX, receiver(3), TEMPLATE, 0);
  const list = messages(8);
  const copy = JSON.parse(JSON.stringify(list));
  const results = await many(list);
  expect(results.map(({ code }: { code: number }) => code)).toEqual([0, 0, 0, 43101, 0, 0, 0, 0]);
  expect(results[3].msg).not.toBe('');
  expect(list).toEqual(copy);
  expect(world.sim.tokenRequests(WX)).toBe(1);
});

it('one that is wrong stops no other, and is not sent', async () => {
  const list = [messages(1)[0], null, 'text', { touser: OPENID }, messages(2)[1]];
  const results = await many(list);
  const own = 'vk-openapi-param-invalid';
  expect(results.map(({ code }: { code: unknown }) => code)).toEqual([0, own, own, own, 0]);
  expect(sends()).toHaveLength(2);
});

it('no more are under way at a time than allowed', async () => {
  let under = 0;
  let most = 0;
  const openapi = world.create({
    http: {
      transport: async ({ url }: { url: string }) => {
        if (!url.includes(SEND))
          return { status: 200, headers: {}, body: '{"access_token":"T","expires_in":7200}' };
        most = Math.max(most, (under += 1));
        await new Promise(resolve => setImmediate(resolve));
        under -= 1;
        return { status: 200, headers: {}, body: '{"errcode":0}' };
      },
    },
  });
  const { send } = openapi.weixin.subscribeMessage;
  expect(await send.many(messages(40))).toHaveLength(40);
  expect(most).toBe(10);
  most = 0;
  await send.many(messages(20), { concurrency: 3 });
  expect(most).toBe(3);
  most = 0;
  await send.many(messages(2), { concurrency: 100 });
  expect(most).toBe(2);
});

it('progress is told after each, and what it throws harms nobody', async () => {
  world.sim.setSubscriptions(WX, receiver(1), TEMPLATE, 0);
  const told: unknown[] = [];
  await many(messages(3), { concurrency: 1, onProgress: (progress: unknown) => told.push(progress) });
  expect(told).toEqual([
    { done: 1, total: 3, failed: 0 },
    { done: 2, total: 3, failed: 1 },
    { done: 3, total: 3, failed: 1 },
  ]);

  const throwing = () => {
    throw new Error('mine');
  };
  for (const onProgress of [throwing, async () => throwing()]) {
    world.log.warnings.length = 0;
    const results = await many(messages(3), { onProgress });
    expect(results).toHaveLength(3);
    expect(world.log.warnings).toHaveLength(1);
    expect(world.log.warnings[0]).toContain('onProgress');
    expect(world.log.warnings[0]).not.toContain('mine');
  }
});

it('nobody is nothing', async () => {
  expect(await many([])).toEqual([]);
  expect(world.sim.requests).toHaveLength(0);
});

it.each<[string, unknown, object | undefined]>([
  ['no list', { touser: OPENID }, undefined],
  ['nothing', undefined, undefined],
  ['a concurrency of 0', [], { concurrency: 0 }],
  ['a concurrency of 101', [], { concurrency: 101 }],
  ['a concurrency that is no number', [], { concurrency: '10' }],
  ['an onProgress that is no function', [], { onProgress: 1 }],
  ['options that are a list', [], []],
])('%s is refused', async (_, list, options) => {
  const error = await many(list, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(vkOpenapi.OpenapiError);
  expect(error).toMatchObject({ code: 'vk-openapi-param-invalid' });
});

it('a failure that is everybody’s comes back for everybody, and the platform is not asked for each', async () => {
  const wrong = world.create({ apps: { weixin: [{ appid: WX, appsecret: '1'.repeat(32) }] } });
  const results = await wrong.weixin.subscribeMessage.send.many(messages(30));
  expect(new Set(results.map(({ code }: { code: unknown }) => code))).toEqual(new Set([40125]));
  expect(world.sim.tokenRequests(WX)).toBeLessThanOrEqual(2);

  const none = vkOpenapi.createOpenapi({ apps: { weixin: [] }, endpoints: world.sim.endpoints });
  const missing = await none.weixin.subscribeMessage.send.many(messages(2));
  expect(missing.map(({ code }: { code: unknown }) => code)).toEqual([
    'vk-openapi-config-missing',
    'vk-openapi-config-missing',
  ]);
});

it('a used-up quota is met once', async () => {
  world.sim.setQuota(SEND, { day: 3 });
  const results = await many(messages(20), { concurrency: 1 });
  expect(results.filter(({ code }: { code: unknown }) => code === 0)).toHaveLength(3);
  expect(results.filter(({ code }: { code: unknown }) => code === 45009)).toHaveLength(17);
  expect(sends()).toHaveLength(4);
});

it('the options are every call’s, but a receiver may name an app of its own', async () => {
  const [one, two] = messages(2) as [object, object];
  const results = await many([one, { ...two, appid: WX2 }], { appid: WX });
  expect(results.map(({ code }: { code: unknown }) => code)).toEqual([0, 0]);
  expect(world.sim.tokenRequests(WX) + world.sim.tokenRequests(WX2)).toBeGreaterThanOrEqual(1);
  world.sim.clearRequests();
  await many([one], { access_token: 'nobody’s' });
  expect(world.sim.requests.map(({ path }) => path)).toEqual([SEND]);
});

it('official accounts and QQ have it too, and it is no call for tools that list calls', async () => {
  const { send } = world.openapi.qq.subscribeMessage;
  expect(Object.keys(send)).toEqual([]);
  const results = await send.many([{ touser: QQ_OPENID, template_id: TEMPLATE, data }]);
  expect(results).toHaveLength(1);
  expect(typeof world.openapi.weixin.h5.templateMessage.send.many).toBe('function');
  expect(world.openapi.weixin.security.msgSecCheck.many).toBeUndefined();
});
