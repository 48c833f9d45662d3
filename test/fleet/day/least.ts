import type { Day } from './day';
import { LIFE, type TokenRequest } from './endpoint';
import type { Holding } from './shared-store';
import { DAY, FLEET, MINUTE, SECOND, type DayPlatform } from './plan';

/** Where a refresh may begin: whoever waited for the very end would let calls wait. */
const EARLY = 4 * MINUTE;

/** After a trouble a process on QQ fetches once in 60 s, and a request then under way lasts up to 13 s. */
export const AFTERMATH = 75 * SECOND;

/** What a call may spend on its token. */
export const BUDGET = 13 * SECOND;

/** How long a lease lasts. */
const LEASE = 7 * SECOND;

/** Token requests of a day on one platform, and the fewest that would have done. */
export interface Count {
  /** Answered, outside of troubles. */
  asked: number;
  least: number;
  /** Answered while the store was in trouble, or right after. */
  inTrouble: number;
  /** Answered after two holders were lost one after the other. */
  orphaned: number;
  /** How many of these there may be. */
  orphanedMost: number;
  /** Answered with the token that was there, because a clock wrong by minutes took its last minutes to have begun. */
  early: number;
  /** How many of these there may be. */
  earlyMost: number;
  /** Answered while the token was dead, the platform gave nothing else, and nobody might force. */
  stuck: number;
  /** How many of these there may be. */
  stuckMost: number;
  /** Not answered. */
  failed: number;
}

/**
 * **The least possible** is what one client would need who makes all calls of the fleet, knows the future, and
 * keeps the rules:
 *
 * - one request for each token: at the first call that finds none, again at the first call 240 s before its end
 *   (where early refresh begins), and again at the first call after a revocation;
 * - one more for a revocation after which the platform gives out the dead token: only a plain request shows
 *   that it has to be forced;
 * - one more for each request whose process was stopped, or frozen for longer than a lease, before it could tell
 *   others of its token: somebody has to ask again;
 * - on QQ one more for each outage in which a request was carried out but never answered: it retired what was there;
 * - one more for each trouble of the store in which somebody asked: then the store does not know the token.
 *
 * Counted apart, with limits of their own in `verdict.ts`: requests while the store was in trouble, after two holders
 * in a row were lost, while a dead token may not be forced yet, and, where clocks are off by minutes, those that come
 * too early.
 */
export function countRequests(day: Day, platform: DayPlatform): Count {
  const endpoint = day.endpoints[platform];
  const answered = endpoint.requests.filter(({ outcome }) => outcome === 'new' || outcome === 'same');
  const phases = stuckPhases(day, platform);
  const orphaned = orphanedPhases(day, platform);
  const sorted: Record<'asked' | 'inTrouble' | 'orphaned' | 'stuck' | 'early', TokenRequest[]> = {
    asked: [],
    inTrouble: [],
    orphaned: [],
    stuck: [],
    early: [],
  };
  for (const request of answered) {
    if (isTrouble(day, request.at)) sorted.inTrouble.push(request);
    else if (isWithin(orphaned, request.at)) sorted.orphaned.push(request);
    else if (isWithin(phases, request.at)) sorted.stuck.push(request);
    else if (request.early && day.plan.offset >= MINUTE) sorted.early.push(request);
    else sorted.asked.push(request);
  }
  const clinging = day.plan.revocations.filter(({ platform: of, clings }) => of === platform && clings);
  const troubles = day.plan.troubles.filter(({ from, to }) =>
    sorted.inTrouble.some(({ at }) => at >= from && at <= to + AFTERMATH),
  );
  const outages = day.plan.outages.filter(
    ({ platform: of, from, to }) =>
      of === 'qq' &&
      of === platform &&
      endpoint.requests.some(({ at, outcome }) => outcome === 'lost' && at >= from && at < to),
  );
  const least =
    tokensNeeded(
      day,
      platform,
      answered.filter(request => !sorted.asked.includes(request)),
    ) +
    clinging.filter(({ at }) => !isTrouble(day, at) && !isWithin(phases, at)).length +
    sorted.asked.filter(isCut).length +
    outages.length +
    troubles.length;
  return {
    asked: sorted.asked.length,
    least,
    inTrouble: sorted.inTrouble.length,
    orphaned: sorted.orphaned.length,
    // Plainly, once more after a pause, and forced.
    orphanedMost: 3 * orphaned.length * FLEET,
    stuck: sorted.stuck.length,
    stuckMost: phases.reduce((sum, phase) => sum + mostWhileStuck(day, platform, phase), 0),
    early: sorted.early.length,
    earlyMost: 4 * endpoint.tokens.size,
    failed: endpoint.requests.length - answered.length,
  };
}

