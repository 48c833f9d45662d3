import { createStore } from '../../src/token/stores';
import { Platform } from './platform';
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

describe('one fetch for all who need a token', () => {
  let world: World;
  let platform: Platform;

  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    installDatabase();
  });
  afterEach(uninstallCloud);

  const instance = (options?: { skew?: number }): Instance => {
    const machine = world.machine(options);
    return new Instance(machine, platform, databaseStore(machine));
  };

  test('200 concurrent first calls of a process make one token request', async () => {
    const one = instance();
    const tokens = await world.run(all(200, () => one.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(platform.requests).toHaveLength(1);
  });

  test('two managers that share a store make one token request', async () => {
    const [one, other] = [instance(), instance()];
    const tokens = await world.run(Promise.all([all(50, () => one.token()), all(50, () => other.token())]));
    expect(new Set(tokens.flat()).size).toBe(1);
    expect(platform.requests).toHaveLength(1);
  });

  test('eight instances with clocks off by up to two minutes make one token request', async () => {
    const skews = [-120_000, -60_000, -1, 0, 1, 30_000, 90_000, 120_000];
    const fleet = skews.map(skew => instance({ skew }));
    await world.run(all(8, index => fleet[index]!.token()));
    expect(platform.requests).toHaveLength(1);
  });

  test('a slow fetch of another instance is waited for', async () => {
    platform.latency = 4_800;
    const [one, other] = [instance(), instance()];
    await world.run(Promise.all([one.token(), other.token()]));
    expect(platform.requests).toHaveLength(1);
    expect(world.time).toBeLessThan(7_000);
  });

  test('a warm token costs no promise and no database operation', async () => {
    const database = installDatabase();
    const one = instance();
    await world.run(one.token());
    const operations = database.operations.length;
    for (let i = 0; i < 100; i++) expect(typeof one.tokens.peek(one.app)).toBe('string');
    await world.run(one.tokens.get({ ...one.app }));
    expect(database.operations).toHaveLength(operations);
  });

  test('a token in the store is used without asking anybody', async () => {
    await world.run(instance().token());
    await world.run(instance().token());
    expect(platform.requests).toHaveLength(1);
  });

  test("the bridge's row, and one as the schema has it, are used until they expire", async () => {
    const database = installDatabase();
    const machine = world.machine();
    const expired = machine.now() + 400_000;
    const collection = database.collection('opendb-open-data');
    await collection.add({ _id: KEY, value: '{"access_token":"of-the-bridge"}', expired });
    const one = new Instance(machine, platform, databaseStore(machine));
    expect(await world.run(one.token())).toBe('of-the-bridge');
    await world.pass(399_000);
    expect(await world.run(one.token())).toBe('of-the-bridge');
    expect(platform.requests).toHaveLength(0);
    await world.pass(2_000);
    expect(await world.run(one.token())).toMatch(/-token-1-/);

    await collection.doc(KEY).set({
      value: { access_token: 'an-object' },
      expired: new Date(machine.now() + 60_000),
    });
    expect(await world.run(instance().token())).toBe('an-object');
    await world.pass(61_000);
    await world.run(instance().token());
    const { data } = await collection.doc(KEY).get();
    expect(typeof data[0].value).toBe('string');
    expect(typeof data[0].expired).toBe('number');
  });

  test('the rows of the database are those of the official convention, and the lease beside them', async () => {
    const database = installDatabase();
    const one = instance();
    const token = await world.run(one.token());
    const { data } = await database.collection('opendb-open-data').where({}).get();
    const row = data.find((found: { _id: string }) => found._id === KEY);
    expect(row).toEqual({ _id: KEY, value: `{"access_token":"${token}"}`, expired: expect.any(Number) });
    expect(row.expired - one.machine.now()).toBe(7_200_000 - platform.latency);
    const lease = data.find((found: { _id: string }) => found._id === `${KEY}:lease`);
    expect(JSON.parse(lease.value)).toMatchObject({ holder: '', at: expect.any(Number) });
    expect(JSON.stringify(lease)).not.toContain(token);
    expect(JSON.stringify(lease)).not.toContain(platform.secret);
    expect(data).toHaveLength(2);
  });

  test('-1 means valid until the platform refuses it', async () => {
    const store = new CountingStore();
    store.rows.set(KEY, { value: '{"access_token":"for-ever"}', expired: -1 });
    const one = new Instance(world.machine(), platform, store.named());
    await world.run(one.token());
    await world.pass(1_000_000_000);
    expect(await world.run(one.token())).toBe('for-ever');
    expect(platform.requests).toHaveLength(0);
  });

  test('after a token has expired, the fleet makes one request for the next', async () => {
    platform.life = 7200;
    const fleet = [instance(), instance(), instance()];
    await world.run(all(3, index => fleet[index]!.token()));
    await world.pass(7_300_000);
    const tokens = await world.run(all(60, index => fleet[index % 3]!.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(platform.requests).toHaveLength(2);
  });

  test('asking again asks once for all who ask again, and stores the answer', async () => {
    const [one, other] = [instance(), instance()];
    await world.run(one.token());
    await world.run(all(20, () => one.tokens.fetchAgain(one.app)));
    expect(platform.requests).toHaveLength(2);
    expect(platform.forcedRequests).toBe(0);
    platform.revoke();
    const fresh = await world.run(one.tokens.fetchAgain(one.app));
    expect(await world.run(other.token())).toBe(fresh);
    expect(platform.requests).toHaveLength(3);
  });

  test('asking again while a first call is under way waits for it and then asks', async () => {
    const one = instance();
    const tokens = await world.run(Promise.all([one.token(), one.tokens.fetchAgain(one.app)]));
    expect(tokens[0]).toBe(tokens[1]);
    expect(platform.requests).toHaveLength(2);
  });

  test('nothing is shared between two apps, and nothing in memory between two secrets', async () => {
    const machine = world.machine();
    const store = databaseStore(machine);
    const second = new Platform(world, 'weixin', 'wx0000000000000002');
    const [one, other] = [new Instance(machine, platform, store), new Instance(machine, second, store)];
    const [a, b] = await world.run(Promise.all([one.token(), other.token()]));
    expect(a).not.toBe(b);

    const memory = createStore('memory', { clock: machine });
    const wrong = { ...platform.app(), appsecret: 'a-wrong-secret' };
    const both = new Instance(machine, new Platform(world), memory);
    const failed = both.tokens.get(wrong).catch(error => error.code);
    const right = both.tokens.get(both.app);
    expect(await world.run(Promise.all([failed, right]))).toEqual([
      40125,
      expect.stringContaining('-token-'),
    ]);
  });

  test('the same appid on two platforms is two apps', async () => {
    const machine = world.machine();
    const store = databaseStore(machine);
    const official = new Platform(world, 'weixin.h5', platform.appid);
    await world.run(new Instance(machine, platform, store).token());
    await world.run(new Instance(machine, official, store).token());
    expect(official.requests).toHaveLength(1);
  });
});

describe('a holder that does not come back', () => {
  let world: World;
  let platform: Platform;
  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    installDatabase();
  });
  afterEach(uninstallCloud);

  const instance = (options?: { skew?: number }): Instance => {
    const machine = world.machine(options);
    return new Instance(machine, platform, databaseStore(machine));
  };

  test('one that dies is followed after the lease time, and the token is fetched once more, not more', async () => {
    const dead = instance();
    platform.gate = new Promise(() => undefined);
    void dead.token();
    await world.pass(500);
    expect(platform.requests).toHaveLength(1);
    dead.machine.frozen = true;
    platform.gate = undefined;
    const fleet = [instance(), instance({ skew: 120_000 }), instance({ skew: -120_000 }), instance()];
    const started = world.time;
    const tokens = await world.run(all(80, index => fleet[index % 4]!.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(platform.requests).toHaveLength(2);
    expect(world.time - started).toBeGreaterThanOrEqual(7_000);
    expect(world.time - started).toBeLessThan(13_000);
  });

  test('an old lease is seen by its time and taken over at once', async () => {
    const dead = instance();
    platform.gate = new Promise(() => undefined);
    void dead.token();
    await world.pass(500);
    dead.machine.frozen = true;
    platform.gate = undefined;
    await world.pass(301_000);
    const started = world.time;
    await world.run(instance().token());
    expect(world.time - started).toBeLessThan(1_000);
  });

  test('one that is frozen and thawed after it was taken over does not overwrite, and uses the row', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    const make = (): Instance => {
      const machine = world.machine();
      return new Instance(machine, qq, databaseStore(machine));
    };
    const [frozen, other] = [make(), make()];
    const gate = deferred();
    qq.gate = gate.promise;
    const late = frozen.token();
    await world.pass(200);
    frozen.machine.frozen = true;
    qq.gate = undefined;
    const fresh = await world.run(other.token());
    expect(qq.requests).toHaveLength(2);
    gate.resolve();
    frozen.machine.frozen = false;
    expect(await world.run(late)).toBe(fresh);
    expect(await world.run(make().token())).toBe(fresh);
    expect(qq.requests).toHaveLength(2);
    expect(qq.accepts(fresh)).toBe(true);
  });

  test('one that thaws while its successor is still fetching stores nothing', async () => {
    const qq = new Platform(world, 'qq', '1100000001');
    const make = (): Instance => {
      const machine = world.machine();
      return new Instance(machine, qq, databaseStore(machine));
    };
    const [frozen, other] = [make(), make()];
    const [first, second] = [deferred(), deferred()];
    qq.gate = first.promise;
    const late = frozen.token();
    await world.pass(200);
    frozen.machine.frozen = true;
    qq.gate = second.promise;
    const successor = other.token();
    await world.pass(8_000);
    expect(qq.requests).toHaveLength(2);
    frozen.machine.frozen = false;
    first.resolve();
    await world.pass(100);
    second.resolve();
    const [a, b] = await world.run(Promise.all([late, successor]));
    expect(qq.accepts(b)).toBe(true);
    expect(a).toBe(b);
    expect(qq.requests).toHaveLength(2);
  });

  test('a flight older than its budget is not joined: a thawed process starts afresh', async () => {
    const one = instance();
    platform.gate = new Promise(() => undefined);
    const stuck = one.token();
    stuck.catch(() => undefined);
    await world.pass(200);
    one.machine.frozen = true;
    await world.pass(3_600_000);
    platform.gate = undefined;
    one.machine.frozen = false;
    expect(await world.run(one.token())).toMatch(/-token-/);
    await world.run(stuck.catch(() => undefined));
    expect(one.tokens.peek(one.app)).toMatch(/-token-/);
  });

  test('a lease that nobody ever gives back costs a call its time and no more', async () => {
    const store = new CountingStore();
    let holder = 0;
    store.before = (method, key) => {
      if (method === 'get' && key.endsWith(':lease')) {
        const value = JSON.stringify({ holder: `somebody-${holder++}`, at: one.machine.now() });
        store.rows.set(key, { value, expired: -1 });
      }
    };
    const one = new Instance(world.machine(), platform, store.named());
    expect(await world.run(one.token())).toMatch(/-token-/);
    expect(world.time).toBeLessThanOrEqual(13_000);
  });

  test('a lease row that holds rubbish is nobody’s lease', async () => {
    const store = new CountingStore();
    for (const value of ['', 'no json', '[]', 'null', '{"holder":7,"at":"x","failure":{"code":40125}}']) {
      store.rows.set(`${KEY}:lease`, { value, expired: -1 });
      store.rows.delete(KEY);
      expect(await world.run(new Instance(world.machine(), platform, store.named()).token())).toMatch(
        /token/,
      );
    }
  });

  test('a token row that holds rubbish is replaced', async () => {
    const store = new CountingStore();
    for (const value of ['', 'no json', '[]', 'null', '{"access_token":7}', '{"access_token":""}']) {
      store.rows.set(KEY, { value, expired: -1 });
      const token = await world.run(new Instance(world.machine(), platform, store.named()).token());
      expect(store.rows.get(KEY)!.value).toBe(JSON.stringify({ access_token: token }));
    }
  });

  test('a token that somebody writes without a lease while this one fetches is not overwritten, but used', async () => {
    const store = new CountingStore();
    const one = new Instance(world.machine(), platform, store.named());
    const token = one.token();
    await world.pass(50);
    const theirs = { value: '{"access_token":"of-the-bridge"}', expired: one.machine.now() + 7_200_000 };
    store.rows.set(KEY, theirs);
    expect(await world.run(token)).toBe('of-the-bridge');
    expect(store.rows.get(KEY)).toEqual(theirs);
    expect(platform.requests).toHaveLength(1);
  });

  test('a row that somebody removes while the token is fetched is written all the same', async () => {
    const store = new CountingStore();
    store.rows.set(KEY, { value: '{"access_token":"old"}', expired: 5 });
    const one = new Instance(world.machine(), platform, store.named());
    const token = one.token();
    await world.pass(50);
    store.rows.delete(KEY);
    expect(await world.run(token)).toMatch(/-token-1-/);
    expect(store.rows.get(KEY)!.value).toContain('-token-1-');
  });
});
