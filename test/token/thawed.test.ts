import type { TokenStore } from '../../src/token/store';
import { Platform } from './platform';
import { CountingStore, deferred, Instance } from './support';
import { World } from './virtual-clock';

const KEY = 'uni-id:qq-mp:1100000001:access-token';

/** Fetches retire the token before them here: an unneeded one costs others theirs. */
describe('a process that was frozen on the way', () => {
  let world: World;
  let qq: Platform;
  let store: CountingStore;
  beforeEach(() => {
    world = new World();
    qq = new Platform(world, 'qq', '1100000001');
    store = new CountingStore();
  });

  const instance = (through: TokenStore = store): Instance =>
    new Instance(world.machine(), qq, { store: through, name: 'custom' });

  test.each([8_000, 12_000, 3_600_000])(
    'for %d ms while it waited for the lease finds the token there, and fetches none',
    async frozen => {
      const [holder, waiter] = [instance(), instance()];
      const gate = deferred();
      qq.gate = gate.promise;
      const first = holder.token();
      await world.pass(500);
      const late = waiter.token();
      await world.pass(500);
      waiter.machine.frozen = true;
      gate.resolve();
      const token = await world.run(first);
      await world.pass(frozen);
      waiter.machine.frozen = false;
      expect(await world.run(late)).toBe(token);
      expect(qq.requests).toHaveLength(1);
      expect(waiter.log.warnings).toEqual([]);
    },
  );

  test('with the lease in its hand asks nobody, and uses what its successor has stored', async () => {
    const gate = deferred();
    let looks = 0;
    const slow: TokenStore = {
      get: async key => {
        const row = await store.get(key);
        // The answer to its second look is on the way when it is frozen.
        if (key === KEY && ++looks === 2) await gate.promise;
        return row;
      },
      compareAndSet: (key, expected, next) => store.compareAndSet(key, expected, next),
      remove: (key, expected) => store.remove(key, expected),
    };
    const [frozen, other] = [instance(slow), instance()];
    const late = frozen.token();
    await world.pass(100);
    frozen.machine.frozen = true;
    const token = await world.run(other.token());
    gate.resolve();
    await world.pass(1_000);
    frozen.machine.frozen = false;
    expect(await world.run(late)).toBe(token);
    expect(qq.requests).toHaveLength(1);
    expect(qq.accepts(token)).toBe(true);
  });

  test('until its time was over renews no lease that it could not give back', async () => {
    const distant: TokenStore = {
      get: key => store.get(key),
      compareAndSet: async (key, expected, next) => {
        const written = await store.compareAndSet(key, expected, next);
        await holder.machine.sleep(10);
        return written;
      },
      remove: (key, expected) => store.remove(key, expected),
    };
    const [holder, waiter] = [instance(distant), instance()];
    const gate = deferred();
    qq.gate = gate.promise;
    const late = holder.token();
    await world.pass(500);
    holder.machine.frozen = true;
    qq.gate = undefined;
    await world.pass(12_500);
    const started = world.time;
    const waiting = waiter.token();
    await world.pass(3_000);
    gate.resolve();
    holder.machine.frozen = false;
    await world.run(waiting);
    // The lease's time from when it was first seen; not once more from when its holder woke up.
    expect(world.time - started).toBeLessThan(8_500);
    await world.run(late);
  });

  test('until its time was over does not use what it fetched: its successor may have retired it', async () => {
    const [frozen, other] = [instance(), instance()];
    const gate = deferred();
    qq.gate = gate.promise;
    const late = frozen.token();
    await world.pass(500);
    frozen.machine.frozen = true;
    qq.gate = undefined;
    const token = await world.run(other.token());
    await world.pass(15_000);
    gate.resolve();
    frozen.machine.frozen = false;
    expect(await world.run(late)).toBe(token);
    expect(qq.requests).toHaveLength(2);
  });

  test('whose request failed meanwhile starts afresh, and its call succeeds', async () => {
    qq.gate = new Promise(() => undefined);
    const [frozen, other] = [instance(), instance()];
    const late = frozen.token();
    await world.pass(200);
    frozen.machine.frozen = true;
    qq.gate = undefined;
    const token = await world.run(other.token());
    await world.pass(30_000);
    frozen.machine.frozen = false;
    expect(await world.run(late)).toBe(token);
    expect(qq.requests).toHaveLength(2);
    expect(frozen.tokens.peek(frozen.app)).toBe(token);
  });
});

describe('a store that lies', () => {
  let world: World;
  let qq: Platform;
  let store: CountingStore;
  beforeEach(() => {
    world = new World();
    qq = new Platform(world, 'qq', '1100000001');
    store = new CountingStore();
  });
  const fleet = (): Instance[] =>
    [0, 1, 2].map(() => new Instance(world.machine(), qq, { store, name: 'custom' }));
  const minute = async (processes: Instance[]): Promise<void> => {
    for (let seconds = 0; seconds < 58; seconds += 2) {
      for (const process of processes) await world.run(process.call().catch(() => false));
      await world.pass(1_700);
    }
  };

  test('about every write is found out: on QQ each process fetches once a minute, with a warning', async () => {
    store.compareAndSet = async () => true;
    const processes = fleet();
    await minute(processes);
    expect(qq.requests.length).toBeLessThanOrEqual(3);
    for (const { log } of processes) expect(log.warnings[0]).toContain('写入与读取的结果不一致');
  });

  test('about the token alone is found out as well', async () => {
    const honest = store.compareAndSet.bind(store);
    store.compareAndSet = async (key, expected, next) => key === KEY || honest(key, expected, next);
    const processes = fleet();
    await minute(processes);
    expect(qq.requests.length).toBeLessThanOrEqual(3);
  });

  test('once is believed again: the token is written a second time, and one fetch serves all', async () => {
    for (const step of [1, 2]) {
      const fresh = new Platform(world, 'qq', '1100000001');
      const forgetful = new CountingStore();
      const honest = forgetful.compareAndSet.bind(forgetful);
      let writes = 0;
      forgetful.compareAndSet = async (key, expected, next) =>
        ++writes === step || honest(key, expected, next);
      const processes = [0, 1, 2].map(
        () => new Instance(world.machine(), fresh, { store: forgetful, name: 'custom' }),
      );
      for (const process of processes) expect(await world.run(process.call())).toBe(true);
      expect(fresh.requests).toHaveLength(1);
      for (const { log } of processes) expect(log.warnings).toEqual([]);
    }
  });

  test('that refuses a row it still shows is not asked for ever', async () => {
    store.rows.set(KEY, { value: '{"access_token":"old"}', expired: 5 });
    const honest = store.compareAndSet.bind(store);
    store.compareAndSet = async (key, expected, next) => key !== KEY && honest(key, expected, next);
    const [one] = fleet();
    expect(await world.run(one!.call())).toBe(true);
    expect(qq.requests).toHaveLength(1);
    expect(one!.log.warnings[0]).toContain('写入与读取的结果不一致');
  });

  test('and shows a token that was refused before does not get it tried again', async () => {
    const dead = { value: '{"access_token":"dead"}', expired: -1 };
    store.rows.set(KEY, { ...dead });
    const [one] = fleet();
    expect(await world.run(one!.call())).toBe(true);
    const token = await world.run(one!.token());
    store.rows.set(KEY, { ...dead });
    qq.revoke();
    expect(await world.run(one!.tokens.replace(one!.app, token, true))).toMatch(/-token-2-/);
  });
});
