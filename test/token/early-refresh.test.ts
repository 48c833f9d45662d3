import { ownError } from '../../src/result/error';
import { Platform, platformError } from './platform';
import {
  all,
  CountingStore,
  databaseStore,
  deferred,
  installDatabase,
  Instance,
  uninstallCloud,
} from './support';
import { World } from './virtual-clock';

const KEY = 'uni-id:weixin-mp:wx0000000000000001:access-token';

describe('early refresh', () => {
  let world: World;
  let platform: Platform;
  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    installDatabase();
  });
  afterEach(uninstallCloud);

  /** `point`: 0 refreshes when 60 s are left, 1 when 240 s are left. */
  const instance = (point = 0.5): Instance => {
    const machine = world.machine();
    return new Instance(machine, platform, databaseStore(machine), { random: () => point });
  };
  /** Until so many seconds are left of the first token. */
  const untilLeft = (seconds: number): Promise<void> => world.pass(7_200_000 - seconds * 1000 - world.time);

  test('starts at a random point between 240 and 60 seconds before the end', async () => {
    const [early, late] = [instance(1), instance(0)];
    await world.run(Promise.all([early.token(), late.token()]));
    await untilLeft(242);
    expect(early.tokens.peek(early.app)).toBeDefined();
    await untilLeft(239);
    expect(early.tokens.peek(early.app)).toBeUndefined();
    await untilLeft(62);
    expect(late.tokens.peek(late.app)).toBeDefined();
    await untilLeft(59);
    expect(late.tokens.peek(late.app)).toBeUndefined();
  });

  test('is made by one caller who waits, while all others go on with the old token', async () => {
    const one = instance();
    const old = await world.run(one.token());
    await untilLeft(100);
    const gate = deferred();
    platform.gate = gate.promise;
    const settled: string[] = [];
    const calls = all(50, () => one.token().then(token => settled.push(token)));
    await world.pass(1_000);
    expect(settled).toHaveLength(49);
    expect(new Set(settled)).toEqual(new Set([old]));
    expect(platform.requests).toHaveLength(2);
    gate.resolve();
    await world.run(calls);
    expect(settled[49]).toMatch(/-token-2-/);
    expect(one.tokens.peek(one.app)).toBe(settled[49]);
  });

  test('is made once for the whole fleet, and nobody waits for another instance', async () => {
    const fleet = [instance(), instance(), instance(), instance(0.9)];
    await world.run(all(4, index => fleet[index]!.token()));
    await untilLeft(100);
    const gate = deferred();
    platform.gate = gate.promise;
    let settled = 0;
    const calls = all(80, index => fleet[index % 4]!.token().then(() => settled++));
    await world.pass(1_000);
    expect(settled).toBe(79);
    gate.resolve();
    await world.run(calls);
    await world.pass(20_000);
    // Each of the others finds it in the store, again by one caller.
    await world.run(all(4, index => fleet[index]!.token()));
    const tokens = await world.run(all(80, index => fleet[index % 4]!.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/-token-2-/);
    expect(platform.requests).toHaveLength(2);
  });

  test('is made by an instance that found the token in the store with 100 seconds left', async () => {
    await world.run(instance().token());
    await untilLeft(100);
    const late = instance();
    expect(await world.run(late.token())).toMatch(/-token-1-/);
    expect(await world.run(late.token())).toMatch(/-token-2-/);
    expect(platform.requests).toHaveLength(2);
  });

  test("does not touch another system's token", async () => {
    const store = new CountingStore();
    const machine = world.machine();
    store.rows.set(KEY, { value: '{"access_token":"foreign"}', expired: machine.now() + 100_000 });
    const one = new Instance(machine, platform, store.named(), { random: () => 1 });
    await world.run(one.token());
    expect(await world.run(all(10, () => one.token()))).toEqual(Array(10).fill('foreign'));
    expect(platform.requests).toHaveLength(0);
    const operations = store.operations;
    await world.run(all(10, () => one.token()));
    expect(store.operations).toBe(operations);
  });

  test('that gets the same token back is not tried again for 60 seconds, by nobody', async () => {
    platform.life = 1_000;
    const [one, other] = [instance(1), instance(1)];
    await world.run(Promise.all([one.token(), other.token()]));
    await world.pass(765_000);
    jest.spyOn(platform as unknown as { stable(): unknown }, 'stable').mockImplementation(function (this: {
      current: unknown;
    }) {
      return this.current;
    });
    await world.run(one.token());
    expect(platform.requests).toHaveLength(2);
    await world.pass(50_000);
    await world.run(all(10, () => one.token()));
    await world.run(all(10, () => other.token()));
    expect(platform.requests).toHaveLength(2);
    await world.pass(11_000);
    await world.run(all(10, () => other.token()));
    expect(platform.requests).toHaveLength(3);
  });

  test.each([platformError(-1, 'system error'), ownError('network-error', '网络错误', 'unreachable')])(
    'that fails (%p) does not fail the call, and is tried again a little later',
    async failure => {
      const one = instance();
      const old = await world.run(one.token());
      await untilLeft(100);
      platform.failure = failure;
      expect(await world.run(one.token())).toBe(old);
      for (let i = 0; i < 20; i++) expect(await world.run(one.token())).toBe(old);
      expect(platform.requests).toHaveLength(2);
      platform.failure = undefined;
      await world.pass(40_000);
      expect(await world.run(one.token())).toMatch(/-token-2-/);
    },
  );

  test('of a token that lives only 20 seconds waits for the second half of its life', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    qq.life = 20;
    const machine = world.machine();
    const one = new Instance(machine, qq, databaseStore(machine));
    await world.run(one.token());
    for (let i = 0; i < 9; i++) {
      await world.pass(1_000);
      await world.run(one.token());
    }
    expect(qq.requests).toHaveLength(1);
    await world.pass(3_000);
    await world.run(one.token());
    expect(qq.requests).toHaveLength(2);
  });

  test('is tried again when the one who began it died', async () => {
    const [dead, other] = [instance(), instance()];
    await world.run(Promise.all([dead.token(), other.token()]));
    await untilLeft(100);
    platform.gate = new Promise(() => undefined);
    void dead.token();
    await world.pass(300);
    dead.machine.frozen = true;
    platform.gate = undefined;
    expect(await world.run(other.token())).toMatch(/-token-1-/);
    await world.pass(17_000);
    expect(await world.run(other.token())).toMatch(/-token-2-/);
  });
});
