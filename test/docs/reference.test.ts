import { callPath, Source } from '../../scripts/docs/catalogue';
import { Guides } from '../../scripts/docs/guides';
import { fileOf, LANGUAGES } from '../../scripts/docs/page';
import { allPages } from '../../scripts/docs/site';

describe('the pages of the documentation site', () => {
  const source = Source.read();
  const pages = allPages(source, new Guides());
  const files = new Set(pages.map(fileOf));

  test('every call has one in both languages, and no two share a file', () => {
    const missing = source.calls.flatMap(call =>
      LANGUAGES.map(language => fileOf({ language, path: callPath(call) })).filter(file => !files.has(file)),
    );
    expect(missing).toEqual([]);
    // Some file systems do not tell capitals from small letters.
    expect(new Set([...files].map(file => file.toLowerCase())).size).toBe(pages.length);
  });

  test('none shows what the catalogue does not have', () => {
    const odd = pages.filter(
      ({ path, text }) => path.startsWith('reference/') && /\bundefined\b|\[object |\bNaN\b/.test(text),
    );
    expect(odd.map(fileOf)).toEqual([]);
  });

  test('links lead to pages of the site', () => {
    const broken = pages.flatMap(page =>
      [...page.text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\((\/[^)\s]*)\)/g)]
        .map(match => decodeURIComponent(match[1]!.split('#')[0]!))
        .filter(link => !files.has(`${link.slice(1)}${link.endsWith('/') ? 'index' : ''}.md`))
        .map(link => `${fileOf(page)} → ${link}`),
    );
    expect(broken).toEqual([]);
  });
});
