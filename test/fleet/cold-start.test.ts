import { Fleet, PLATFORMS, SKEWS, tally } from './fleet';
import { processes } from './process';

const PROCESSES = 8;
const EACH = 200;

describe(`${PROCESSES} processes of one fleet`, () => {
  const crew = processes(PROCESSES);

  describe.each(PLATFORMS)('%s', platform => {
    it(`make one token request for ${PROCESSES} × ${EACH} first calls, and every call is right`, async () => {
      const fleet = await Fleet.open();
      for (const process of crew) await fleet.add(process);
      expect(tally(await fleet.calls(platform, EACH))).toEqual({ right: PROCESSES * EACH });
      expect(fleet.tokenRequests(platform)).toBe(1);
      await fleet.close();
    });

    it('with clocks off by up to two minutes make one at the start, one when it ends, none between', async () => {
      const fleet = await Fleet.open({ tokens: { qqOverlap: 0 } });
      for (const [index, process] of crew.entries()) await fleet.add(process, { skew: SKEWS[index] });
      expect(tally(await fleet.calls(platform, 20))).toEqual({ right: PROCESSES * 20 });
      expect(fleet.tokenRequests(platform)).toBe(1);
      await fleet.pass(3_600_000);
      expect(tally(await fleet.calls(platform, 20))).toEqual({ right: PROCESSES * 20 });
      expect(fleet.tokenRequests(platform)).toBe(1);
      // Who is behind still thinks it good, and is told otherwise by the platform.
      await fleet.pass(3_601_000);
      expect(tally(await fleet.calls(platform, 20))).toEqual({ right: PROCESSES * 20 });
      expect(fleet.tokenRequests(platform)).toBe(2);
      await fleet.close();
    });
  });
});
