import { Platform, platformError } from './platform';
import { all, CountingStore, databaseStore, installDatabase, Instance, uninstallCloud } from './support';
import { World } from './virtual-clock';

describe('a token that the platform has dropped', () => {
  let world: World;
  let platform: Platform;
  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    installDatabase();
  });
  afterEach(uninstallCloud);

  const instance = (of = platform): Instance => {
    const machine = world.machine();
    return new Instance(machine, of, databaseStore(machine));
  };

  test('under 50 concurrent calls, all succeed with one plain request', async () => {
    const one = instance();
    await world.run(one.token());
    platform.revoke();
    expect(await world.run(all(50, () => one.call()))).toEqual(Array(50).fill(true));
    expect(platform.requests).toHaveLength(2);
    expect(platform.forcedRequests).toBe(0);
  });

  test('and that it still gives out, is forced: two requests for six instances with 50 calls each', async () => {
    const fleet = Array.from({ length: 6 }, () => instance());
    await world.run(all(6, index => fleet[index]!.token()));
    platform.clingsToDead = true;
    platform.revoke();
    const before = platform.requests.length;
    expect(await world.run(all(300, index => fleet[index % 6]!.call()))).toEqual(Array(300).fill(true));
    expect(platform.requests.length - before).toBe(2);
    expect(platform.forcedRequests).toBe(1);
  });

  test('on QQ is replaced by one plain fetch for the whole fleet, never forced', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    const fleet = Array.from({ length: 6 }, () => instance(qq));
    await world.run(all(6, index => fleet[index]!.token()));
    qq.revoke();
    expect(await world.run(all(300, index => fleet[index % 6]!.call()))).toEqual(Array(300).fill(true));
    expect(qq.requests).toHaveLength(2);
    expect(qq.forcedRequests).toBe(0);
  });

  test('on QQ is not forced even where the plain fetch gives it back', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    const one = instance(qq);
    await world.run(one.token());
    qq.clingsToDead = true;
    qq.revoke();
    expect(await world.run(all(20, () => one.call()))).toEqual(Array(20).fill(false));
    expect(qq.forcedRequests).toBe(0);
    expect(qq.requests).toHaveLength(2);
  });

  test('is replaced from the store when another instance already has a new one', async () => {
    const [one, other] = [instance(), instance()];
    await world.run(Promise.all([one.token(), other.token()]));
    platform.revoke();
    await world.run(one.call());
    expect(await world.run(other.call())).toBe(true);
    expect(platform.requests).toHaveLength(2);
  });

  test('is dropped only if it still is the current one: a late report changes nothing', async () => {
    const database = installDatabase();
    const one = instance();
    const old = await world.run(one.token());
    platform.revoke();
    await world.run(one.call());
    const current = one.tokens.peek(one.app);
    const operations = database.operations.length;
    expect(await world.run(one.tokens.replace(one.app, old, true))).toBe(current);
    expect(database.operations).toHaveLength(operations);
    expect(one.tokens.peek(one.app)).toBe(current);
    expect(platform.requests).toHaveLength(2);
  });

  test('is not forced for `request`, and is forced for the catalogue call that comes next', async () => {
    const one = instance();
    await world.run(one.token());
    platform.clingsToDead = true;
    platform.revoke();
    expect(await world.run(one.call(false))).toBe(false);
    expect(platform.forcedRequests).toBe(0);
    expect(await world.run(one.call(true))).toBe(true);
    expect(platform.forcedRequests).toBe(1);
    expect(platform.plainRequests).toBe(2);
  });

  test('is forced for a catalogue call that joins the flight of a `request`', async () => {
    const one = instance();
    const dead = await world.run(one.token());
    platform.clingsToDead = true;
    platform.revoke();
    const [request, call] = await world.run(
      Promise.all([one.tokens.replace(one.app, dead, false), one.tokens.replace(one.app, dead, true)]),
    );
    expect(request).toBeUndefined();
    expect(platform.accepts(call!)).toBe(true);
    expect(platform.requests).toHaveLength(3);
  });

  test('is forced at most once in ten minutes by the whole fleet', async () => {
    const fleet = Array.from({ length: 3 }, () => instance());
    await world.run(all(3, index => fleet[index]!.token()));
    platform.clingsToDead = true;
    const forcedAt: number[] = [];
    for (let minute = 0; minute < 25; minute++) {
      platform.revoke();
      await world.run(all(9, index => fleet[index % 3]!.call()));
      await world.pass(60_000);
    }
    for (const { force, at } of platform.requests) if (force) forcedAt.push(at);
    expect(forcedAt.length).toBeGreaterThan(1);
    for (let i = 1; i < forcedAt.length; i++)
      expect(forcedAt[i]! - forcedAt[i - 1]!).toBeGreaterThanOrEqual(600_000);
  });

  test('that nothing can replace is asked for once a minute by the whole fleet, however many calls fail', async () => {
    const fleet = Array.from({ length: 4 }, () => instance());
    await world.run(all(4, index => fleet[index]!.token()));
    platform.clingsToDead = true;
    platform.revoke();
    await world.run(fleet[0]!.call());
    platform.revoke();
    const before = platform.requests.length;
    for (let second = 0; second < 50; second++) {
      expect(await world.run(all(8, index => fleet[index % 4]!.call()))).toEqual(Array(8).fill(false));
      await world.pass(800);
    }
    expect(platform.requests.length - before).toBe(1);
  });

  test('a forced request whose holder dies has been forced: nobody does it again', async () => {
    const [one, other] = [instance(), instance()];
    await world.run(Promise.all([one.token(), other.token()]));
    platform.clingsToDead = true;
    platform.revoke();
    void one.call();
    while (platform.forcedRequests === 0) await world.pass(10);
    one.machine.frozen = true;
    await world.run(other.call());
    expect(platform.forcedRequests).toBe(1);
  });

  test("ends with the token endpoint's own failure when that is what came", async () => {
    const one = instance();
    const dead = await world.run(one.token());
    platform.revoke();
    platform.failure = platformError(40164, 'invalid ip 1.2.3.4, not in whitelist');
    await expect(world.run(one.tokens.replace(one.app, dead, true))).rejects.toMatchObject({ code: 40164 });
  });

  test('after a refused early refresh, a call that finds it dead still gets another', async () => {
    const one = instance();
    await world.run(one.token());
    await world.pass(7_200_000 - 59_000);
    platform.failure = platformError(-1, 'system error');
    await world.run(one.token());
    platform.failure = undefined;
    platform.revoke();
    await world.pass(31_000);
    expect(await world.run(one.call())).toBe(true);
  });

  test('is replaced without a store as well, by each process for itself', async () => {
    const store = new CountingStore();
    store.before = () => {
      throw new Error('down');
    };
    const one = new Instance(world.machine(), platform, store.named());
    await world.run(one.token());
    platform.clingsToDead = true;
    platform.revoke();
    expect(await world.run(all(50, () => one.call()))).toEqual(Array(50).fill(true));
    expect(platform.forcedRequests).toBe(1);
    platform.revoke();
    expect(await world.run(one.call())).toBe(false);
    expect(platform.forcedRequests).toBe(1);
  });

  test('forced by another a moment ago is not failed for it: the new one is asked for plainly', async () => {
    const store = new CountingStore();
    store.before = () => {
      throw new Error('down');
    };
    const one = new Instance(world.machine(), platform, store.named());
    const dead = await world.run(one.token());
    platform.clingsToDead = true;
    platform.revoke();
    platform.refusesForce = true;
    const token = await world.run(one.tokens.replace(one.app, dead, true));
    expect(platform.accepts(token!)).toBe(true);
    expect(platform.forcedRequests).toBe(1);
  });

  test('that the fleet is known to have forced is not forced again when the store fails', async () => {
    const store = new CountingStore();
    const machine = world.machine();
    const key = 'uni-id:weixin-mp:wx0000000000000001:access-token:lease';
    const one = new Instance(machine, platform, store.named());
    await world.run(one.token());
    const note = JSON.parse(store.rows.get(key)!.value);
    store.rows.set(key, { value: JSON.stringify({ ...note, forced: machine.now() }), expired: -1 });
    platform.clingsToDead = true;
    platform.revoke();
    expect(await world.run(one.call())).toBe(false);
    store.before = () => {
      throw new Error('down');
    };
    await world.pass(61_000);
    expect(await world.run(one.call())).toBe(false);
    expect(platform.forcedRequests).toBe(0);
    store.before = undefined;
    await world.pass(600_000);
    expect(await world.run(one.call())).toBe(true);
  });

  test('on QQ is not replaced by one that is older still, in a store that has missed a while', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    const store = new CountingStore();
    const one = new Instance(world.machine(), qq, store.named());
    const other = new Instance(world.machine(), qq, store.named());
    await world.run(one.token());
    store.before = () => {
      throw new Error('down');
    };
    await world.pass(300_000);
    await world.run(one.tokens.fetchAgain(one.app));
    await world.run(other.tokens.fetchAgain(other.app));
    store.before = undefined;
    await world.pass(61_000);
    expect(await world.run(one.call())).toBe(true);
    expect(await world.run(other.call())).toBe(true);
    expect(qq.requests).toHaveLength(4);
  });
});
