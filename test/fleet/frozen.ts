import { call, tally, type PlatformName } from './fleet';
import { callsOfOthers, stage, type Case, type Stage } from './many-apps';
import { MOMENTS } from './moments';
import { processes } from './process';

/**
 * What was under way arrives while the process is frozen, and waits for it; or the network keeps it until the
 * process is awake again. A request that reaches the platform only then is none that this module makes.
 */
export type Arrival = 'meanwhile' | 'late';

/** The tests for these platforms and arrivals; a fleet lives through all moments in some ten seconds. */
export function describeFrozen(cases: readonly (readonly [PlatformName, Arrival])[]): void {
  const crew = processes(3);

  async function live(world: Stage, platform: PlatformName, arrival: Arrival, { appid, holder, hold }: Case) {
    if (arrival === 'meanwhile') hold.release();
    const others = tally(await callsOfOthers(world, platform, appid, 5));
    const stored = world.fleet.database.token(appid);
    holder.process.resume();
    if (arrival === 'late') hold.release();
    const own = tally(await holder.process.endings());
    return { others, own, overwritten: world.fleet.database.token(appid) !== stored };
  }

  it.each(cases)(
    'a process frozen while it fetches the token and thawed after its lease was taken over (%s, %s): its write is fenced, its calls succeed, and there is one more fetch, not more',
    async (platform, arrival) => {
      const moments = MOMENTS.filter(
        ({ name }) => arrival === 'meanwhile' || !name.includes('reaches the platform'),
      );
      const world = await stage(platform, crew, moments);
      const outcomes = await Promise.all(world.cases.map(one => live(world, platform, arrival, one)));
      for (const [index, { moment, appid, holder }] of world.cases.entries()) {
        const outcome = outcomes[index]!;
        expect([moment.name, outcome]).toEqual([
          moment.name,
          { others: { right: 15 }, own: { right: 5 }, overwritten: false },
        ]);
        // All have the token in force: nobody asks for another.
        const again = await call(holder, platform, 2, appid);
        expect(tally([...again, ...(await callsOfOthers(world, platform, appid, 2))])).toEqual({ right: 8 });
        const requests = world.fleet.tokenRequests(platform, appid);
        expect([moment.name, requests <= 2, requests]).toEqual([moment.name, true, requests]);
      }
      await world.fleet.close();
    },
  );
}