interface Phase {
  from: number;
  to: number;
}

const isWithin = (phases: Phase[], at: number): boolean =>
  phases.some(({ from, to }) => at >= from && at < to);

/**
 * When a call's time may be over before it gets the lease, and each process asks for itself, once: two holders lost one
 * after the other, or one and then what the next one wrote; or an endpoint out of order, where one holder after the
 * other asks in vain.
 */
export function orphanedPhases(day: Day, platform: DayPlatform): Phase[] {
  const provider = platform === 'qq' ? ':qq-mp:' : ':weixin-mp:';
  const holdings = day.store.holdings.filter(({ key }) => key.includes(provider));
  const lost = holdings.flatMap((holding, index) => {
    const before = holdings[index - 1];
    const follows = before !== undefined && holding.from <= before.to + SECOND;
    if (!follows || !isLost(day, holding) || !isLost(day, before)) return [];
    return [{ from: holding.from, to: Math.min(holding.to, holding.from + LEASE) + BUDGET }];
  });
  const outages = day.plan.outages.filter(outage => outage.platform === platform);
  return [...lost, ...outages.map(({ from, to }) => ({ from, to: to + BUDGET }))];
}

/** Whether the process was stopped, or slept, while it had the lease; or may have written in vain that it gave it back. */
function isLost(day: Day, { machine, from, to }: Holding): boolean {
  const stopped = (machine.stoppedAt ?? Infinity) <= to;
  return (
    stopped || machine.wasFrozen(from, to, 3 * SECOND) || (to - from >= LEASE && isTrouble(day, from, to))
  );
}

/** Whether the platform's endpoint was out of order. */
export function isOutage({ plan }: Day, platform: DayPlatform, from: number, to: number): boolean {
  return plan.outages.some(outage => outage.platform === platform && outage.from <= to && from <= outage.to);
}

/** When a dead token could not be forced for a while; the request that ends it belongs to it. */
function stuckPhases({ endpoints }: Day, platform: DayPlatform): Phase[] {
  return endpoints[platform].stuck
    .filter(({ from, to }) => to - from > 3 * SECOND)
    .map(({ from, to }) => ({ from, to: Math.min(to, DAY) + SECOND }));
}

/**
 * Once a minute by the fleet for each of the two tokens that may have died together; by each process where clocks
 * differ by more than that, or where an outage kept them from telling each other.
 */
function mostWhileStuck(day: Day, platform: DayPlatform, { from, to }: Phase): number {
  const together = day.plan.offset < MINUTE / 2 && !isOutage(day, platform, from - MINUTE, to);
  return 2 * Math.ceil((to - from) / MINUTE + 1) * (together ? 1 : FLEET);
}

/** `counted`: requests that are counted apart; what they brought needs no other. */
function tokensNeeded(day: Day, platform: DayPlatform, counted: readonly TokenRequest[]): number {
  const revoked = day.plan.revocations
    .filter(revocation => revocation.platform === platform)
    .map(({ at }) => at);
  const until = (at: number) => Math.min(at + LIFE * 1000 - EARLY, ...revoked.filter(moment => moment > at));
  const brought = [...counted];
  let needed = 0;
  let goodUntil = -Infinity;
  for (const { at, platform: of } of day.calls) {
    while (brought.length > 0 && brought[0]!.at <= at) {
      // What the platform gave when it had nothing but that says nothing about how long it lasts.
      const request = brought.shift()!;
      if (request.outcome === 'new') goodUntil = until(request.at);
    }
    if (of !== platform || at < goodUntil || isTrouble(day, at)) continue;
    needed += 1;
    goodUntil = until(at);
  }
  return needed;
}

/** Whether the store was in trouble, or had been a moment ago. */
export function isTrouble(day: Day, from: number, to = from): boolean {
  return day.plan.troubles.some(trouble => trouble.from <= to && from <= trouble.to + AFTERMATH);
}

/** Whether the process could not tell anybody what it was answered. */
function isCut({ at, endedAt, machine }: TokenRequest): boolean {
  const told = Math.min(endedAt, at + 5 * SECOND) + 2 * SECOND;
  return (machine.stoppedAt ?? Infinity) < told || machine.wasFrozen(at, told + LEASE, LEASE);
}
