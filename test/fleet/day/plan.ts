import type { PlatformName } from '../../../src/config/types';
import { Chance } from './chance';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many processes the fleet has when all are there. */
export const FLEET = 50;

/** The platforms of the day: the one whose tokens are stable, and the one where every fetch retires. */
export const PLATFORMS = ['weixin', 'qq'] as const satisfies readonly PlatformName[];
export type DayPlatform = (typeof PLATFORMS)[number];

/** `slow`: some answers come too late. `failing`: half fail, and of these half were done all the same. `losing`: writes are acknowledged and forgotten. `down`: all fail, or none answers. */
export type TroubleKind = 'slow' | 'failing' | 'losing' | 'refusing' | 'silent';

export interface StoreTrouble {
  from: number;
  to: number;
  kind: TroubleKind;
  /** The part of the fleet that suffers from it. */
  share: number;
}

/** `refused`: no connection. `silent`: no answer, though half of the requests are carried out. `busy`: -1. */
export interface Outage {
  platform: DayPlatform;
  from: number;
  to: number;
  kind: 'refused' | 'silent' | 'busy';
}

export interface Revocation {
  platform: DayPlatform;
  at: number;
  /** The platform goes on giving the dead token to who asks plainly. */
  clings: boolean;
}

/** Everything that is decided before the day begins. */
export interface Plan {
  seed: number;
  /** How far wrong a process's clock is at most, in milliseconds. */
  offset: number;
  /** How long a QQ token lives on beside its successor. */
  overlap: number;
  /** All processes of the morning start in the same moment. */
  startsTogether: boolean;
  troubles: StoreTrouble[];
  outages: Outage[];
  revocations: Revocation[];
  /** Moments in which the whole fleet is called at once. */
  herds: number[];
  /** Moments in which many processes are replaced by new ones at once. */
  deployments: number[];
}

export function planDay(seed: number): Plan {
  const chance = new Chance(seed);
  const revocations = PLATFORMS.flatMap(platform => revocationsOf(chance, platform));
  const deployments = spread(chance, chance.whole(0, 3), HOUR);
  // A store in trouble hurts when it is needed: half of its troubles begin with something else.
  const others = [...revocations.map(({ at }) => at), ...deployments];
  const troubles = spread(chance, chance.whole(0, 4), 30 * MINUTE).map(at => {
    const from = chance.happens(0.5) ? chance.pick(others) - chance.between(0, 20) * SECOND : at;
    return {
      from,
      to: from + chance.pick([chance.between(2, 30) * SECOND, chance.between(1, 12) * MINUTE]),
      kind: chance.pick<TroubleKind>(['slow', 'failing', 'losing', 'refusing', 'silent']),
      share: chance.happens(0.6) ? 1 : chance.between(0.1, 0.9),
    };
  });
  const outages = PLATFORMS.flatMap(platform =>
    spread(chance, chance.whole(0, 2), 30 * MINUTE).map(at => {
      const revoked = revocations.filter(revocation => revocation.platform === platform);
      const from = chance.happens(0.5) ? chance.pick(revoked).at - chance.between(0, 20) * SECOND : at;
      return {
        platform,
        from,
        to: from + chance.pick([chance.between(2, 30) * SECOND, chance.between(1, 5) * MINUTE]),
        kind: chance.pick<Outage['kind']>(['refused', 'silent', 'busy']),
      };
    }),
  );
  const herds = spread(chance, chance.whole(4, 10), 10 * MINUTE);
  // People notice a revocation by what comes in just then.
  for (const { at } of revocations) if (chance.happens(0.7)) herds.push(at + chance.between(-200, 2_000));
  for (const { from, to } of troubles) if (chance.happens(0.5)) herds.push(chance.between(from, to));
  return {
    seed,
    offset: chance.happens(0.5) ? 2 * MINUTE : 500,
    overlap: chance.happens(0.5) ? 0 : 5 * MINUTE,
    startsTogether: chance.happens(0.5),
    troubles,
    outages,
    revocations,
    herds,
    deployments,
  };
}

function revocationsOf(chance: Chance, platform: DayPlatform): Revocation[] {
  return spread(chance, chance.whole(1, 5), 30 * MINUTE).flatMap(at => {
    const clings = platform === 'weixin' && chance.happens(0.4);
    const first = { platform, at, clings };
    // A second one before another forced request is allowed: nothing can be done about it, and nothing must be.
    if (clings && chance.happens(0.3)) return [first, { ...first, at: at + chance.between(1, 9) * MINUTE }];
    return [first];
  });
}

/** Moments of the day, each at least `apart` from the next. */
function spread(chance: Chance, count: number, apart: number): number[] {
  const moments: number[] = [];
  for (let tries = 0; moments.length < count && tries < 100; tries++) {
    const at = chance.between(MINUTE, DAY - 30 * MINUTE);
    if (moments.every(other => Math.abs(other - at) >= apart)) moments.push(at);
  }
  return moments.sort((a, b) => a - b);
}
