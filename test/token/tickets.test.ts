import { createPlaces, createTokenManager } from '../../src/token/create';
import type { TokenManager } from '../../src/token/manager';
import type { NamedStore } from '../../src/token/stores';
import { createStore } from '../../src/token/stores';
import { Platform, platformError } from './platform';
import { all, CountingStore, installDatabase, Log, uninstallCloud } from './support';
import { World } from './virtual-clock';

const TICKET = 'uni-id:weixin-h5:wx0000000000000001:ticket';
const TOKEN = 'uni-id:weixin-h5:wx0000000000000001:access-token';

/** An official account's tokens and tickets, as one process keeps them. */
class Process {
  readonly log = new Log();
  readonly tokens: TokenManager;
  readonly tickets: TokenManager;
  readonly app;

  constructor(
    readonly fleet: Fleet,
    store: NamedStore,
    readonly machine = fleet.world.machine(),
  ) {
    const { platform } = fleet;
    this.app = platform.app();
    const options = { clock: machine, logger: this.log, store: () => store };
    const places = createPlaces(options);
    this.tokens = createTokenManager(
      { ...options, credential: app => platform.credential(app, machine) },
      places,
    );
    this.tickets = createTokenManager(
      {
        ...options,
        credential: app => ({
          app,
          kind: 'ticket',
          prepare: () => this.tokens.get(app),
          fetch: async () => fleet.giveTicket(await this.tokens.get(app), machine),
        }),
      },
      places,
    );
  }

  ticket(): Promise<string> {
    return this.tickets.get(this.app);
  }
}

class Fleet {
  readonly world = new World();
  readonly platform = new Platform(this.world, 'weixin.h5');
  ticketRequests = 0;
  private ticket: { value: string; ends: number } | undefined;

  async giveTicket(token: string, machine: Process['machine']) {
    this.ticketRequests += 1;
    await machine.sleep(50);
    if (!this.platform.accepts(token)) throw platformError(40001, 'invalid credential');
    if (this.ticket === undefined || this.ticket.ends <= this.world.time) {
      this.ticket = { value: `ticket-${this.ticketRequests}`, ends: this.world.time + 7_200_000 };
    }
    return { value: this.ticket.value, expiresIn: (this.ticket.ends - this.world.time) / 1000 };
  }
}

describe('tickets', () => {
  let fleet: Fleet;
  beforeEach(() => {
    fleet = new Fleet();
  });
  afterEach(uninstallCloud);

  const onDatabase = (): Process => {
    const machine = fleet.world.machine();
    return new Process(fleet, createStore('database', { clock: machine }), machine);
  };

  test('of four processes with 50 first calls each are asked for once, and so is the token', async () => {
    const database = installDatabase();
    const processes = [onDatabase(), onDatabase(), onDatabase(), onDatabase()];
    const tickets = await fleet.world.run(all(200, index => processes[index % 4]!.ticket()));
    expect(new Set(tickets)).toEqual(new Set(['ticket-1']));
    expect([fleet.ticketRequests, fleet.platform.requests.length]).toEqual([1, 1]);
    const { data } = await database.collection('opendb-open-data').doc(TICKET).get();
    expect(data).toEqual([{ _id: TICKET, value: '{"ticket":"ticket-1"}', expired: expect.any(Number) }]);
  });

  test('of others are used as they are, and no token is asked for', async () => {
    installDatabase();
    const store = createStore('database', { clock: fleet.world.machine() }).store;
    const expired = fleet.world.machine().now() + 60_000;
    await store.compareAndSet(TICKET, undefined, { value: '{"ticket":"theirs"}', expired });
    expect(await fleet.world.run(onDatabase().ticket())).toBe('theirs');
    expect([fleet.ticketRequests, fleet.platform.requests.length]).toEqual([0, 0]);
  });

  test('without a usable value in their row are asked for and replace it', async () => {
    for (const value of ['', '{}', '{"ticket":""}', '{"ticket":5}', 'null', '{"access_token":"x"}']) {
      fleet = new Fleet();
      installDatabase();
      const store = createStore('database', { clock: fleet.world.machine() }).store;
      await store.compareAndSet(TICKET, undefined, { value, expired: -1 });
      expect(await fleet.world.run(onDatabase().ticket())).toBe('ticket-1');
      expect((await store.get(TICKET))!.value).toBe('{"ticket":"ticket-1"}');
    }
  });

  test('that end are asked for once more, early, by one call', async () => {
    installDatabase();
    const one = onDatabase();
    await fleet.world.run(one.ticket());
    await fleet.world.pass(7_200_000 - 59_000);
    // The platform gives the same ticket to its end: then nobody asks again for a minute.
    expect(await fleet.world.run(one.ticket())).toBe('ticket-1');
    expect(fleet.ticketRequests).toBe(2);
    await fleet.world.run(all(20, () => one.ticket()));
    expect(fleet.ticketRequests).toBe(2);
    await fleet.world.pass(60_000);
    expect(new Set(await fleet.world.run(all(20, () => one.ticket())))).toEqual(new Set(['ticket-3']));
    expect(fleet.ticketRequests).toBe(3);
  });

  test('wait for a token of a fleet whose holder died, without losing their own lease', async () => {
    const store = new CountingStore();
    const killed = new Process(fleet, store.named());
    fleet.platform.gate = new Promise(() => undefined);
    void killed.ticket().catch(() => undefined);
    await fleet.world.pass(300);
    killed.machine.frozen = true;
    fleet.platform.gate = undefined;
    const one = new Process(fleet, store.named());
    const started = fleet.world.time;
    expect(await fleet.world.run(one.ticket())).toBe('ticket-1');
    // The token's lease had to run out; the ticket's was never taken meanwhile.
    expect(fleet.world.time - started).toBeGreaterThan(6_000);
    expect(fleet.world.time - started).toBeLessThan(9_000);
    expect(fleet.ticketRequests).toBe(1);
  });

  test('fail as the token does, at once and with its number, and hold no lease', async () => {
    const store = new CountingStore();
    fleet.platform.failure = platformError(40164, 'invalid ip');
    const one = new Process(fleet, store.named());
    await expect(fleet.world.run(one.ticket())).rejects.toMatchObject({ code: 40164 });
    expect(fleet.ticketRequests).toBe(0);
    expect(store.rows.has(`${TICKET}:lease`)).toBe(false);
    expect(store.rows.has(`${TOKEN}:lease`)).toBe(true);
  });

  test('are had without a store, and its trouble is told once for tokens and tickets', async () => {
    const store = new CountingStore();
    store.before = () => {
      throw new Error('the database is on holiday');
    };
    const one = new Process(fleet, store.named());
    await fleet.world.run(all(50, () => one.ticket()));
    expect([fleet.ticketRequests, fleet.platform.requests.length]).toEqual([1, 1]);
    expect(one.log.warnings).toHaveLength(1);
    expect(store.operations).toBe(1);
  });

  test('stand in the predecessor’s rows as it writes them', async () => {
    installDatabase();
    const machine = fleet.world.machine();
    const named = createStore('vk-global-data', { clock: machine });
    await fleet.world.run(new Process(fleet, named, machine).ticket());
    expect(await named.store.get('h5-weixin-ticket-wx0000000000000001')).toMatchObject({ value: 'ticket-1' });
    expect(await named.store.get('h5-weixin-wx0000000000000001')).toMatchObject({
      value: expect.stringContaining('-token-1-'),
    });
  });
});
