import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CandidateFigures, Figures } from '../../scripts/bench/peers/figures';
import { weigh } from '../../scripts/bench/peers/installed';
import { report } from '../../scripts/bench/peers/report';
import { measureSpeed } from '../../scripts/bench/peers/speed';
import { coldStart, fleetColdStart, recovery } from '../../scripts/bench/peers/tokens';
import { startServer } from '../../scripts/bench/measure';
import { clientOf, newFolder } from './clients';

const ROOT = resolve(__dirname, '../..');

describe('npm run bench:peers', () => {
  const bench = (...args: string[]) =>
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/bench/peers/index.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });

  test('measures this module: one token request wherever others make one a call', () => {
    const figures = JSON.parse(
      bench('--only', 'vk-openapi', '--rounds', '1', '--processes', '1', '--json'),
    ) as Figures;
    const { coldStart, fleetColdStart, recovery, ...rest } = figures.candidates['vk-openapi']!;
    expect(coldStart).toEqual({ calls: 200, succeeded: 200, tokenRequests: 1 });
    expect(fleetColdStart).toEqual({ calls: 200, succeeded: 200, tokenRequests: 1 });
    expect(recovery).toEqual({ calls: 50, succeeded: 50, tokenRequests: 1 });
    const rate = { perSecond: expect.any(Number), ofBare: expect.any(Number) };
    expect(rest).toMatchObject({
      load: expect.any(Number),
      firstCall: expect.any(Number),
      warm: { oneAfterAnother: rate, atOnce: rate },
      installed: { packages: 1, bytes: expect.any(Number) },
    });
  });

  test.each([
    ['a name it does not know', ['--only', 'axios'], /unknown: axios/],
    ['a number that is none', ['--only', 'vk-openapi', '--rounds', '0'], /not a number from 1 to 9999: 0/],
  ])('refuses %s before it measures anything', (_, args, message) => {
    expect(() => bench(...args)).toThrow(message);
  });
});

describe('what a candidate cannot do', () => {
  let folder: string;
  beforeEach(() => (folder = newFolder()));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is told in the words of a client that cannot be loaded', async () => {
    const broken = clientOf(folder, '(() => { throw new Error("broken when loaded"); })()');
    expect(await coldStart(broken)).toEqual({ impossible: expect.stringContaining('broken when loaded') });
  });

  test('is told of a process that ends before it answers', async () => {
    const gone = clientOf(folder, '() => () => process.exit()');
    expect(await coldStart(gone)).toEqual({ impossible: 'its process ended' });
  });

  test('is to share a token when it offers no way', async () => {
    expect(await fleetColdStart(clientOf(folder, '() => async () => {}'))).toEqual({
      impossible: 'offers no shared cache',
    });
  });

  test('is to recover when its first call fails already', async () => {
    const failing = clientOf(folder, '() => async () => { throw new Error("never"); }');
    expect(await recovery(failing)).toEqual({ impossible: 'never' });
  });

  test('is to leave this machine', async () => {
    const straying = clientOf(
      folder,
      `() => () => new Promise((resolve, reject) => {
        require('https').get('https://api.weixin.qq.com/', resolve).on('error', reject);
      })`,
    );
    expect(await coldStart(straying)).toMatchObject({
      succeeded: 0,
      tokenRequests: 0,
      failure: 'not redirected: it asked for api.weixin.qq.com',
    });
  });

  test('does not keep the others from being measured, nor its own loading', async () => {
    const failing = clientOf(folder, '() => async () => { throw new Error("never"); }');
    const other = { ...failing, name: 'other', entry: join(folder, 'absent.cjs') };
    const { origin, server } = await startServer();
    try {
      const { of, bareFirstCall } = measureSpeed([failing, other], [failing], {
        origin,
        rounds: 1,
        processes: 1,
      });
      expect(bareFirstCall).toBeGreaterThan(0);
      expect(of.one).toMatchObject({ warm: { impossible: expect.any(String) } });
      expect(of.other).toMatchObject({
        load: { impossible: expect.stringContaining('Cannot find module') },
        firstCall: { impossible: 'its calls fail' },
        warm: { impossible: 'its calls fail' },
      });
    } finally {
      server.disconnect();
    }
  });
});

describe('the weight of a package', () => {
  let top: string;
  beforeEach(() => (top = newFolder()));
  afterEach(() => rmSync(top, { recursive: true }));

  /** A package of `bytes` bytes beside its manifest; returns what it weighs. */
  function install(path: string, bytes: number, dependencies: string[] = []): number {
    const folder = join(top, 'node_modules', path);
    mkdirSync(join(folder, 'lib'), { recursive: true });
    const manifest = JSON.stringify({ dependencies: Object.fromEntries(dependencies.map(d => [d, '*'])) });
    writeFileSync(join(folder, 'package.json'), manifest);
    writeFileSync(join(folder, 'lib/index.js'), 'x'.repeat(bytes));
    return manifest.length + bytes;
  }
  const weightOf = (name: string) => weigh(join(top, 'node_modules', name), top);

  test('counts each of its dependencies once, however often and in whatever circle they need each other', () => {
    const bytes =
      install('a', 100, ['b', 'c', 'not-installed']) + install('b', 20, ['c']) + install('c', 3, ['a']);
    install('unrelated', 5000);
    expect(weightOf('a')).toEqual({ bytes, packages: 3 });
  });

  test('takes the version of a dependency that the package itself would be given', () => {
    const bytes = install('a', 100, ['b']) + install('a/node_modules/b', 7);
    install('b', 5000);
    expect(weightOf('a')).toEqual({ bytes, packages: 2 });
  });
});

describe('the table', () => {
  const rate = { perSecond: 12345.6, ofBare: 0.912 };
  const good: CandidateFigures = {
    version: '1.0.0',
    redirectedBy: 'its endpoints',
    sharesBy: 'its store',
    coldStart: { calls: 200, succeeded: 200, tokenRequests: 1 },
    fleetColdStart: { calls: 200, succeeded: 200, tokenRequests: 1 },
    recovery: { calls: 50, succeeded: 50, tokenRequests: 1 },
    load: 0.8,
    firstCall: 20,
    warm: { oneAfterAnother: rate, atOnce: rate },
    installed: { bytes: 355_000, packages: 1 },
  };
  const figures = (candidates: Figures['candidates']) =>
    report({ node: 'v20', emptyModule: 0.4, bareFirstCall: 10, candidates }, 2);

  test('has a column for each, with its figures', () => {
    const text = figures({ good });
    for (const cell of ['good 1.0.0', '50 of 50, 1 token request\n', '12,346  91 %', '0.8 ms', '355 kB']) {
      expect(text).toContain(cell);
    }
  });

  test('says of what is missing that and why, once for the same reason', () => {
    const impossible = { impossible: 'its calls fail' };
    const text = figures({ good, bad: { ...good, load: impossible, warm: impossible } });
    const [, mark] = /cannot (\[\d+\])/.exec(text)!;
    expect(text.split(`cannot ${mark}`)).toHaveLength(4);
    expect(text).toContain(`\n  ${mark} its calls fail\n`);
  });

  test('never shows a cold start as a success when calls failed', () => {
    const coldStart = { calls: 200, succeeded: 150, tokenRequests: 200, failure: '45009: reach max api' };
    expect(figures({ bad: { ...good, coldStart } })).toMatch(
      /200, 150 of 200 calls succeed (\[\d+\])[^]*\1 45009: reach max api/,
    );
  });
});
