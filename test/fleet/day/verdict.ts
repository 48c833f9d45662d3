import type { Day } from './day';
import { AFTERMATH, BUDGET, countRequests, isOutage, isTrouble, orphanedPhases } from './least';
import { HOUR, MINUTE, PLATFORMS, SECOND, type DayPlatform } from './plan';
import type { Call } from './process';

/** A failure that the platform answered is remembered for so long. */
const FAILURE_MEMORY = 30 * SECOND;

const FORCE_INTERVAL = 10 * MINUTE;

/** Between the time that stands for a forced request and its arrival. */
const ON_THE_WAY = 5 * SECOND;

/** Why a call that failed may have failed; `undefined`: it may not. */
export type Excuse =
  'outage' | 'store trouble' | 'forced lately' | 'frozen' | 'died unseen' | 'two holders lost';

/** Everything that is wrong with a day, in words; empty when all is well. */
export function judge(day: Day): string[] {
  const faults: string[] = [];
  for (const platform of PLATFORMS) {
    faults.push(
      ...callsThatFailed(day, platform),
      ...callsThatWaited(day, platform),
      ...requestsTooMany(day, platform),
      ...requestsWithoutStore(day, platform),
    );
  }
  faults.push(...forcedTooOften(day));
  return faults;
}

function callsThatFailed(day: Day, platform: DayPlatform): string[] {
  return day.calls
    .filter(call => call.platform === platform && isFailed(call) && excuseOf(day, call) === undefined)
    .map(call => `a call on ${platform} at ${seconds(call.at)} ended ${call.ending} ${call.code ?? ''}`);
}

export const isFailed = ({ ending }: Call): boolean => ending !== undefined && ending !== 'good';

export function excuseOf(day: Day, call: Call): Excuse | undefined {
  const { platform, at, endedAt, ending, machine } = call;
  const hasOutage = isOutage(day, platform, at - FAILURE_MEMORY, endedAt);
  const isOutageCode = call.code === 'vk-openapi-timeout' || call.code === 'vk-openapi-network-error';
  if (ending === 'no-token' && hasOutage && (isOutageCode || call.code === -1)) return 'outage';
  // Nobody gave the lease back in time, and a process on QQ that fetched a moment ago does not do so again by itself.
  if (platform === 'qq' && hasOutage && call.code === 40014) return 'outage';
  // No call spends more than its time on its token; a process that slept through it has none left.
  // Nor has one that comes when it wakes up and waits for what was under way.
  if (ending === 'no-token' && isOutageCode && machine.wasFrozen(at - BUDGET, endedAt, 4 * SECOND))
    return 'frozen';
  // Two leases that nobody gives back last longer than a call's time.
  const orphaned = orphanedPhases(day, platform).some(({ from, to }) => from <= endedAt && at <= to);
  if (orphaned && (ending === 'no-token' || platform === 'qq')) return 'two holders lost';
  // For a process that slept, and its clock with it, the time after a trouble has only begun.
  const slept = machine.freezes.reduce(
    (sum, { from, to }) => (to <= endedAt && to > at - 2 * HOUR ? sum + to - from : sum),
    0,
  );
  if (platform === 'qq' && isTrouble(day, at - slept, endedAt)) return 'store trouble';
  const isHopeless =
    ending === 'no-other' ||
    (ending === 'no-token' && (isOutageCode || call.code === 45011) && isStuck(day, call));
  if (isHopeless && isForcedLately(day, call)) return 'forced lately';
  if (day.tries === 2 && call.ending === 'refused-again' && diedUnseen(day, call)) return 'died unseen';
  return undefined;
}

/**
 * The second token, from the store, had died before the call, and nobody had replaced it there yet: it was killed by a
 * revocation after which no call with it was healed, or on QQ by the fetch of a process that could not tell the store,
 * or was struck before it did.
 */
function diedUnseen(day: Day, { platform, at, refused }: Call): boolean {
  const { tokens } = day.endpoints[platform];
  const second = tokens.get(refused[1]!);
  if (second?.killedBy === undefined) return false;
  if (second.killedBy === 'successor') {
    const all = [...tokens.values()];
    const successors = all.slice(all.indexOf(second) + 1);
    return successors.some(({ issuedAt }) => isTrouble(day, issuedAt) || isStruck(day, platform, issuedAt));
  }
  return !day.calls.some(
    call =>
      call.platform === platform &&
      call.refused[0] === second.value &&
      call.ending === 'good' &&
      call.endedAt < at - SECOND &&
      !isTrouble(day, call.at, call.endedAt),
  );
}

