/** The documentation site, built as it is published, read as files and in a browser. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { callPath, Source } from '../../../scripts/docs/catalogue';
import { address, LANGUAGES } from '../../../scripts/docs/page';
import { BUILT, DOCS } from '../../../scripts/docs/paths';
import { type Browser, hasBrowser, launch } from './browser';
import { serve } from './static';

const ROOT = join(DOCS, '..');
const installed = existsSync(join(DOCS, 'node_modules/vitepress'));
const built = installed ? describe : describe.skip;
if (!installed) console.warn('VitePress is not installed: run "npm ci" in docs');

/** Every page as the address of its file, in a fixed order. */
const pages = (): string[] =>
  readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.html') && entry.name !== '404.html')
    .map(
      entry =>
        `/${relative(BUILT, join(entry.parentPath ?? entry.path, entry.name))
          .split(sep)
          .join('/')}`,
    )
    .sort();

built('the documentation site', () => {
  beforeAll(() => {
    // Chunks and pages of an earlier build would hide what is missing; VitePress empties the folder itself.
    execFileSync(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'scripts/docs/build.ts'], {
      cwd: ROOT,
      stdio: 'pipe',
    });
  }, 1_500_000);

  test('has a page for every call, in both languages', () => {
    const missing = Source.read().calls.flatMap(call =>
      LANGUAGES.map(language => address(language, `${callPath(call)}.html`)).filter(
        path => !existsSync(join(BUILT, path)),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('has no link to an anchor that its page does not have', () => {
    const ids = new Map<string, Set<string>>();
    const idsOf = (path: string): Set<string> => {
      const known = ids.get(path);
      if (known) return known;
      const html = readFileSync(join(BUILT, path), 'utf8');
      const found = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(match => match[1]!));
      ids.set(path, found);
      return found;
    };
    const broken = new Set<string>();
    for (const page of pages()) {
      const html = readFileSync(join(BUILT, page), 'utf8');
      for (const [, href] of html.matchAll(/<a [^>]*href="(\/[^"#]*#[^"]+)"/g)) {
        const [path, anchor] = decodeURIComponent(href!).split('#') as [string, string];
        const file = path.endsWith('/')
          ? `${path}index.html`
          : path.endsWith('.html')
            ? path
            : `${path}.html`;
        if (!existsSync(join(BUILT, file)) || !idsOf(file).has(anchor)) broken.add(`${page} → ${href}`);
      }
    }
    expect([...broken]).toEqual([]);
  });

  (hasBrowser() ? describe : describe.skip)('in a browser', () => {
    if (!hasBrowser()) console.warn('there is no /usr/bin/chromium: the pages are not opened');
    let browser: Browser;
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      site = await serve(BUILT);
      browser = await launch();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });

    /** Every front page, guide and list would do, and calls from all over the catalogue: two hundred in all. */
    const sample = (): string[] => {
      const all = pages();
      const chosen = new Set(all.filter(path => !path.includes('/reference/')));
      const rest = all.filter(path => path.includes('/reference/'));
      for (let i = 0; chosen.size < 200; i++) chosen.add(rest[(i * 97) % rest.length]!);
      return [...chosen];
    };

    test.each([
      ['phone', 390, 844],
      ['desktop', 1280, 800],
    ])(
      'two hundred pages at the width of a %s have no error and nothing wider than the window',
      async (_name, width, height) => {
        const complaints: string[] = [];
        const tab = await browser.newPage({ viewport: { width, height } });
        let path = '';
        tab.on('console', message => {
          if (message.type() === 'error') complaints.push(`${path}: ${message.text()}`);
        });
        tab.on('pageerror', error => complaints.push(`${path}: ${error.message}`));
        const paths = sample();
        expect(paths.length).toBeGreaterThanOrEqual(200);
        for (path of paths) {
          const answer = await tab.goto(site.url + path);
          if (answer?.status() !== 200) complaints.push(`${path}: HTTP ${answer?.status()}`);
          const wide = await tab.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          if (wide > 0) complaints.push(`${path}: ${wide} pixels too wide`);
        }
        await tab.close();
        expect(complaints).toEqual([]);
      },
      900_000,
    );

    test.each([
      ['/', '订阅消息', '/reference/weixin/subscribeMessage/send.html'],
      ['/', 'getwxacodeunlimit', '/reference/weixin/wxacode/getUnlimited.html'],
      ['/en/', 'unlimited', '/en/reference/weixin/wxacode/getUnlimited.html'],
    ])('the search of %s finds the page for “%s”', async (home, question, expected) => {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await tab.goto(site.url + home);
      await tab.click('.DocSearch-Button');
      await tab.waitForSelector('#localsearch-input');
      await tab.fill('#localsearch-input', question);
      await tab.waitForSelector('#localsearch-list .result');
      const found = await tab.evaluate<string[]>(
        `[...document.querySelectorAll('#localsearch-list .result')].map(link => link.getAttribute('href'))`,
      );
      await tab.close();
      expect(found.map(href => href.split('#')[0])).toContain(expected);
    });
  });
});
