import type { Answer } from './adapter';

/** The platforms' number for content that must not be published. */
export const RISKY = 87014;

/** An application that tests `errmsg` must not read `ok` beside a verdict. */
export function sayRisky(answer: Answer): Answer {
  if (answer.code === RISKY && (answer.errmsg === '' || /^ok\b/i.test(answer.errmsg))) {
    return { ...answer, errmsg: 'risky content' };
  }
  return answer;
}
