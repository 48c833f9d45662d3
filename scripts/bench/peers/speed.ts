/** What a candidate costs in time: loading, the first call, warm calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inFreshProcesses, run, script, warmRates, type WarmRates } from '../measure';
import type { Candidate } from './candidates';
import { impossible, type Impossible } from './tokens';

export interface SpeedFigures {
  /** `require`, milliseconds beyond that of an empty module. */
  load: number | Impossible;
  /** `require`, the token request and the first call, milliseconds. */
  firstCall: number | Impossible;
  warm: WarmRates | Impossible;
}

/** As the demo apps look; the server of the bench knows no apps. */
const APP = { appid: 'wx0123456789abcdef', appsecret: '0123456789abcdef0123456789abcdef' };
const EMPTY = ' empty module';
const BARE = ' bare http';

/** Median milliseconds of all whose command works, and for each other one what it complained of. */
function times(commands: Record<string, string[]>, processes: number): Record<string, number | Impossible> {
  const working: Record<string, string[]> = {};
  const failed: Record<string, Impossible> = {};
  for (const [name, command] of Object.entries(commands)) {
    try {
      run('start.cjs', ...command);
      working[name] = command;
    } catch (error) {
      failed[name] = impossible(error);
    }
  }
  return { ...inFreshProcesses(working, processes), ...failed };
}

/** With a folder for what a client keeps in files; it is removed afterwards. */
function inFolder<T>(measure: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'vk-bench-'));
  try {
    return measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Speed {
  emptyModule: number;
  bareFirstCall: number;
  of: Record<string, SpeedFigures>;
}

/** `calling`: those of the candidates whose calls are known to reach the server of the bench. */
export function measureSpeed(
  candidates: readonly Candidate[],
  calling: readonly Candidate[],
  { origin, rounds, processes }: { origin: string; rounds: number; processes: number },
): Speed {
  const unproved: Impossible = { impossible: 'its calls fail' };
  const load = times(
    {
      [EMPTY]: ['load', script('empty.cjs')],
      ...Object.fromEntries(candidates.map(({ name, entry }) => [name, ['load', entry]])),
    },
    processes,
  );
  const options = (of: Candidate, folder: string) => ({ origin, app: APP, folder, module: of.entry });
  const firstCall = inFolder(folder =>
    times(
      {
        [BARE]: ['call', script('clients/bare.cjs'), JSON.stringify({ origin })],
        ...Object.fromEntries(
          calling.map(of => [of.name, ['call', of.client, JSON.stringify(options(of, folder))]]),
        ),
      },
      processes,
    ),
  );
  const warm = (of: Candidate): WarmRates | Impossible => {
    try {
      return inFolder(
        folder =>
          warmRates(origin, rounds, { own: { client: of.client, options: options(of, folder) } }).own!,
      );
    } catch (error) {
      return impossible(error);
    }
  };
  const emptyModule = load[EMPTY] as number;
  const figures = (of: Candidate): SpeedFigures => {
    const loading = load[of.name]!;
    return {
      load: typeof loading === 'number' ? loading - emptyModule : loading,
      firstCall: firstCall[of.name] ?? unproved,
      warm: calling.includes(of) ? warm(of) : unproved,
    };
  };
  return {
    emptyModule,
    bareFirstCall: firstCall[BARE] as number,
    of: Object.fromEntries(candidates.map(of => [of.name, figures(of)])),
  };
}