/** Whether only a forced request could have helped. */
function isStuck({ endpoints }: Day, { platform, at }: Call): boolean {
  return endpoints[platform].stuck.some(({ from, to }) => from <= at && at <= to);
}

/** Whether a process was struck while it was asking for what was issued then. */
function isStruck({ strikes }: Day, platform: DayPlatform, issuedAt: number): boolean {
  return strikes.some(strike => strike.platform === platform && Math.abs(issuedAt - strike.at) < 4 * SECOND);
}

/**
 * Nobody may force again within ten minutes, by clocks that may differ; nor may others after one who left word that he
 * would force and died before he did.
 */
function isForcedLately({ endpoints, store, plan }: Day, { platform, at, endedAt }: Call): boolean {
  if (platform !== 'weixin') return false;
  return [...endpoints.weixin.forcedAt, ...store.toldToForce].some(
    forced => forced <= endedAt && at - forced < FORCE_INTERVAL + 2 * plan.offset + ON_THE_WAY,
  );
}

function callsThatWaited(day: Day, platform: DayPlatform): string[] {
  return day.calls
    .filter(call => call.platform === platform && call.waited > BUDGET + SECOND)
    .filter(({ machine, at, endedAt }) => !machine.wasFrozen(at - BUDGET, endedAt, 1))
    .map(({ at, waited }) => `a call on ${platform} at ${seconds(at)} spent ${waited} ms on its token`);
}

function requestsTooMany(day: Day, platform: DayPlatform): string[] {
  const { asked, least, stuck, stuckMost, orphaned, orphanedMost, early, earlyMost } = countRequests(
    day,
    platform,
  );
  const faults: string[] = [];
  if (asked > Math.ceil(least * 1.1))
    faults.push(`${asked} token requests on ${platform}, where ${least} would have done`);
  if (stuck > stuckMost) faults.push(`${stuck} token requests on ${platform} while nothing could be done`);
  if (orphaned > orphanedMost)
    faults.push(`${orphaned} token requests on ${platform} after two lost holders`);
  if (early > earlyMost) faults.push(`${early} token requests on ${platform} came too early`);
  return faults;
}

/** While the store is in trouble each process fetches for itself: once, on QQ once a minute. */
function requestsWithoutStore(day: Day, platform: DayPlatform): string[] {
  const faults: string[] = [];
  for (const { from, to } of day.plan.troubles) {
    const end = to + AFTERMATH;
    const near = (since: number, until: number) => since <= end && until >= from - MINUTE;
    const revocations =
      day.plan.revocations.filter(
        revocation => revocation.platform === platform && near(revocation.at, revocation.at),
      ).length + day.endpoints[platform].stuck.filter(phase => near(phase.from, phase.to)).length;
    const minutes = Math.ceil((end - from) / MINUTE);
    const most = platform === 'qq' ? minutes + 1 : 2 + 3 * revocations;
    const byMachine = new Map<unknown, number>();
    for (const { at, machine, outcome } of day.endpoints[platform].requests) {
      if (at < from || at > end || outcome === 'refused' || outcome === 'lost') continue;
      byMachine.set(machine, (byMachine.get(machine) ?? 0) + 1);
    }
    const worst = Math.max(0, ...byMachine.values());
    if (worst > most)
      faults.push(`a process made ${worst} token requests on ${platform} in the trouble at ${seconds(from)}`);
  }
  return faults;
}

/**
 * Nobody knows a clock that is right: the time is the one of each process's own. Without the store, or after two lost
 * holders, they cannot know of each other.
 */
function forcedTooOften(day: Day): string[] {
  const { endpoints, plan } = day;
  const { forcedAt } = endpoints.weixin;
  const faults: string[] = [];
  forcedAt.forEach((at, index) => {
    const before = forcedAt[index - 1];
    if (before === undefined || at - before >= FORCE_INTERVAL - 2 * plan.offset - ON_THE_WAY) return;
    const orphaned = orphanedPhases(day, 'weixin').some(({ from, to }) => from <= at && before <= to);
    if (isTrouble(day, before, at) || orphaned) return;
    faults.push(`forced at ${seconds(before)} and again at ${seconds(at)} (clocks off by ${plan.offset} ms)`);
  });
  if (endpoints.qq.requests.some(({ force }) => force)) faults.push('forced on QQ');
  return faults;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
