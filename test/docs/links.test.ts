import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, markdownFiles, readPage, ROOT } from './markdown';

const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i;

/** Links of `file` inside the repository that lead nowhere. */
function brokenLinks(file: string): string[] {
  const page = readPage(file);
  return page.links
    .filter(link => !EXTERNAL.test(link))
    .filter(link => {
      const [path, anchor] = link.split('#') as [string, string?];
      const target = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
      if (target.startsWith('..') || !existsSync(join(ROOT, target))) return true;
      if (anchor === undefined) return false;
      if (!statSync(join(ROOT, target)).isFile()) return true;
      return !anchorsOf(readPage(target)).has(decodeURIComponent(anchor));
    });
}

describe('links between documents', () => {
  const files = markdownFiles();

  test('there are documents to look at', () => {
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'README.zh-CN.md', join('docs', 'README.md')]),
    );
  });

  test.each(files)('%s has no link that leads nowhere', file => {
    expect(brokenLinks(file)).toEqual([]);
  });

  test('the index of decisions lists every decision', () => {
    const index = readFileSync(join(ROOT, 'docs/decisions/README.md'), 'utf8');
    const pages = files
      .filter(file => /decisions[\\/]\d{4}-/.test(file))
      .map(file => file.split(/[\\/]/).pop()!);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter(page => !index.includes(`(${page})`))).toEqual([]);
  });
});
