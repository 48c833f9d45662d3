/** What the benches share: fresh processes, the server they call, rates beside bare `http`. */
import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { commonModule, MODULE, ROOT } from '../lib/layout';

export const BUILT = join(commonModule(join(ROOT, 'uniCloud'), MODULE), 'index.js');
export const FRESH_PROCESSES = 21;

/** A file of this folder. */
export const script = (...path: string[]): string => join(__dirname, ...path);

/** This process's environment without what would lead a request elsewhere or load code of others. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(https?_proxy|all_proxy|node_options|node_env)$/i.test(name)) delete env[name];
  }
  return env;
}

/** Runs plain Node, since what tsx adds to functions would be measured too. Returns what it printed; throws with what it complained of. */
export function run(file: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, [script(file), ...args], {
      encoding: 'utf8',
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw stderr ? new Error(stderr.trim()) : error;
  }
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The server that is no bottleneck; it ends with this process. */
export async function startServer(): Promise<{ origin: string; server: ChildProcess }> {
  const server = fork(script('server.mjs'), { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', resolve as (message: unknown) => void);
    server.once('exit', () => reject(new Error('the peer server did not start')));
  });
  return { origin: `http://127.0.0.1:${port}`, server };
}

/** Median of what each command of `start.cjs` prints, in millions: milliseconds, or MB; measured in turns. */
export function inFreshProcesses<Name extends string>(
  commands: Record<Name, string[]>,
  processes = FRESH_PROCESSES,
): Record<Name, number> {
  const names = Object.keys(commands) as Name[];
  const times = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, number[]>;
  // The first turn only brings the files into the system's cache.
  for (let turn = 0; turn <= processes; turn++) {
    for (const name of names) {
      const time = Number(run('start.cjs', ...commands[name])) / 1e6;
      if (turn > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times[name])])) as Record<Name, number>;
}

/** A client of the benches: a file that exports `create(options)`, which gives the function that makes one call. */
export interface Client {
  client: string;
  options: Record<string, unknown>;
}

/** Calls per second, and what part of bare `http`'s in the same process that is. */
export interface Rate {
  perSecond: number;
  ofBare: number;
}

export type WarmRates = Record<'oneAfterAnother' | 'atOnce', Rate>;

/** Rates of warm calls: medians of all rounds, `bare` first. */
export function warmRates(origin: string, rounds: number, clients: Record<string, Client>) {
  const all = { bare: { client: script('clients/bare.cjs'), options: { origin } }, ...clients };
  type Measured = Record<keyof WarmRates, number[]>;
  const measured = JSON.parse(run('warm.cjs', String(rounds), JSON.stringify(all))) as Record<
    string,
    Measured
  > & { bare: Measured };
  const rate = (of: Measured, way: keyof WarmRates): Rate => ({
    perSecond: median(of[way]),
    ofBare: median(of[way].map((perSecond, round) => perSecond / measured.bare[way][round]!)),
  });
  return Object.fromEntries(
    Object.entries(measured).map(([name, of]): [string, WarmRates] => [
      name,
      { oneAfterAnother: rate(of, 'oneAfterAnother'), atOnce: rate(of, 'atOnce') },
    ]),
  );
}
