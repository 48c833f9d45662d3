/** Every call of the catalogue, used in a program that the compiler reads once. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Catalogue } from '../../scripts/codegen/catalogue';
import { type Problem, tscProblems } from './compile';
import { probesOf, programOf } from './program';

const catalogue = JSON.parse(
  readFileSync(resolve(__dirname, '../../src/generated/catalogue.json'), 'utf8'),
) as Catalogue;

const probes = probesOf(catalogue);
let problems: Map<string, string[]>;

beforeAll(() => {
  const { text, idAt } = programOf(probes);
  const lines = text.split('\n');
  const found = tscProblems(text);
  problems = new Map();
  for (const problem of found) {
    const at = whereabouts(problem, idAt);
    problems.set(at, [...(problems.get(at) ?? []), `${lines[problem.line]?.trim()}: ${problem.text}`]);
  }
}, 300_000);

function whereabouts({ file, line }: Problem, idAt: (line: number) => string): string {
  return file === 'program.ts' ? idAt(line) : (file ?? 'the options');
}

it.each(probes.map(({ id }) => id))(
  '%s takes its parameters, refuses wrong ones, and answers what is documented',
  id => {
    expect(problems.get(id) ?? []).toEqual([]);
  },
);

it('has nothing against the declarations themselves', () => {
  const others = [...problems].filter(([at]) => !probes.some(({ id }) => id === at));
  expect(others).toEqual([]);
});
