/** The consumer projects, each with a compiler of its own, as users have them; then run against the simulator. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator, type Simulator } from '../../local/simulator';

const MODULE = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');
const CONSUMERS = resolve(__dirname, '../consumers');
const run = promisify(execFile);

let sim: Simulator;
beforeEach(async () => {
  sim = await startSimulator();
});
afterEach(() => sim.close());

interface Consumer {
  name: string;
  config: string;
  main: string;
  /** What it prints. */
  outcome: unknown;
}

const consumers: Consumer[] = [
  {
    name: 'js-commonjs',
    config: 'jsconfig.json',
    main: 'run.cjs',
    outcome: { picture: true, link: true, error: 'OpenapiError' },
  },
  {
    name: 'ts-4.7',
    config: 'tsconfig.json',
    main: 'dist/main.js',
    outcome: { link: true, picture: true, request: 0, rejected: true, excuse: '用户拒收' },
  },
  {
    name: 'ts-newest-esm',
    config: 'tsconfig.json',
    main: 'dist/main.js',
    outcome: {
      judged: 'clean',
      rooms: true,
      hooks: true,
      rejected: 'vk-openapi-config-missing',
      same: true,
    },
  },
];

/** The compiler's name differs: older packages have it in a file, newer ones in a program of the platform. */
const compilerOf = (folder: string): string => join(folder, 'node_modules/.bin/tsc');

/** As HBuilderX does it: the module's files in the project's `node_modules`. */
function installModule(folder: string): void {
  const to = join(folder, 'node_modules/vk-openapi');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  cpSync(MODULE, to, {
    recursive: true,
    filter: from => !from.slice(MODULE.length).includes('node_modules'),
  });
}

describe.each(consumers)('$name', ({ name, config, main, outcome }) => {
  const folder = join(CONSUMERS, name);
  const installed = existsSync(compilerOf(folder));
  const test = installed ? it : it.skip;
  if (!installed) {
    console.warn(`the compiler of ${name} is not installed: run "npm ci" in test/consumers/${name}`);
  }

  test('compiles without an error and runs', async () => {
    installModule(folder);
    const compiled = await run(compilerOf(folder), ['-p', config, '--pretty', 'false'], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    expect(compiled.stdout).toBe('');
    const { stdout } = await run(process.execPath, [join(folder, main), sim.url], { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual(outcome);
  });
});
