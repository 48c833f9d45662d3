import { explore, type Exploration, type Invariant } from './explore';
import type { Setting, State } from './protocol';

const neverOlder: Invariant = ({ fault }) => fault || undefined;

/** One fetch, and one more for each process that died or was frozen. */
const fewFetches: Invariant = ({ fetches, crashes, freezes }) =>
  fetches > 1 + crashes + freezes
    ? `${fetches} fetches with ${crashes} deaths and ${freezes} freezes`
    : undefined;

const callsSucceed: Invariant = ({ processes }) =>
  processes.some(({ step }) => step === 'failed') ? 'a call was refused twice' : undefined;

/** When all is over, who has a token has the one in force, and so has the row, unless nobody lived to store it. */
const rowInForce: Invariant = ({ processes, row, current }: State) => {
  const finished = processes.filter(({ alive, step, token }) => alive && step === 'done' && token !== 0);
  if (finished.length < processes.length) return undefined;
  return row === current ? undefined : `the row holds ${row}, in force is ${current}`;
};

const GUARANTEES = [neverOlder, fewFetches, callsSucceed, rowInForce];

const report: string[] = [];
afterAll(() => console.log(report.join('\n')));

function run(name: string, setting: Setting, invariants: readonly Invariant[] = GUARANTEES): Exploration {
  const result = explore(setting, invariants);
  const { states, steps, ends, mostFetches } = result;
  report.push(`${name}: ${states} states, ${steps} steps, ${ends} ends, at most ${mostFetches} fetches`);
  return result;
}

const PLATFORMS = ['stable', 'qq'] as const;
const STARTS = ['cold', 'revoked'] as const;
const FAILURES = [
  { processes: 3, crashes: 0, freezes: 0 },
  { processes: 3, crashes: 1, freezes: 0 },
  { processes: 3, crashes: 0, freezes: 1 },
  { processes: 2, crashes: 1, freezes: 1 },
  { processes: 2, crashes: 0, freezes: 2 },
];
const SETTINGS: Setting[] = PLATFORMS.flatMap(platform =>
  STARTS.flatMap(start => FAILURES.map(failures => ({ platform, start, ...failures }))),
);

describe('every interleaving of the protocol', () => {
  it.each(SETTINGS)(
    '$platform, $start, $processes processes, $crashes deaths, $freezes freezes: holds',
    setting => {
      const result = run(Object.values(setting).join(', '), setting);
      expect(result.violation).toBeUndefined();
      expect(result.ends).toBeGreaterThan(0);
    },
  );

  it('without failures takes exactly one fetch', () => {
    for (const platform of PLATFORMS)
      for (const start of STARTS) {
        const setting: Setting = { platform, start, processes: 3, crashes: 0, freezes: 0 };
        expect(explore(setting, []).mostFetches).toBe(1);
      }
  });
});

describe('what the network delivers after the lease was taken over', () => {
  const setting: Setting = {
    platform: 'qq',
    start: 'cold',
    processes: 2,
    crashes: 0,
    freezes: 1,
    late: true,
  };

  it('does no harm where everybody is given the same token', () => {
    expect(run('late, stable', { ...setting, platform: 'stable' }).violation).toBeUndefined();
  });

  it('costs one more request on QQ, and never a call', () => {
    const oneMore: Invariant = ({ fetches, crashes, freezes }) =>
      fetches > 1 + crashes + 2 * freezes ? `${fetches} fetches` : undefined;
    expect(run('late, qq', setting, [callsSucceed, oneMore]).violation).toBeUndefined();
    // That it can cost one is why docs/tokens.md lists it.
    expect(explore(setting, GUARANTEES).violation).toBeDefined();
  });
});

describe('a protocol with a part left out is caught', () => {
  const caught = (without: Setting['without'], setting: Partial<Setting> = {}) => {
    const full = { platform: 'qq', start: 'cold', processes: 2, crashes: 0, freezes: 1, ...setting } as const;
    return run(`without ${Object.keys(without ?? {}).join()}`, { ...full, without }).violation;
  };

  it('no fencing: a newer token is overwritten by an older', () => {
    expect(caught({ fencing: true })?.what).toMatch(/overwritten by the older/);
  });

  it('a lease taken without compare: two fetch at once', () => {
    expect(caught({ compare: true }, { freezes: 0 })?.what).toMatch(/2 fetches with 0 deaths/);
  });

  it('a lease taken from one who is alive: two fetch at once', () => {
    expect(caught({ patience: true }, { freezes: 0 })?.what).toMatch(/2 fetches with 0 deaths/);
  });

  it('no look at the lease before asking: who was frozen asks too late', () => {
    expect(caught({ lookBeforeAsking: true })?.what).toMatch(/3 fetches with 0 deaths and 1 freezes/);
  });

  it('a look at the lease where it should be written anew: somebody may be about to take it', () => {
    expect(caught({ renewal: true })?.what).toMatch(/3 fetches with 0 deaths and 1 freezes/);
  });

  it('no takeover: who waits for the dead waits for ever', () => {
    expect(caught({ takeover: true }, { freezes: 0, crashes: 1 })?.what).toBe('somebody waits for ever');
  });
});
