import { Platform, platformError } from './platform';
import { all, databaseStore, installDatabase, Instance, uninstallCloud } from './support';
import { ownError } from '../../src/result/error';
import { World } from './virtual-clock';

describe('failures to get a token', () => {
  let world: World;
  let platform: Platform;
  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    installDatabase();
  });
  afterEach(uninstallCloud);

  const instance = (secret?: string): Instance => {
    const machine = world.machine();
    return new Instance(machine, platform, databaseStore(machine), { secret });
  };
  const codes = (count: number, one: Instance): Promise<unknown[]> =>
    all(count, () => one.token().catch(error => error.code));

  test('a wrong secret: all who wait get the code, and it is remembered for 30 seconds', async () => {
    const one = instance('a-wrong-secret');
    expect(await world.run(codes(50, one))).toEqual(Array(50).fill(40125));
    await world.pass(29_000);
    expect(await world.run(codes(50, one))).toEqual(Array(50).fill(40125));
    expect(platform.requests).toHaveLength(1);
    await world.pass(1_500);
    await world.run(codes(50, one));
    expect(platform.requests).toHaveLength(2);
  });

  test('a wrong secret is shared with the processes that have the same one, and with no other', async () => {
    await world.run(codes(1, instance('a-wrong-secret')));
    expect(await world.run(codes(20, instance('a-wrong-secret')))).toEqual(Array(20).fill(40125));
    expect(platform.requests).toHaveLength(1);
    expect(await world.run(instance().token())).toMatch(/-token-/);
  });

  test('who waits for a holder that fails goes on at once', async () => {
    platform.latency = 2_000;
    const fleet = [instance('a-wrong-secret'), instance('a-wrong-secret')];
    await world.run(Promise.all([codes(5, fleet[0]!), codes(5, fleet[1]!)]));
    expect(world.time).toBeLessThan(4_000);
    expect(platform.requests).toHaveLength(1);
  });

  test('a closed address is remembered by this process only', async () => {
    platform.failure = platformError(40164, 'invalid ip 1.2.3.4, not in whitelist');
    const [one, other] = [instance(), instance()];
    expect(await world.run(codes(20, one))).toEqual(Array(20).fill(40164));
    expect(await world.run(codes(20, one))).toEqual(Array(20).fill(40164));
    expect(platform.requests).toHaveLength(1);
    platform.failure = undefined;
    expect(await world.run(other.token())).toMatch(/-token-/);
    expect(platform.requests).toHaveLength(2);
  });

  test('the store is still read while a failure is remembered', async () => {
    const [one, other] = [instance(), instance()];
    platform.failure = platformError(40164, 'invalid ip');
    await world.run(codes(1, one));
    platform.failure = undefined;
    const token = await world.run(other.token());
    expect(await world.run(one.token())).toBe(token);
    expect(platform.requests).toHaveLength(2);
  });

  test('a remembered failure also answers who asks again, and who reports a dead token', async () => {
    const one = instance();
    const dead = await world.run(one.token());
    platform.failure = platformError(40164, 'invalid ip');
    await world.run(one.tokens.fetchAgain(one.app).catch(() => undefined));
    await expect(world.run(one.tokens.fetchAgain(one.app))).rejects.toMatchObject({ code: 40164 });
    await expect(world.run(one.tokens.replace(one.app, dead, true))).rejects.toMatchObject({ code: 40164 });
    expect(platform.requests).toHaveLength(2);
  });

  test('a failure of the network is not remembered', async () => {
    const one = instance();
    platform.failure = ownError('network-error', '网络错误', 'unreachable');
    expect(await world.run(codes(5, one))).toEqual(Array(5).fill('vk-openapi-network-error'));
    platform.failure = undefined;
    expect(await world.run(one.token())).toMatch(/-token-/);
    expect(platform.requests).toHaveLength(2);
  });

  test('an endpoint that never answers is given up within its time, whatever the transport does', async () => {
    const one = instance();
    platform.gate = new Promise(() => undefined);
    expect(await world.run(codes(3, one))).toEqual(Array(3).fill('vk-openapi-timeout'));
    expect(world.time).toBeLessThan(5_500);
  });

  test('a request that fails in a way nobody promised says nothing of what it carried', async () => {
    const one = instance();
    platform.failure = new Error(`secret=${platform.secret}`) as never;
    const error = await world.run(one.token().catch(caught => caught));
    expect(error.code).toBe('vk-openapi-network-error');
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain(platform.secret);
  });
});
