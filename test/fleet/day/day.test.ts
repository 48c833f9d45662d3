import { liveDay, type Day } from './day';
import { countRequests } from './least';
import { liveDays, story } from './report';
import { noLease, noSharing, noWordOfForcing } from './sabotage';
import { isFailed, judge } from './verdict';

/** A few dozen here, hundreds in `test/slow/day.test.ts`. */
const SEEDS = Array.from({ length: 24 }, (_, index) => index + 1);

describe('24 hours of a fleet of 50 processes', () => {
  test.each(SEEDS)('hold what is promised (seed %i)', async seed => {
    const { faults } = await liveDays([seed], () => undefined);
    expect(faults).toEqual([]);
  });

  test('are the same again for the same seed', async () => {
    const [first, second] = [await liveDay(3), await liveDay(3)];
    expect(story(second)).toEqual(story(first));
    expect(second.events).toBe(first.events);
    expect(story(await liveDay(4))).not.toEqual(story(first));
  });

  test('hold all kinds of trouble', async () => {
    const days: Day[] = [];
    for (const seed of SEEDS.slice(0, 12)) days.push(await liveDay(seed));
    const sum = (of: (day: Day) => number) => days.reduce((total, day) => total + of(day), 0);
    expect(sum(day => day.calls.length)).toBeGreaterThan(100_000);
    expect(sum(day => day.calls.filter(({ refused }) => refused.length > 0).length)).toBeGreaterThan(1_000);
    expect(sum(day => day.endpoints.weixin.forcedAt.length)).toBeGreaterThan(5);
    expect(sum(day => day.strikes.length)).toBeGreaterThan(20);
    expect(sum(day => day.store.failures)).toBeGreaterThan(100);
    expect(sum(day => day.store.lost)).toBeGreaterThan(0);
    expect(sum(day => countRequests(day, 'qq').inTrouble)).toBeGreaterThan(50);
    expect(sum(day => countRequests(day, 'weixin').failed)).toBeGreaterThan(0);
    expect(sum(day => day.stopped)).toBeGreaterThan(1_000);
    expect(sum(day => day.frozen)).toBeGreaterThan(1_000);
  });

  test('in which a call may be sent a third time need not forgive a token that died unseen', async () => {
    for (const seed of SEEDS.slice(0, 10)) expect(judge(await liveDay(seed, { tries: 3 }))).toEqual([]);
  });

  describe('a fleet that is broken on purpose is caught', () => {
    const faultsOf = async (sabotage: typeof noLease): Promise<string[]> => {
      for (const seed of SEEDS.slice(0, 12)) {
        const faults = judge(await liveDay(seed, { sabotage }));
        if (faults.length > 0) return faults;
      }
      return [];
    };

    test('without a lease', async () => {
      expect((await faultsOf(noLease)).join()).toMatch(
        /\d+ token requests on \w+, where \d+ would have done/,
      );
    });

    test('with a store for each process alone', async () => {
      expect((await faultsOf(noSharing)).join()).toMatch(/would have done/);
    });

    test('with nobody told of a forced request', async () => {
      expect((await faultsOf(noWordOfForcing)).join()).toMatch(/forced at .* and again at/);
    });
  });

  test('end every call: none is left waiting', async () => {
    const { calls } = await liveDay(1);
    const open = calls.filter(
      ({ ending, machine }) => ending === undefined && !machine.stopped && !machine.frozen,
    );
    // The last of them were made a moment before midnight.
    expect(open.filter(({ at }) => at < 86_400_000 - 30_000)).toEqual([]);
    expect(calls.filter(isFailed).length).toBeLessThan(calls.length / 20);
  });
});
