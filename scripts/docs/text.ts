/** A Markdown text line by line, code blocks known as such. */
export function* lines(text: string): Generator<{ line: string; inCode: boolean }> {
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) {
      fence = mark;
      yield { line, inCode: true };
    } else if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence)) fence = undefined;
      yield { line, inCode: true };
    } else yield { line, inCode: false };
  }
}

/** Changes the lines outside code blocks. */
export const mapLines = (text: string, change: (line: string) => string): string =>
  [...lines(text)].map(({ line, inCode }) => (inCode ? line : change(line))).join('\n');

/** Changes what a line has outside code between backticks. */
export const outsideCode = (line: string, change: (text: string) => string): string =>
  line
    .split(/(``.*?``|`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');
