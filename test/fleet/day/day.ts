import type { TokenStore } from '../../../src/token/store';
import { Chance } from './chance';
import { Endpoint } from './endpoint';
import { Machine } from './machine';
import { DAY, FLEET, HOUR, MINUTE, planDay, PLATFORMS, SECOND, type DayPlatform, type Plan } from './plan';
import { Process, type Call, type Endpoints } from './process';
import { SharedStore } from './shared-store';
import { Timeline } from './timeline';

/** What came of a day. */
export interface Day {
  plan: Plan;
  tries: number;
  calls: Call[];
  endpoints: Endpoints;
  store: SharedStore;
  started: number;
  stopped: number;
  frozen: number;
  /** Processes frozen or stopped in the middle of a token request or of a write. */
  strikes: { at: number; platform: DayPlatform }[];
  events: number;
}

export interface DayOptions {
  /** A broken store in front of the real one, to see that the checks notice. */
  sabotage?: (store: TokenStore, machine: Machine) => TokenStore;
  /** How often a call is sent at most; 2, as `src/call/send.ts` does it. */
  tries?: number;
}

/** One place of the fleet: a process, until it stops and another one takes its place. */
interface Slot {
  process: Process | undefined;
  /** Milliseconds between two calls, on average. */
  pace: number;
}

/** Lives one day of a fleet: everything in it follows from the seed. */
export async function liveDay(
  seed: number,
  { sabotage = store => store, tries = 2 }: DayOptions = {},
): Promise<Day> {
  const plan = planDay(seed);
  const chance = new Chance(seed + 0.5 * 4_294_967_296);
  const timeline = new Timeline();
  const store = new SharedStore(plan.troubles, chance.fork());
  const endpoint = (platform: DayPlatform) =>
    new Endpoint(
      platform,
      timeline,
      plan.overlap,
      plan.outages.filter(outage => outage.platform === platform),
      chance.fork(),
    );
  const endpoints: Endpoints = { weixin: endpoint('weixin'), qq: endpoint('qq') };
  const day: Day = {
    plan,
    tries,
    calls: [],
    endpoints,
    store,
    started: 0,
    stopped: 0,
    frozen: 0,
    strikes: [],
    events: 0,
  };
  const slots: Slot[] = Array.from({ length: FLEET }, () => ({
    process: undefined,
    pace: chance.pick([45 * SECOND, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]),
  }));

  const start = (slot: Slot): void => {
    const machine = new Machine(timeline, {
      offset: Math.round(chance.between(-plan.offset, plan.offset)),
      standsStill: chance.happens(0.3),
      timersFirst: chance.happens(0.5),
    });
    const shared = sabotage(store.for({ machine, fortune: chance.next() }), machine);
    const process = new Process(machine, shared, endpoints, chance.fork(), day.calls, tries);
    slot.process = process;
    day.started += 1;
    // It was started for a call, often for several.
    const first = chance.happens(0.3) ? chance.whole(2, 10) : 1;
    for (let i = 0; i < first; i++) process.call();
    timeline.plan(timeline.now + chance.pause(4 * HOUR), () => stop(slot, process));
    timeline.plan(timeline.now + chance.pause(3 * HOUR), () => freezeNowAndThen(process));
  };

  const stop = (slot: Slot, process: Process): void => {
    if (process.machine.stopped) return;
    process.machine.stop();
    day.stopped += 1;
    timeline.plan(timeline.now + chance.pause(5 * MINUTE), () => start(slot));
  };

  const freeze = ({ machine, call }: BoundProcess, lasting: number): void => {
    if (machine.frozen || machine.stopped) return;
    machine.freeze();
    day.frozen += 1;
    timeline.plan(timeline.now + lasting, () => {
      machine.thaw();
      // It is thawed because there is something to do.
      if (chance.happens(0.7)) call();
    });
  };

  const freezeNowAndThen = (process: Process): void => {
    if (process.machine.stopped) return;
    freeze(bound(process), pauseOfFreeze(chance));
    timeline.plan(timeline.now + chance.pause(3 * HOUR), () => freezeNowAndThen(process));
  };

  const beat = (slot: Slot): void => {
    slot.process?.call();
    timeline.plan(timeline.now + chance.pause(slot.pace), () => beat(slot));
  };

  /** Strikes where it hurts most: in the middle of a token request, or of a write. */
  const strike = (platform: DayPlatform, machine: Machine, probability: number): void => {
    if (!chance.happens(probability)) return;
    const slot = slots.find(({ process }) => process?.machine === machine);
    if (slot === undefined) return;
    const process = slot.process!;
    day.strikes.push({ at: timeline.now, platform });
    timeline.plan(timeline.now + chance.between(0, 300), () => {
      if (chance.happens(0.3)) stop(slot, process);
      else freeze(bound(process), pauseOfFreeze(chance));
    });
  };
  for (const platform of PLATFORMS)
    endpoints[platform].onRequest = machine => strike(platform, machine, 0.06);
  store.onWrite = ({ machine }, key) => strike(key.includes(':qq-mp:') ? 'qq' : 'weixin', machine, 0.01);

  for (const slot of slots) {
    timeline.plan(plan.startsTogether ? 0 : chance.pause(HOUR), () => start(slot));
    timeline.plan(chance.pause(slot.pace), () => beat(slot));
  }
  for (const { platform, at, clings } of plan.revocations) {
    timeline.plan(at, () => endpoints[platform].revoke(clings));
  }
  for (const at of plan.herds) {
    timeline.plan(at, () => {
      for (const { process } of slots) for (let i = chance.whole(0, 4); i > 0; i--) process?.call();
    });
  }
  for (const at of plan.deployments) {
    timeline.plan(at, () => {
      for (const slot of slots) {
        if (!chance.happens(0.5) || slot.process === undefined) continue;
        const { machine } = slot.process;
        if (machine.stopped) continue;
        machine.stop();
        day.stopped += 1;
        start(slot);
      }
    });
  }

  await timeline.run(DAY);
  day.events = timeline.happened;
  return day;
}

interface BoundProcess {
  machine: Machine;
  call: () => void;
}

const bound = (process: Process): BoundProcess => ({ machine: process.machine, call: () => process.call() });

/** Short enough to be overlooked, longer than a lease, longer than everything. */
function pauseOfFreeze(chance: Chance): number {
  return chance.pick([
    chance.between(0.2, 6) * SECOND,
    chance.between(6, 30) * SECOND,
    chance.between(1, 40) * MINUTE,
  ]);
}
