import { createPlaces } from '../../src/token/create';
import type { NamedStore } from '../../src/token/stores';
import { createStore } from '../../src/token/stores';
import { createUserKeys, type UserKeyName } from '../../src/token/user-keys';
import { CountingStore, installDatabase, Log, never, uninstallCloud } from './support';
import { World } from './virtual-clock';

const NAME: UserKeyName = { platform: 'weixin', appid: 'wx1', openid: 'oAbc_-123', version: 10 };
const ROW = 'uni-id:weixin-mp:wx1:oAbc_-123:encrypt-key-10';

describe('users’ encryption keys', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(uninstallCloud);

  const open = (named?: NamedStore) => {
    const clock = world.machine();
    const log = new Log();
    const store = () => named ?? createStore('database', { clock });
    return { clock, log, keys: createUserKeys(clock, createPlaces({ clock, logger: log, store })) };
  };
  const key = (expired: number) => ({ encrypt_key: 'KEY', iv: 'IV', expired });

  test('stand in the rows of the official convention, and another instance finds them', async () => {
    const database = installDatabase();
    const { keys, clock } = open();
    expect(await keys.find(NAME)).toBeUndefined();
    const expired = clock.now() + 60_000;
    await keys.keep(NAME, key(expired));
    const { data } = await database.collection('opendb-open-data').doc(ROW).get();
    expect(data).toEqual([{ _id: ROW, value: '{"encrypt_key":"KEY","iv":"IV"}', expired }]);
    expect(await open().keys.find(NAME)).toEqual(key(expired));
    expect(await keys.find({ ...NAME, version: 9 })).toBeUndefined();
    expect(await keys.find({ ...NAME, openid: 'other' })).toBeUndefined();
    expect(await keys.find({ ...NAME, appid: 'wx2' })).toBeUndefined();
  });

  test('of the official module are used, until they end', async () => {
    const database = installDatabase();
    const { keys, clock } = open();
    const value = JSON.stringify({ encrypt_key: 'K', iv: 'I' });
    await database.collection('opendb-open-data').add({ _id: ROW, value, expired: clock.now() + 1_000 });
    expect(await keys.find(NAME)).toMatchObject({ encrypt_key: 'K', iv: 'I' });
    await world.pass(1_000);
    expect(await keys.find(NAME)).toBeUndefined();
    await keys.keep(NAME, key(-1));
    expect(await keys.find(NAME)).toEqual(key(-1));
  });

  test.each(['', 'x', 'null', '5', '{}', '{"encrypt_key":"K"}', '{"encrypt_key":5,"iv":"I"}'])(
    'are not read out of %j',
    async value => {
      const store = new CountingStore();
      store.rows.set(ROW, { value, expired: -1 });
      const { keys } = open(store.named());
      expect(await keys.find(NAME)).toBeUndefined();
      await keys.keep(NAME, key(-1));
      expect(await keys.find(NAME)).toEqual(key(-1));
    },
  );

  test.each(['', 'a:b', 'a b', '../x', 'o'.repeat(129), '用户'])(
    'of %j, which is no openid, are neither looked for nor stored',
    async openid => {
      const store = new CountingStore();
      const { keys } = open(store.named());
      await keys.keep({ ...NAME, openid }, key(-1));
      expect(await keys.find({ ...NAME, openid })).toBeUndefined();
      expect(store.operations).toBe(0);
    },
  );

  test('are nobody’s trouble where the store is in trouble', async () => {
    const store = new CountingStore();
    store.before = never;
    const { keys, log } = open(store.named());
    expect(await world.run(keys.find(NAME))).toBeUndefined();
    await world.run(keys.keep(NAME, key(-1)));
    expect(world.time).toBeLessThan(2_000);
    expect(store.operations).toBe(1);
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).not.toContain('KEY');
  });

  test('fail a call where the configuration names no store', async () => {
    const clock = world.machine();
    const keys = createUserKeys(
      clock,
      createPlaces({ clock, logger: new Log(), store: () => createStore('databse', { clock }) }),
    );
    await expect(keys.find(NAME)).rejects.toMatchObject({ code: 'vk-openapi-config-missing' });
  });

  test('in memory are those of the last ten thousand', async () => {
    const clock = world.machine();
    const { keys } = open(createStore('memory', { clock }));
    for (let version = 0; version <= 10_000; version++) await keys.keep({ ...NAME, version }, key(-1));
    expect(await keys.find({ ...NAME, version: 0 })).toBeUndefined();
    expect(await keys.find({ ...NAME, version: 1 })).toEqual(key(-1));
    expect(await keys.find({ ...NAME, version: 10_000 })).toEqual(key(-1));
  });
});
