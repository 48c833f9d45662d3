/** All figures of one run. */
import type { Candidate } from './candidates';
import { weigh, type Weight } from './installed';
import { measureSpeed, type SpeedFigures } from './speed';
import { coldStart, fleetColdStart, recovery, type Impossible, type TokenFigures } from './tokens';
import { script, startServer } from '../measure';

export interface CandidateFigures extends SpeedFigures {
  version: string;
  redirectedBy: string;
  sharesBy: string | null;
  coldStart: TokenFigures | Impossible;
  fleetColdStart: TokenFigures | Impossible;
  recovery: TokenFigures | Impossible;
  installed: Weight;
}

export interface Figures {
  node: string;
  emptyModule: number;
  bareFirstCall: number;
  candidates: Record<string, CandidateFigures>;
}

export interface Effort {
  rounds: number;
  processes: number;
  /** Told what is being measured. */
  progress(text: string): void;
}

export const isImpossible = <T>(figure: T | Impossible): figure is Impossible =>
  typeof figure === 'object' && figure !== null && 'impossible' in figure;

type Tokens = Pick<CandidateFigures, 'coldStart' | 'fleetColdStart' | 'recovery'>;

/** Measures one after another: no two of them ever share the processor. */
export async function measureAll(candidates: readonly Candidate[], effort: Effort): Promise<Figures> {
  const tokens = new Map<Candidate, Tokens>();
  for (const of of candidates) {
    effort.progress(`${of.name}: tokens`);
    tokens.set(of, {
      coldStart: await coldStart(of),
      fleetColdStart: await fleetColdStart(of),
      recovery: await recovery(of),
    });
  }
  // Only a client whose calls have come to the simulator is let loose without the guard of `only-loopback.cjs`.
  const calling = candidates.filter(of => {
    const { coldStart } = tokens.get(of)!;
    return !isImpossible(coldStart) && coldStart.succeeded > 0;
  });
  effort.progress('speed');
  const { origin, server } = await startServer();
  try {
    const speed = measureSpeed(candidates, calling, { origin, ...effort });
    return {
      node: process.version,
      emptyModule: speed.emptyModule,
      bareFirstCall: speed.bareFirstCall,
      candidates: Object.fromEntries(
        candidates.map((of): [string, CandidateFigures] => [
          of.name,
          {
            version: of.version,
            redirectedBy: of.redirectedBy,
            sharesBy: of.sharesBy ?? null,
            ...tokens.get(of)!,
            ...speed.of[of.name]!,
            installed: weigh(of.folder, script('peers')),
          },
        ]),
      ),
    };
  } finally {
    server.disconnect();
  }
}
