/** One day alone, with its story: `npx tsx test/fleet/day/run.ts <seed>`. Exits with 1 if anything is wrong with it. */
import { liveDay } from './day';
import { line, story } from './report';
import { judge } from './verdict';

async function main(): Promise<void> {
  const seed = Number(process.argv[2]);
  if (!Number.isInteger(seed)) throw new Error('usage: npx tsx test/fleet/day/run.ts <seed>');
  const day = await liveDay(seed);
  for (const told of story(day)) console.log(told);
  console.log(line(day));
  const faults = judge(day);
  for (const fault of faults) console.log(`WRONG: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

void main();
