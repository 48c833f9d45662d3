import { APPS, Fleet, PLATFORMS, tally } from './fleet';
import { processes } from './process';

const PROCESSES = 4;
const EACH = 25;

describe(`${PROCESSES} processes whose token request the platform refuses`, () => {
  const crew = processes(PROCESSES);

  describe.each(PLATFORMS)('%s', platform => {
    /** Calls over a simulated minute; resolves to the codes they ended with, and the token requests. */
    async function aMinute(fleet: Fleet): Promise<{ codes: unknown[]; requests: number; longest: number }> {
      const codes = new Set<unknown>();
      let longest = 0;
      for (const process of crew) await fleet.add(process);
      for (let seconds = 0; seconds < 60; seconds += 6) {
        const started = Date.now();
        for (const { code } of await fleet.calls(platform, EACH)) codes.add(code);
        longest = Math.max(longest, Date.now() - started);
        await fleet.pass(6_000);
      }
      return { codes: [...codes], requests: fleet.tokenRequests(platform), longest };
    }

    it('a wrong secret: the code comes at once, and at most two requests a process a minute', async () => {
      const fleet = await Fleet.open();
      fleet.wrongSecrets.set(APPS[platform].appid, 'a-wrong-secret');
      const { codes, requests, longest } = await aMinute(fleet);
      expect(codes).toEqual([platform === 'qq' ? 40001 : 40125]);
      expect(requests).toBeLessThanOrEqual(2 * PROCESSES);
      // Nobody waited for a lease to run out.
      expect(longest).toBeLessThan(7_000);
      await fleet.close();
    });

    if (platform !== 'qq')
      it('a closed address: the code comes at once with the address, at most two requests a process a minute', async () => {
        const fleet = await Fleet.open();
        fleet.sim.setApp(APPS[platform].appid, { ipAllowList: ['203.0.113.7'] });
        const { codes, requests, longest } = await aMinute(fleet);
        expect(codes).toEqual([40164]);
        expect(requests).toBeLessThanOrEqual(2 * PROCESSES);
        expect(longest).toBeLessThan(7_000);
        const [text] = Object.keys(tally(await fleet.calls(platform, 1)));
        expect(text).toContain('127.0.0.1');
        await fleet.close();
      });
  });
});
