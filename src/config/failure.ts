import { redact } from '../result/redact';

const MAX_LENGTH = 200;

/** Long runs of letters and digits mixed: what keys, secrets and tokens look like, and words and paths do not. */
const KEY_LIKE = /(?=[A-Za-z_+=-]*\d)(?=[\d_+=-]*[A-Za-z])[A-Za-z0-9_+=-]{16,}/g;

/** JavaScript and JSON parsers quote the line they stumble over; in a configuration file that is a secret. */
const QUOTED = /(["'`])(?:(?!\1).){6,}\1?/g;
const PATH_LIKE = /^["'`](?:\.{0,2}[\\/]|[a-z@][a-z0-9@/.-]*["'`]?$)/;

/**
 * What went wrong with a configuration file, in words that may be shown: no part of the file's content is in
 * them.
 */
export function describeFailure(error: unknown): string {
  const source = error as { name?: unknown; message?: unknown } | null | undefined;
  const message = source && typeof source.message === 'string' ? source.message : String(error);
  const firstLine = message.slice(0, 500).split('\n')[0]!;
  if (/JSON/.test(firstLine)) {
    const position = /position \d+(?: \(line \d+ column \d+\))?/.exec(firstLine);
    return `JSON 格式不正确${position ? `（${position[0]}）` : ''}`;
  }
  const safe = redact(firstLine)
    .replace(QUOTED, quoted => (PATH_LIKE.test(quoted) ? quoted : '***'))
    .replace(KEY_LIKE, '***');
  const name = source && typeof source.name === 'string' ? source.name.slice(0, 40) : 'Error';
  return `${name}: ${safe}`.slice(0, MAX_LENGTH);
}
