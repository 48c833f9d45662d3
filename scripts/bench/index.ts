/**
 * `npm run bench [-- --rounds 15]`: what the built module costs. The start and its memory, in fresh processes, beside
 * an empty module and a bare first request; warm calls per second beside bare `http` with keep-alive, in the same run, as
 * ratios. It reports, and never judges: a noisy machine must not fail a build.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../lib/layout';
import {
  BUILT,
  FRESH_PROCESSES,
  inFreshProcesses,
  run,
  script,
  startServer,
  warmRates,
  type Client,
  type Rate,
} from './measure';

const TRANSPORT = join(ROOT, '.cache/bench/transport.cjs');

const ms = (time: number): string => `${time.toFixed(2)} ms`.padStart(10);
const mb = (megabytes: number): string => `${megabytes.toFixed(2)} MB`.padStart(10);

const firstCall = (name: string, options: Record<string, unknown>): string[] => [
  'call',
  script('clients', name),
  JSON.stringify(options),
];

function reportStart(origin: string): void {
  const load = inFreshProcesses({
    empty: ['load', script('empty.cjs')],
    module: ['load', BUILT],
  });
  const memory = inFreshProcesses({
    empty: ['memory', script('empty.cjs')],
    module: ['memory', BUILT],
  });
  const call = inFreshProcesses({
    bare: firstCall('bare.cjs', { origin }),
    module: firstCall('vk-openapi.cjs', { origin, module: BUILT }),
  });
  console.log(`\nstart: median of ${FRESH_PROCESSES} fresh processes`);
  console.log(`  require, empty module      ${ms(load.empty)}`);
  console.log(`  require, vk-openapi        ${ms(load.module)}   ${ms(load.module - load.empty)} beyond it`);
  console.log(`  memory, empty module       ${mb(memory.empty)}`);
  console.log(
    `  memory, vk-openapi         ${mb(memory.module)}   ${mb(memory.module - memory.empty)} beyond it`,
  );
  console.log(`  first call, bare http      ${ms(call.bare)}`);
  console.log(`  first call, vk-openapi     ${ms(call.module)}   with its require and its token request`);
}

function reportWarm(origin: string, rounds: number, built: boolean): void {
  const clients: Record<string, Client> = {
    transport: { client: script('clients/transport.cjs'), options: { origin, transport: TRANSPORT } },
  };
  if (built)
    clients.module = { client: script('clients/vk-openapi.cjs'), options: { origin, module: BUILT } };
  const column = ({ perSecond, ofBare }: Rate): string =>
    `${Math.round(perSecond).toLocaleString('en').padStart(10)}  ${`${(100 * ofBare).toFixed(0)} %`.padStart(6)}`;
  const labels: Record<string, string> = {
    bare: 'bare http, keep-alive',
    transport: 'src/http alone',
    module: 'vk-openapi',
  };
  console.log(`\nwarm calls per second, and in percent of bare http: medians of ${rounds} rounds`);
  console.log(`  ${''.padEnd(22)} one after another          50 at once`);
  for (const [name, rates] of Object.entries(warmRates(origin, rounds, clients))) {
    const columns = `${column(rates.oneAfterAnother)}  ${column(rates.atOnce)}`;
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
    reportWarm(origin, rounds, built);
  } finally {
    server.disconnect();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
