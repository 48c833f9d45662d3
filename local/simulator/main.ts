import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { REAL_QUOTAS, startSimulator, type SimulatedApp, type SimulatorOptions } from './index';

const USAGE = `Usage: tsx local/simulator/main.ts [options]

  --port N              where to listen on loopback (default 7002; 0: any free port)
  --host ADDRESS        a loopback address (default 127.0.0.1)
  --apps FILE           JSON list of apps instead of the demo apps
  --token-lifetime S    life of a token in seconds (default 7200)
  --qq-overlap S        how long a replaced QQ token stays good, in seconds (default 300)
  --real-quotas         the platforms' published limits instead of none
  --seed N              seed of faults with a rate (default 1)
  --help
`;

function options(): SimulatorOptions | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7002' },
      host: { type: 'string', default: '127.0.0.1' },
      apps: { type: 'string' },
      'token-lifetime': { type: 'string' },
      'qq-overlap': { type: 'string' },
      'real-quotas': { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const number = (name: 'port' | 'seed' | 'token-lifetime' | 'qq-overlap'): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw new TypeError(`--${name} must be a number`);
    return Number(text);
  };
  const seconds = (name: 'token-lifetime' | 'qq-overlap') => {
    const value = number(name);
    return value === undefined ? undefined : value * 1000;
  };
  const tokens: SimulatorOptions['tokens'] = {};
  const lifetime = seconds('token-lifetime');
  const qqOverlap = seconds('qq-overlap');
  if (lifetime !== undefined) tokens.lifetime = lifetime;
  if (qqOverlap !== undefined) tokens.qqOverlap = qqOverlap;
  return {
    port: number('port'),
    host: values.host,
    seed: number('seed'),
    apps: values.apps ? (JSON.parse(readFileSync(values.apps, 'utf8')) as SimulatedApp[]) : undefined,
    quotas: values['real-quotas'] ? REAL_QUOTAS : undefined,
    tokens,
  };
}

async function main(): Promise<void> {
  const chosen = options();
  if (!chosen) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(chosen);
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // Started by another process: end with it, however it ended.
  process.once('disconnect', end);
  process.send?.({ type: 'listening', url: simulator.url, port: simulator.port });
  process.stdout.write(`platform simulator: ${simulator.url}\n`);
}

main().catch((error: NodeJS.ErrnoException) => {
  const inUse = error.code === 'EADDRINUSE';
  process.stderr.write(`${inUse ? `${error.message}; choose another with --port` : error.message}\n`);
  process.exitCode = 1;
});
