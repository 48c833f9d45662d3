import type { Catalogue } from './catalogue';

/** A field of a packed line: the separators cannot stand inside. */
const cell = (text: string): string => text.replace(/[\t\n]+/g, ' ').trim();

/**
 * `src/generated/errors.ts`: what the platforms' numbers mean. A module of its own with nothing but strings,
 * so that it is loaded by the first failure and costs nothing before.
 */
export function emitErrors({ dictionaries, calls, actions }: Catalogue): string {
  const packed = dictionaries
    .flatMap(({ platforms, entries }) => {
      const letters = new Map([...actions.keys()].map((action, i) => [action, i.toString(36)]));
      const lines = entries.map(
        entry => `${entry.code}\t${letters.get(entry.action)}\t${cell(entry.zh)}\t${cell(entry.en)}`,
      );
      const name = JSON.stringify(platforms[0]);
      const text = JSON.stringify(lines.join('\n'));
      return [
        `  ${name}: ${text},`,
        ...platforms.slice(1).map(other => `  ${JSON.stringify(other)}: ${name},`),
      ];
    })
    .join('\n');
  const own = calls
    .map(call => [call.id, call.errors.filter(error => error.zh !== undefined)] as const)
    .filter(([, errors]) => errors.length > 0)
    .map(
      ([id, errors]) =>
        `  ${JSON.stringify(id)}: ${JSON.stringify(errors.map(e => `${e.code}\t${cell(e.zh!)}`).join('\n'))},`,
    );
  return `/** What to do about a number: the hint of each action; lines of \`numbers\` name one by its index in base 36. */
export const actions: readonly (readonly [name: string, hint: string])[] = ${JSON.stringify([...actions])};

/**
 * Platform → its numbers, a line each: number ⇥ action ⇥ meaning in Chinese ⇥ the platform's text, or the
 * meaning in English. A platform that shares another's numbers has that one's name instead of lines.
 */
export const numbers: Readonly<Record<string, string>> = {
${packed}
};

/** Call → what numbers mean to it alone, a line each: number ⇥ meaning in Chinese. */
export const meanings: Readonly<Record<string, string>> = {
${own.join('\n')}
};
`;
}
