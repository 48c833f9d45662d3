/**
 * `npm run bench [-- --rounds 15]`: what the built module costs. The start, in fresh processes, beside an empty
 * module and a bare first request; warm calls per second beside bare `http` with keep-alive, in the same run, as
 * ratios. It reports, and never judges: a noisy machine must not fail a build.
 */
import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commonModule, MODULE, ROOT } from '../lib/layout';

const BUILT = join(commonModule(join(ROOT, 'uniCloud'), MODULE), 'index.js');
const TRANSPORT = join(ROOT, '.cache/bench/transport.cjs');
const FRESH_PROCESSES = 21;

const script = (name: string): string => join(__dirname, name);

/** Runs plain Node: what tsx adds to functions would be measured too. */
const run = (file: string, ...args: string[]): string =>
  execFileSync(process.execPath, [script(file), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function startServer(): Promise<{ origin: string; server: ChildProcess }> {
  const server = fork(script('server.mjs'), { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', resolve as (message: unknown) => void);
    server.once('exit', () => reject(new Error('the peer server did not start')));
  });
  return { origin: `http://127.0.0.1:${port}`, server };
}

/** Median milliseconds of each, measured in turns. */
function inFreshProcesses<Name extends string>(commands: Record<Name, string[]>): Record<Name, number> {
  const names = Object.keys(commands) as Name[];
  const times = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, number[]>;
  // The first turn only brings the files into the system's cache.
  for (let turn = 0; turn <= FRESH_PROCESSES; turn++) {
    for (const name of names) {
      const time = Number(run('start.cjs', ...commands[name])) / 1e6;
      if (turn > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times[name])])) as Record<Name, number>;
}

const ms = (time: number): string => `${time.toFixed(2)} ms`.padStart(10);

function reportStart(origin: string): void {
  const load = inFreshProcesses({
    empty: ['load', script('empty.cjs')],
    module: ['load', BUILT],
  });
  const call = inFreshProcesses({
    bare: ['call', origin],
    module: ['call', origin, BUILT],
  });
  console.log(`\nstart: median of ${FRESH_PROCESSES} fresh processes`);
  console.log(`  require, empty module      ${ms(load.empty)}`);
  console.log(`  require, vk-openapi        ${ms(load.module)}   ${ms(load.module - load.empty)} beyond it`);
  console.log(`  first call, bare http      ${ms(call.bare)}`);
  console.log(`  first call, vk-openapi     ${ms(call.module)}   with its require and its token request`);
}

type Rates = Record<'oneAfterAnother' | 'atOnce', number[]>;

function reportWarm(origin: string, rounds: number, modulePath: string[]): void {
  const measured = JSON.parse(run('warm.cjs', origin, String(rounds), TRANSPORT, ...modulePath)) as {
    bare: Rates;
    [name: string]: Rates;
  };
  const column = (rates: Rates, way: keyof Rates): string => {
    const ratios = rates[way].map((rate, round) => rate / measured.bare[way][round]!);
    const perSecond = Math.round(median(rates[way])).toLocaleString('en');
    return `${perSecond.padStart(10)}  ${`${(100 * median(ratios)).toFixed(0)} %`.padStart(6)}`;
  };
  const labels: Record<string, string> = {
    bare: 'bare http, keep-alive',
    transport: 'src/http alone',
    module: 'vk-openapi',
  };
  console.log(`\nwarm calls per second, and in percent of bare http: medians of ${rounds} rounds`);
  console.log(`  ${''.padEnd(22)} one after another          50 at once`);
  for (const [name, rates] of Object.entries(measured)) {
    const columns = `${column(rates, 'oneAfterAnother')}  ${column(rates, 'atOnce')}`;
    console.log(`  ${(labels[name] || name).padEnd(22)}${columns}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
  const rounds = Math.max(1, Math.floor(Number(values.rounds)) || 15);
  const built = existsSync(BUILT);
  console.log(`Node ${process.version}, ${availableParallelism()} cores`);
  run('bundle-transport.mjs', TRANSPORT);
  const { origin, server } = await startServer();
  try {
    if (built) reportStart(origin);
    else console.log('\nthe module is not built (npm run build): only its transport is measured');
    reportWarm(origin, rounds, built ? [BUILT] : []);
  } finally {
    server.disconnect();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
