import { Platform } from './platform';
import {
  all,
  CountingStore,
  databaseStore,
  installDatabase,
  Instance,
  never,
  uninstallCloud,
} from './support';
import { World } from './virtual-clock';

const KEY = 'uni-id:weixin-mp:wx0000000000000001:access-token';

describe('a store in trouble costs a call nothing but speed', () => {
  let world: World;
  let platform: Platform;
  let store: CountingStore;
  beforeEach(() => {
    world = new World();
    platform = new Platform(world);
    store = new CountingStore();
  });
  afterEach(uninstallCloud);

  const instance = (): Instance => new Instance(world.machine(), platform, store.named());

  test('throwing on everything: calls succeed, one token request, one warning a minute', async () => {
    store.before = () => {
      throw new Error('the database is on holiday');
    };
    const one = instance();
    await world.run(all(50, () => one.token()));
    expect(platform.requests).toHaveLength(1);
    expect(one.log.warnings).toHaveLength(1);
    expect(one.log.warnings[0]).toContain('the database is on holiday');
    for (let i = 0; i < 4; i++) {
      await world.run(one.tokens.fetchAgain(one.app));
      await world.pass(31_000);
    }
    expect(one.log.warnings.length).toBeLessThanOrEqual(1 + Math.ceil(world.time / 60_000));
  });

  test('hanging: a call waits for it once, then it is left alone for 30 seconds', async () => {
    store.before = never;
    const one = instance();
    await world.run(one.token());
    expect(world.time).toBeLessThan(1_700);
    expect(store.operations).toBe(1);
    await world.run(one.tokens.fetchAgain(one.app));
    expect(store.operations).toBe(1);
    await world.pass(30_000);
    await world.run(one.tokens.fetchAgain(one.app));
    expect(store.operations).toBe(2);
    expect(one.log.warnings).toHaveLength(1);
  });

  test('failing for one app, it is left alone for the others as well', async () => {
    store.before = never;
    const one = instance();
    await world.run(one.token());
    const second = new Platform(world, 'weixin', 'wx0000000000000002');
    const app = { ...second.app(), appsecret: platform.secret };
    await world.run(one.tokens.get(app));
    expect(store.operations).toBe(1);
  });

  test('failing at any single step of a first fetch: the call succeeds with one request', async () => {
    for (let step = 1; step <= 8; step++) {
      for (const fate of [() => Promise.reject(new Error('broken')), never]) {
        const fresh = new Platform(world);
        const shaky = new CountingStore();
        shaky.before = () => (shaky.operations === step ? fate() : undefined);
        const one = new Instance(world.machine(), fresh, shaky.named());
        const started = world.time;
        const token = await world.run(one.token());
        expect(fresh.accepts(token)).toBe(true);
        expect(fresh.requests).toHaveLength(1);
        expect(world.time - started).toBeLessThan(13_000);
        expect(one.tokens.peek(one.app)).toBe(token);
      }
    }
  });

  test('answering after 1.4 seconds, with a dead holder in the way: no call spends more than 13 seconds', async () => {
    const machine = world.machine();
    store.before = () => machine.sleep(1_400);
    const value = JSON.stringify({ holder: 'dead', at: machine.now() });
    store.rows.set(`${KEY}:lease`, { value, expired: -1 });
    platform.latency = 4_000;
    const one = new Instance(machine, platform, store.named());
    await world.run(one.token().catch(() => undefined));
    expect(world.time).toBeLessThanOrEqual(13_000);
  });

  test('losing every write: calls succeed, each process fetches once', async () => {
    const lying = new CountingStore();
    lying.compareAndSet = async () => true;
    const fleet = [0, 1].map(() => new Instance(world.machine(), platform, lying.named()));
    await world.run(all(40, index => fleet[index % 2]!.token()));
    await world.run(all(40, index => fleet[index % 2]!.token()));
    expect(platform.requests).toHaveLength(2);
  });

  test('failing half of the time: all calls succeed', async () => {
    let seed = 7;
    store.before = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      if (seed > 1_073_741_824) throw new Error('flaky');
    };
    const fleet = Array.from({ length: 8 }, instance);
    const done = await world.run(all(80, index => fleet[index % 8]!.call()));
    expect(done).toEqual(Array(80).fill(true));
    expect(platform.requests.length).toBeLessThanOrEqual(8);
  });

  test('a missing collection is recognised, and the warning names it and the step', async () => {
    for (const provider of ['aliyun', 'tencent', 'alipay'] as const) {
      installDatabase({ provider, createsCollections: false });
      const machine = world.machine();
      const one = new Instance(machine, new Platform(world), databaseStore(machine));
      expect(await world.run(one.token())).toMatch(/-token-/);
      expect(one.log.warnings).toHaveLength(1);
      expect(one.log.warnings[0]).toContain('opendb-open-data');
      expect(one.log.warnings[0]).toContain('上传DB Schema');
    }
  });

  test('a database that is not there at all does no harm either', async () => {
    const machine = world.machine();
    const one = new Instance(machine, platform, databaseStore(machine));
    expect(await world.run(one.token())).toMatch(/-token-/);
    expect(one.log.warnings[0]).toContain('tokenStore');
  });

  test('no warning repeats a token or a secret that the database quotes', async () => {
    store.before = (method, _key, next) => {
      if (method === 'compareAndSet' && next!.value.includes('access_token')) {
        throw new Error(`refused document ${JSON.stringify(next)} secret=${platform.secret}`);
      }
    };
    const one = instance();
    const token = await world.run(one.token());
    expect(one.log.warnings).toHaveLength(1);
    expect(one.log.warnings[0]).not.toContain(token);
    expect(one.log.warnings[0]).not.toContain(platform.secret);
  });

  test('a store of the user’s own may say null where there is no row', async () => {
    const get = store.get.bind(store);
    store.get = async key => (await get(key)) ?? (null as never);
    const one = instance();
    await world.run(one.token());
    expect(one.log.warnings).toHaveLength(0);
    expect(store.rows.has(KEY)).toBe(true);
  });

  test('a store that does not say whether it wrote is told so, and costs no call its time', async () => {
    store.compareAndSet = async () => undefined as never;
    const one = instance();
    await world.run(one.token());
    expect(world.time).toBeLessThan(1_000);
    expect(one.log.warnings[0]).toContain('布尔值');
  });

  test('what a store throws synchronously, or throws that is no error, is trouble like any other', async () => {
    for (const thrown of [undefined, null, 'text', 7, { code: 'X' }]) {
      const odd = new CountingStore();
      odd.get = () => {
        throw thrown;
      };
      const one = new Instance(world.machine(), new Platform(world), odd.named());
      expect(await world.run(one.token())).toMatch(/-token-/);
    }
  });
});

