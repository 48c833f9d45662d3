import { readPage } from './markdown';

/** Pages that exist in two languages: Chinese and English. */
const TWINS = [
  ['README.zh-CN.md', 'README.md'],
  ['docs/migrating-from-vk.md', 'docs/migrating-from-vk.en.md'],
] as const;

/** Names in code, which no translation changes. */
const codeIn = (rows: string[]): string[] => {
  const names = rows.flatMap(row => row.match(/`[^`]+`/g) ?? []).filter(name => /^`[\w.-]+`$/.test(name));
  return [...new Set(names)].sort();
};

describe.each(TWINS)('%s and its twin %s', (chinese, english) => {
  const one = readPage(chinese);
  const other = readPage(english);

  test('have the same structure of headings', () => {
    expect(one.headings.map(({ level }) => level)).toEqual(other.headings.map(({ level }) => level));
  });

  test('have the same blocks of code, in the same order', () => {
    expect(one.blocks.map(({ language }) => language)).toEqual(other.blocks.map(({ language }) => language));
    const shape = (code: string) => code.trimEnd().split('\n').length;
    expect(one.blocks.map(({ code }) => shape(code))).toEqual(other.blocks.map(({ code }) => shape(code)));
  });

  test('have the same tables, naming the same things', () => {
    expect(one.rows.length).toBe(other.rows.length);
    expect(codeIn(one.rows)).toEqual(codeIn(other.rows));
  });
});

describe('examples', () => {
  const pages = TWINS.flat().map(file => [file, readPage(file).blocks] as const);

  test.each(pages)('every JSON example of %s is valid JSON', (_file, blocks) => {
    for (const { language, code } of blocks)
      if (language === 'json') expect(() => JSON.parse(code)).not.toThrow();
  });

  test.each(pages)('every JavaScript example of %s can be parsed', (_file, blocks) => {
    for (const { language, code } of blocks) {
      if (language !== 'js') continue;
      expect(() => new Function(`return async function () {\n${code}\n}`)).not.toThrow();
    }
  });
});
