import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { CallPage } from './call-page';
import { Source } from './catalogue';
import { Guides } from './guides';
import { indexPages } from './index-pages';
import { fileOf, type Language, LANGUAGES, type Page } from './page';
import { DOCS, SOURCE } from './paths';
import { sidebars } from './sidebar';

/** Every page that is made, the front pages left aside. */
export function allPages(source: Source, guides: Guides): Page[] {
  return [
    ...guides.pages(),
    ...LANGUAGES.flatMap(language => [
      ...indexPages(source, language),
      ...source.calls.map(call => new CallPage(call, source, guides, language).page()),
    ]),
  ];
}

/** A front page: the hero written by hand in `docs/site/`, and the README's first example. */
function frontPage(language: Language, guides: Guides): Page {
  const hero = readFileSync(join(DOCS, 'site', language === 'en' ? 'en' : '', 'index.md'), 'utf8');
  return { language, path: '', text: `${hero}\n${guides.preface(language)}\n` };
}

/** Writes what VitePress reads. Files that stay the same are not touched, for a server that watches them. */
export function writeSite(into = SOURCE): { pages: number } {
  const source = Source.read();
  const guides = new Guides();
  const pages = [...LANGUAGES.map(language => frontPage(language, guides)), ...allPages(source, guides)];
  const files = new Map(pages.map(page => [fileOf(page), page.text]));
  const bars = Object.fromEntries(LANGUAGES.map(language => [language, sidebars(source, guides, language)]));
  files.set('sidebar.json', `${JSON.stringify(bars)}\n`);
  for (const [name, text] of files) {
    const file = join(into, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const entry of existsSync(into) ? readdirSync(into, { recursive: true, withFileTypes: true }) : []) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !files.has(relative(into, file).split(sep).join('/'))) rmSync(file);
  }
  const assets = join(DOCS, 'site', 'public');
  if (existsSync(assets)) cpSync(assets, join(into, 'public'), { recursive: true });
  return { pages: pages.length };
}
