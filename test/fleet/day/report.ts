import { liveDay, type Day } from './day';
import { countRequests } from './least';
import { PLATFORMS } from './plan';
import { excuseOf, isFailed, judge } from './verdict';

/** Lives the days of the seeds, one after the other; `told` hears a line of each. */
export async function liveDays(
  seeds: readonly number[],
  told: (line: string) => void,
): Promise<{ faults: string[]; days: number }> {
  const faults: string[] = [];
  for (const seed of seeds) {
    const day = await liveDay(seed);
    const found = judge(day);
    told(line(day));
    if (found.length === 0) continue;
    faults.push(
      `seed ${seed} (alone: npx tsx test/fleet/day/run.ts ${seed}): ${found.slice(0, 5).join('; ')}`,
    );
  }
  return { faults, days: seeds.length };
}

/** A day in one line. */
export function line(day: Day): string {
  const requests = PLATFORMS.map(platform => {
    const { asked, least } = countRequests(day, platform);
    return `${platform} ${asked}/${least}`;
  });
  return [
    `seed ${day.plan.seed}`,
    `${day.calls.length} calls`,
    `token requests/least ${requests.join(', ')}`,
    `forced ${day.endpoints.weixin.forcedAt.length}`,
    `${day.started} starts, ${day.frozen} freezes, ${day.strikes.length} in the middle`,
    `store ${day.store.failures} failed, ${day.store.lost} lost`,
  ].join('; ');
}

/** Everything that happened on one platform, for who looks for the cause of a fault. */
export function story(day: Day): string[] {
  const names = new Map<unknown, string>();
  const name = (machine: { options: { offset: number } }): string => {
    const known = names.get(machine) ?? `#${names.size + 1} (clock ${machine.options.offset} ms)`;
    names.set(machine, known);
    return known;
  };
  const events: { at: number; what: string }[] = [];
  const tell = (at: number, what: string) => events.push({ at, what });
  for (const { at, platform, clings } of day.plan.revocations)
    tell(at, `${platform}: revoked${clings ? ', and given out all the same' : ''}`);
  for (const { from, to, platform, kind } of day.plan.outages)
    tell(from, `${platform}: endpoint ${kind} until ${seconds(to)}`);
  for (const { from, to, kind, share } of day.plan.troubles)
    tell(from, `store: ${kind} until ${seconds(to)} for ${Math.round(share * 100)} %`);
  for (const { at, platform } of day.strikes) tell(at, `${platform}: a process is struck`);
  for (const platform of PLATFORMS) {
    for (const { at, machine, force, outcome } of day.endpoints[platform].requests)
      tell(at, `${platform}: ${force ? 'forced' : 'token'} request by ${name(machine)}: ${outcome}`);
  }
  for (const call of day.calls.filter(isFailed)) {
    const excuse = excuseOf(day, call) ?? 'NO EXCUSE';
    const how = [call.ending, call.code, ...call.refused].filter(part => part !== undefined).join(' ');
    tell(
      call.at,
      `${call.platform}: call by ${name(call.machine)} until ${seconds(call.endedAt)}: ${how} (${excuse})`,
    );
  }
  return events.sort((a, b) => a.at - b.at).map(({ at, what }) => `${seconds(at).padStart(12)}  ${what}`);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
