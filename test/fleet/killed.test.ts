import { tally } from './fleet';
import { callsOfOthers, stage } from './many-apps';
import { processes } from './process';

/** The time of a lease, and that of one token request: what a dead holder may cost the others. */
const LEASE = 7_000;
const REQUEST = 5_000;

describe('a process that is killed while it fetches the token', () => {
  const crew = processes(3);

  it.each(['weixin', 'qq'] as const)(
    '%s: whatever the moment, the others go on within the time of the lease, with one more fetch, not more',
    async platform => {
      const world = await stage(platform, crew);
      const { fleet, cases } = world;
      const started = Date.now();
      const outcomes = await Promise.all(
        cases.map(async ({ moment, appid, holder }) => {
          // What was under way is gone with it.
          await holder.process.end();
          const endings = await callsOfOthers(world, platform, appid, 10);
          return { moment, endings, requests: fleet.tokenRequests(platform, appid) };
        }),
      );
      expect(Date.now() - started).toBeLessThan(LEASE + REQUEST);
      for (const { moment, endings, requests } of outcomes) {
        expect([moment.name, tally(endings)]).toEqual([moment.name, { right: 30 }]);
        expect([moment.name, requests]).toEqual([moment.name, moment.stored ? 1 : moment.asked + 1]);
      }
      // And that was all: the token they have is the one in force.
      for (const { moment, appid } of cases) {
        expect(tally(await callsOfOthers(world, platform, appid, 2))).toEqual({ right: 6 });
        expect(fleet.tokenRequests(platform, appid)).toBe(moment.stored ? 1 : moment.asked + 1);
      }
      await fleet.close();
    },
  );
});
