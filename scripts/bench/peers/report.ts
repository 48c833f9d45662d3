/** The figures as a table for people. */
import type { Rate } from '../measure';
import { isImpossible, type CandidateFigures, type Figures } from './figures';
import { AFTER_REVOCATION, FIRST_CALLS, FLEET, type Impossible, type TokenFigures } from './tokens';

const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;

const rate = ({ perSecond, ofBare }: Rate): string =>
  `${Math.round(perSecond).toLocaleString('en')}  ${(100 * ofBare).toFixed(0)} %`;

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The beginning of what a platform says at length. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Reasons stand below the table, where they have room; the cell holds the number of one. */
class Notes {
  private readonly texts: string[] = [];

  mark(text: string): string {
    if (!this.texts.includes(text)) this.texts.push(text);
    return `[${this.texts.indexOf(text) + 1}]`;
  }

  lines(): string[] {
    return this.texts.map((text, index) => `  [${index + 1}] ${text}`);
  }
}

type Row = [label: string, cell: (of: CandidateFigures) => string];

function rows(notes: Notes): Row[] {
  const unless = <T>(figure: T | Impossible, show: (figure: T) => string): string =>
    isImpossible(figure) ? `cannot ${notes.mark(figure.impossible)}` : show(figure);
  const requests = ({ tokenRequests, succeeded, calls, failure = '' }: TokenFigures): string =>
    succeeded === calls
      ? `${tokenRequests}`
      : `${tokenRequests}, ${succeeded} of ${calls} calls succeed ${notes.mark(short(failure))}`;
  const recovered = ({ succeeded, calls, tokenRequests, failure }: TokenFigures): string => {
    const requests = `${tokenRequests} token request${tokenRequests === 1 ? '' : 's'}`;
    return `${succeeded} of ${calls}${failure ? ` ${notes.mark(short(failure))}` : ''}, ${requests}`;
  };
  return [
    [`token requests, ${FIRST_CALLS} first calls at once`, of => unless(of.coldStart, requests)],
    [
      `  the same, ${FLEET.processes} processes × ${FLEET.calls}`,
      of =>
        unless(of.fleetColdStart, figure => `${requests(figure)} ${notes.mark(`shared by ${of.sharesBy}`)}`),
    ],
    [`calls that succeed after a revocation, of ${AFTER_REVOCATION}`, of => unless(of.recovery, recovered)],
    [
      'calls a second, one after another',
      of => unless(of.warm, ({ oneAfterAnother }) => rate(oneAfterAnother)),
    ],
    ['calls a second, 50 at once', of => unless(of.warm, ({ atOnce }) => rate(atOnce))],
    ['require', of => unless(of.load, milliseconds)],
    ['require and first call', of => unless(of.firstCall, milliseconds)],
    ['installed, with dependencies', of => size(of.installed.bytes)],
    ['  packages', of => `${of.installed.packages}`],
  ];
}

/** Columns as wide as what they hold. */
function table(lines: string[][]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(cells => cells[column]!.length)));
  return lines.map(cells =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('   ')
      .trimEnd(),
  );
}

export function report(figures: Figures, cores: number): string {
  const { node, emptyModule, bareFirstCall, candidates } = figures;
  const names = Object.keys(candidates);
  const notes = new Notes();
  const body = rows(notes).map(([label, cell]) => [label, ...names.map(name => cell(candidates[name]!))]);
  return [
    `Node ${node}, ${cores} cores; each in processes of its own: tokens against the simulator, speed against a minimal server`,
    '',
    ...table([['', ...names.map(name => `${name} ${candidates[name]!.version}`)], ...body]),
    '',
    ...notes.lines(),
    `  Percentages: of bare http with keep-alive in the same process. A first call by bare http: ${milliseconds(bareFirstCall)};`,
    `  an empty module's require (${milliseconds(emptyModule)}) is taken off. Each as it comes, without settings for speed.`,
    ...names.map(name => `  ${name} reaches the simulator by ${candidates[name]!.redirectedBy}.`),
  ].join('\n');
}
