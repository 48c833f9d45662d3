import { APPS, Fleet, PLATFORMS, SKEWS, startCalls, tally, type PlatformName } from './fleet';
import { isTokenRequest } from './gateway';
import { processes } from './process';

const PROCESSES = 6;
const EACH = 50;

describe(`${PROCESSES} processes whose token the platform has dropped under ${EACH} calls each`, () => {
  const crew = processes(PROCESSES);

  async function warm(platform: PlatformName, skewed = false): Promise<Fleet> {
    const fleet = await Fleet.open({ tokens: { qqOverlap: 0 } });
    for (const [index, process] of crew.entries())
      await fleet.add(process, { skew: skewed ? SKEWS[index] : 0 });
    expect(tally(await fleet.calls(platform, 1))).toEqual({ right: PROCESSES });
    fleet.sim.clearRequests();
    return fleet;
  }

  /** All calls are on their way with the token when it is dropped. */
  async function revokedInFlight(fleet: Fleet, platform: PlatformName, revoke: () => void) {
    const inFlight = fleet.gateway.asked.add(passing => !isTokenRequest(passing), { all: true });
    await Promise.all(fleet.members.map(member => startCalls(member, platform, EACH)));
    await inFlight.reached;
    revoke();
    inFlight.release();
    return tally((await Promise.all(fleet.members.map(({ process }) => process.endings()))).flat());
  }

  describe.each(PLATFORMS)('%s', platform => {
    it.each([false, true])('all succeed with one token request (clocks off: %s)', async skewed => {
      const fleet = await warm(platform, skewed);
      const endings = await revokedInFlight(fleet, platform, () => {
        expect(fleet.sim.revoke(APPS[platform].appid)).toBe(1);
      });
      expect(endings).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBe(1);
      expect(tally(await fleet.calls(platform, EACH))).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBe(1);
      await fleet.close();
    });
  });

  it.each(['weixin', 'weixin.h5'] as const)(
    '%s: where plain requests still give the dead one, all succeed with one plain and one forced request',
    async platform => {
      const fleet = await warm(platform);
      const dead = fleet.sim.tokens(APPS[platform].appid)[0];
      fleet.gateway.tokenAnswer = (answer, { body }) =>
        body.includes('"force_refresh":true')
          ? answer
          : JSON.stringify({ access_token: dead, expires_in: 7000 });
      const endings = await revokedInFlight(fleet, platform, () => fleet.sim.revoke(APPS[platform].appid));
      expect(endings).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBe(2);
      // Dropped once more: within ten minutes nobody forces again, and every call ends with its own token error.
      fleet.sim.revoke(APPS[platform].appid);
      const again = fleet.sim.tokens(APPS[platform].appid);
      expect(again).toEqual([]);
      const failed = await fleet.calls(platform, 5);
      expect(new Set(failed.map(({ code }) => code))).toEqual(new Set([40001]));
      const forced = fleet.sim.requests.filter(({ body }) => String(body).includes('"force_refresh":true'));
      expect(forced).toHaveLength(1);
      await fleet.close();
    },
  );
});
