import { APPS, call, Fleet, PLATFORMS, SKEWS, startCalls, tally, type PlatformName } from './fleet';
import { isTokenRequest } from './gateway';
import { FleetProcess, processes } from './process';

const PROCESSES = 8;
const EACH = 200;
const LIFE = 7_200_000;

describe(`${PROCESSES} processes with a token that ends soon`, () => {
  const crew = processes(PROCESSES);

  /** A fleet whose token has `seconds` left, by the clock that is right. */
  async function withLeft(platform: PlatformName, seconds: number, skews: number[] = []): Promise<Fleet> {
    const fleet = await Fleet.open({ tokens: { qqOverlap: 0 } });
    for (const [index, process] of crew.entries()) await fleet.add(process, { skew: skews[index] ?? 0 });
    expect(tally(await fleet.calls(platform, 1))).toEqual({ right: PROCESSES });
    await fleet.pass(LIFE - seconds * 1000);
    return fleet;
  }

  describe.each(PLATFORMS)('%s', platform => {
    it('refresh it at most once when 200 seconds are left, and every call is right', async () => {
      const fleet = await withLeft(platform, 200);
      expect(tally(await fleet.calls(platform, EACH))).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBeLessThanOrEqual(2);
      await fleet.close();
    });

    it('keep nobody waiting but the call that refreshes', async () => {
      // Every process is past its random point now.
      const fleet = await withLeft(platform, 58);
      const refreshing = fleet.gateway.asked.add(isTokenRequest);
      // The one that comes first is held with one of its calls; all the others' go on meanwhile.
      for (const member of fleet.members) await startCalls(member, platform, EACH);
      await refreshing.reached;
      const over = async () =>
        (await Promise.all(fleet.members.map(({ process }) => process.over()))).reduce(
          (sum, count) => sum + count,
        );
      while ((await over()) < PROCESSES * EACH - 1) await new Promise(resolve => setTimeout(resolve, 5));
      expect(await over()).toBe(PROCESSES * EACH - 1);
      refreshing.release();
      const endings = await Promise.all(fleet.members.map(({ process }) => process.endings()));
      expect(tally(endings.flat())).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBe(2);
      await fleet.close();
    });

    it('with clocks off by up to two minutes refresh it once', async () => {
      const fleet = await withLeft(platform, 100, SKEWS);
      for (let round = 0; round < 3; round++) {
        expect(tally(await fleet.calls(platform, 20))).toEqual({ right: PROCESSES * 20 });
        await fleet.pass(30_000);
      }
      expect(fleet.tokenRequests(platform)).toBe(2);
      expect(fleet.sim.tokens(APPS[platform].appid).length).toBeGreaterThan(0);
      await fleet.close();
    });
  });

  it('whose refresher dies still have it refreshed, by another and only once more', async () => {
    const fleet = await withLeft('weixin', 58);
    const doomed = await fleet.add(new FleetProcess('doomed'));
    expect(tally(await call(doomed, 'weixin', 1))).toEqual({ right: 1 });
    const refreshing = fleet.gateway.asked.add(isTokenRequest);
    await startCalls(doomed, 'weixin', 1);
    await refreshing.reached;
    await doomed.process.end();
    refreshing.release();
    fleet.remove(doomed);
    // The others look, find the lease held, and go on with the old one; past its end they wait for the lease.
    expect(tally(await fleet.calls('weixin', 20))).toEqual({ right: PROCESSES * 20 });
    await fleet.pass(59_000);
    expect(tally(await fleet.calls('weixin', 20))).toEqual({ right: PROCESSES * 20 });
    expect(fleet.tokenRequests('weixin')).toBeLessThanOrEqual(3);
    await fleet.close();
  });
});
