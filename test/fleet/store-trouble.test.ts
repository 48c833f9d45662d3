import type { Faults } from '../../local/cloud/database/types';
import { APPS, Fleet, SKEWS, startCalls, tally, type Member, type PlatformName } from './fleet';
import { isTokenRequest } from './gateway';
import { processes } from './process';
import type { Door } from './shared-database';

const PROCESSES = 4;
const EACH = 25;

/** What a store can do to a fleet; `index` tells the processes apart. */
const TROUBLES: [string, (door: Door, index: number) => void][] = [
  ['slow (2 s)', faults({ delay: 2_000 })],
  ['failing half the time', (door, index) => door.setFaults({ failRate: 0.5, seed: index + 1 })],
  ['losing one write', (door, index) => index === 0 && door.setFaults({ loseWrites: 1 })],
  ['losing the token', (door, index) => index === 0 && door.loseWritesOf('write token')],
  ['losing every write', faults({ loseWrites: Infinity })],
  ['losing every token', door => door.loseWritesOf('write token')],
  ['showing nothing but the past', door => door.freeze()],
  ['down', faults({ failRate: 1 })],
  ['never answering', faults({ hang: true })],
  ['without its collection', faults({ missing: ['opendb-open-data'] })],
];

function faults(given: Faults): (door: Door) => void {
  return door => door.setFaults(given);
}

describe(`${PROCESSES} processes with a store in trouble`, () => {
  const crew = processes(PROCESSES);

  async function open(trouble: (door: Door, index: number) => unknown): Promise<Fleet> {
    const fleet = await Fleet.open({ tokens: { qqOverlap: 0 } });
    for (const [index, process] of crew.entries()) {
      const { door } = await fleet.add(process, { skew: SKEWS[index] });
      trouble(door, index);
    }
    return fleet;
  }

  describe.each(TROUBLES)('%s', (_name, trouble) => {
    it.each(['weixin', 'weixin.h5'] as const)(
      '%s: every call succeeds, with at most one token request a process',
      async platform => {
        const fleet = await open(trouble);
        for (let round = 0; round < 3; round++)
          expect(tally(await fleet.calls(platform, EACH))).toEqual({ right: PROCESSES * EACH });
        expect(fleet.tokenRequests(platform)).toBeLessThanOrEqual(PROCESSES);
        await fleet.close();
      },
    );

    it('weixin: a revoked token is replaced, with at most one plain and one forced request a process', async () => {
      const fleet = await open(trouble);
      await fleet.calls('weixin', 1);
      fleet.sim.clearRequests();
      expect(tally(await revokedUnder(fleet, 'weixin'))).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests('weixin')).toBeLessThanOrEqual(PROCESSES);
      await fleet.close();
    });

    it('qq: each process fetches at most once in 60 s, and a call that fails names the store', async () => {
      const fleet = await open(trouble);
      const started = Date.now();
      const endings = [];
      for (let round = 0; round < 6; round++) endings.push(...(await fleet.calls('qq', EACH)));
      expect(Date.now() - started).toBeLessThan(60_000);
      for (const { process } of fleet.members)
        expect([process.name, fleet.gateway.tokenRequests(process.name) <= 1]).toEqual([process.name, true]);
      for (const { code, msg } of endings) if (code !== 0) expect(msg).toContain('opendb-open-data');
      // Whoever fetched last has the token in force.
      expect(endings.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
      const attempts = fleet.sim.requests.filter(({ path }) => path === '/api/json/security/MsgSecCheck');
      expect(attempts.length).toBeLessThanOrEqual(2 * endings.length);
      await fleet.close();
    });
  });

  async function revokedUnder(fleet: Fleet, platform: PlatformName) {
    const inFlight = fleet.gateway.asked.add(passing => !isTokenRequest(passing), { all: true });
    await Promise.all(fleet.members.map((member: Member) => startCalls(member, platform, EACH)));
    await inFlight.reached;
    fleet.sim.revoke(APPS[platform].appid);
    inFlight.release();
    return (await Promise.all(fleet.members.map(({ process }) => process.endings()))).flat();
  }
});
