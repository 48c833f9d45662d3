/**
 * Many days of a fleet: the same 200 with every run, or as many others as `DAY_SEEDS=<first>-<last>` names. Every seed is
 * printed, and one that fails says how to run it alone.
 */
import { liveDays } from '../fleet/day/report';

const [first, last] = (process.env.DAY_SEEDS ?? '1-200').split('-').map(Number) as [number, number];
const SEEDS = Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('24 hours of a fleet of 50 processes', () => {
  test(`hold what is promised (seeds ${first} to ${last})`, async () => {
    const lines: string[] = [];
    const { faults } = await liveDays(SEEDS, line => lines.push(line));
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(faults).toEqual([]);
  });
});