describe('QQ without a store', () => {
  let world: World;
  let qq: Platform;
  beforeEach(() => {
    world = new World();
    qq = new Platform(world, 'qq', '1100000001');
    installDatabase({ createsCollections: false });
  });
  afterEach(uninstallCloud);

  const instance = (): Instance => {
    const machine = world.machine();
    return new Instance(machine, qq, databaseStore(machine));
  };

  test('each process fetches at most once in 60 seconds', async () => {
    const fleet = [instance(), instance()];
    for (let second = 0; second < 170; second += 5) {
      await world.run(all(6, index => fleet[index % 2]!.call().catch(() => false)));
      await world.pass(5_000);
    }
    // Two processes fighting for three minutes: each retires the other's token once a minute.
    expect(qq.requests.length).toBeLessThanOrEqual(6);
  });

  test('a call that fails for it names the collection in msg', async () => {
    const [one, other] = [instance(), instance()];
    const dead = await world.run(one.token());
    await world.run(other.token());
    expect(qq.accepts(dead)).toBe(false);
    const failure = one.tokens.replace(one.app, dead, true);
    await expect(world.run(failure)).rejects.toMatchObject({
      code: 40014,
      msg: expect.stringContaining('opendb-open-data'),
    });
    expect(qq.requests).toHaveLength(2);
    await world.pass(60_000);
    expect(qq.accepts((await world.run(one.tokens.replace(one.app, dead, true)))!)).toBe(true);
  });

  test('the failure of the last request is told together with the store', async () => {
    const { ownError } = await import('../../src/result/error');
    qq.failure = ownError('network-error', '网络错误', 'unreachable');
    const one = instance();
    await expect(world.run(one.token())).rejects.toMatchObject({ code: 'vk-openapi-network-error' });
    await expect(world.run(one.token())).rejects.toMatchObject({
      code: 'vk-openapi-network-error',
      msg: expect.stringContaining('opendb-open-data'),
    });
    expect(qq.requests).toHaveLength(1);
  });
});
