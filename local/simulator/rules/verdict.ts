/** What the content checks say. */
export interface Verdict {
  suggest: 'pass' | 'review' | 'risky';
  /** 100 is clean. */
  label: number;
  keyword?: string;
}

/**
 * The words that stand for forbidden content. Plain words of their own, so that no really forbidden text need be
 * in anybody's tests; `simulate-risky` and `simulate-review` also work in the bytes of a picture.
 */
export const MARKERS: readonly (readonly [string, Verdict['suggest'], number])[] = [
  ['模拟广告', 'risky', 10001],
  ['模拟时政', 'risky', 20001],
  ['模拟色情', 'risky', 20002],
  ['模拟辱骂', 'risky', 20003],
  ['模拟违法', 'risky', 20006],
  ['模拟欺诈', 'risky', 20008],
  ['模拟低俗', 'risky', 20012],
  ['模拟版权', 'risky', 20013],
  ['模拟违规', 'risky', 21000],
  ['模拟复审', 'review', 21000],
  ['simulate-risky', 'risky', 21000],
  ['simulate-review', 'review', 21000],
];

/**
 * Judges text as it came over the wire. The body is searched undecoded on purpose: the real checks do not see a word
 * that was sent as `\uXXXX` escapes.
 */
export function judge(raw: string | Buffer): Verdict {
  const found = MARKERS.find(([word]) => raw.includes(word));
  if (!found) return { suggest: 'pass', label: 100 };
  return { suggest: found[1], label: found[2], keyword: found[0] };
}
