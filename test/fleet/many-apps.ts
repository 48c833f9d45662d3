import { call, Fleet, startCalls, type Member, type PlatformName } from './fleet';
import type { Hold } from './hold';
import { MOMENTS, type Moment } from './moments';
import { FleetProcess, type Ending } from './process';

/** One app of its own for every moment, so that all of them are lived through at the same time. */
export interface Case {
  readonly moment: Moment;
  readonly appid: string;
  readonly holder: Member;
  readonly hold: Hold;
}

export interface Stage {
  readonly fleet: Fleet;
  readonly cases: readonly Case[];
  readonly others: readonly Member[];
}

/** A fleet in which one process an app has come to its moment, and is frozen there. */
export async function stage(
  platform: PlatformName,
  crew: readonly FleetProcess[],
  moments: readonly Moment[] = MOMENTS,
): Promise<Stage> {
  const apps = moments.map((_, index) => ({
    platform,
    appid: platform === 'qq' ? `11000001${10 + index}` : `wx00000000000001${10 + index}`,
    appsecret: `demo0secret0of0app0number0${10 + index}0000`,
  }));
  const fleet = await Fleet.open({ apps, tokens: { qqOverlap: 0 } });
  const others: Member[] = [];
  for (const process of crew) others.push(await fleet.add(process));
  const begun = moments.map((_, index) => new FleetProcess(`holder${index}`));
  const holders: Member[] = [];
  for (const process of begun) holders.push(await fleet.add(process));
  const cases = await Promise.all(
    moments.map(async (moment, index) => {
      const holder = holders[index]!;
      const hold = moment.hold(fleet, holder);
      // At once: a process that goes on waiting would give up what it waits for.
      const stopped = hold.reached.then(() => holder.process.stop());
      const { appid } = apps[index]!;
      await startCalls(holder, platform, 5, appid);
      await stopped;
      return { moment, appid, holder, hold };
    }),
  );
  return { fleet, cases, others };
}

/** What all the other processes' calls for one app come to, made at once. */
export async function callsOfOthers(
  { others }: Stage,
  platform: PlatformName,
  appid: string,
  each: number,
): Promise<Ending[]> {
  return (await Promise.all(others.map(member => call(member, platform, each, appid)))).flat();
}
