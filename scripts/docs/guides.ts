import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { ROOT } from '../lib/layout';
import { Readmes } from './chapters';
import { address, frontMatter, type Language, LANGUAGES, type Page } from './page';
import { mapLines, outsideCode } from './text';
import { WORDS } from './words';

/** A Markdown file of the repository that is a page of the site. */
interface Guide {
  file: string;
  path: string;
  /** Of a pair; a guide that exists once is shown in both trees. */
  language?: Language;
  kind: 'guide' | 'project' | 'decision';
}

/** An entry of a sidebar. */
export interface Entry {
  text: string;
  link: string;
}

const PROJECT: Readonly<Record<string, string>> = {
  'CONTRIBUTING.md': 'project/contributing',
  'CHANGELOG.md': 'project/changelog',
  'catalog/README.md': 'project/catalogue',
  'docs/adding-a-call.md': 'project/adding-a-call',
};

/** Headings of the README that the reference points to. */
const TARGETS = {
  options: 'Parameters and options',
  results: 'Results',
  codes: "This module's own codes",
  frontEnd: 'Calling from the front end',
} as const;

const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i;

function findGuides(): Guide[] {
  const here = readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md') && name !== 'README.md');
  const guides: Guide[] = here
    .filter(name => PROJECT[`docs/${name}`] === undefined)
    .map(name => {
      const base = name.replace(/(\.en)?\.md$/, '');
      const twin = here.includes(`${base}.en.md`) && here.includes(`${base}.md`);
      const language = !twin ? undefined : name.endsWith('.en.md') ? 'en' : 'zh';
      return { file: `docs/${name}`, path: `guide/${base}`, language, kind: 'guide' };
    });
  const project: Guide[] = Object.entries(PROJECT)
    .filter(([file]) => existsSync(join(ROOT, file)))
    .map(([file, path]) => ({ file, path, kind: 'project' }));
  const decisions: Guide[] = readdirSync(join(ROOT, 'docs/decisions'))
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => ({
      file: `docs/decisions/${name}`,
      path: `project/decisions/${name === 'README.md' ? '' : name.replace(/\.md$/, '')}`,
      kind: 'decision',
    }));
  return [...guides, ...project, ...decisions];
}

/** The guides: the README's chapters, and the Markdown files of the repository where they are. */
export class Guides {
  private readonly readmes = new Readmes();
  private readonly guides = findGuides();

  /** The address of a chapter that the reference points to. */
  link(language: Language, target: keyof typeof TARGETS): string {
    return address(language, this.readmes.find(language, TARGETS[target]));
  }

  /** The example with which the README begins, for the front page. */
  preface(language: Language): string {
    const readme = this.readmes[language];
    return this.rewrite(readme.preface, readme.file, language);
  }

  /** Chapters of the README, guides, and what is for those who work on the project. */
  entries(language: Language): { chapters: Entry[]; guides: Entry[]; project: Entry[] } {
    const of = (...kinds: Guide['kind'][]): Entry[] =>
      this.guides
        .filter(guide => kinds.includes(guide.kind) && (guide.language ?? language) === language)
        .filter(guide => guide.kind !== 'decision' || guide.path.endsWith('/'))
        .map(guide => ({ text: titleOf(read(guide.file)), link: address(language, guide.path) }));
    return {
      chapters: this.readmes[language].chapters.map(({ title }, i) => ({
        text: title,
        link: address(language, this.readmes.path(i)),
      })),
      guides: of('guide'),
      project: of('project', 'decision'),
    };
  }

  pages(): Page[] {
    return LANGUAGES.flatMap(language => [
      ...this.readmes[language].chapters.map(({ text }, i) => ({
        language,
        path: this.readmes.path(i),
        text: this.rewrite(text, this.readmes[language].file, language),
      })),
      ...this.guides
        .filter(guide => (guide.language ?? language) === language)
        .map(guide => this.guidePage(guide, language)),
      this.overview(language),
    ]);
  }

  private guidePage({ file, path }: Guide, language: Language): Page {
    const text = read(file);
    const foreign = language === 'zh' && !/[\u4e00-\u9fff]/.test(titleOf(text));
    const tip = foreign ? `::: info\n${WORDS.zh.englishOnly}\n:::\n\n` : '';
    const body = tip === '' ? text : text.replace(/^(# .*\n)/m, `$1\n${tip}`);
    return { language, path, text: frontMatter({ outline: [2, 3] }) + this.rewrite(body, file, language) };
  }

  /** The list of all guides. */
  private overview(language: Language): Page {
    const { chapters, guides, project } = this.entries(language);
    const list = (entries: Entry[]): string =>
      entries.map(({ text, link }) => `- [${text}](${link})\n`).join('');
    const text = `# ${WORDS[language].guide}\n\n${[chapters, guides, project].map(list).join('\n---\n\n')}`;
    return { language, path: 'guide/', text };
  }

  /** Links between files of the repository become links of the site; what is not on it keeps its text only. */
  private rewrite(text: string, file: string, language: Language): string {
    return mapLines(text, line => {
      const linked = line.replace(
        /(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g,
        (all, image: string, label: string, href: string) => {
          if (image !== '' || EXTERNAL.test(href)) return all;
          const target = this.target(href, file, language);
          return target === undefined ? label : `[${label}](${target})`;
        },
      );
      // Vue would evaluate these.
      return outsideCode(linked, part => part.replace(/\{\{/g, '<span v-pre>{{</span>'));
    });
  }

  private target(href: string, file: string, language: Language): string | undefined {
    const [path, anchor] = href.split('#') as [string, string?];
    const name = path === '' ? file : posix.normalize(posix.join(dirname(file), decodeURIComponent(path)));
    const hash = anchor === undefined ? '' : `#${anchor}`;
    for (const other of LANGUAGES) {
      const readme = this.readmes[other];
      if (name !== readme.file) continue;
      const place = anchor === undefined ? undefined : readme.place(decodeURIComponent(anchor));
      const chapter = place ? this.readmes.path(place.chapter) : 'guide/';
      return address(other, chapter) + (place ? `#${place.anchor}` : '');
    }
    if (name === 'docs/README.md') return address(language, 'guide/');
    const guide = this.guides.find(one => one.file === name || one.file === `${name}/README.md`);
    return guide && address(guide.language ?? language, guide.path) + hash;
  }
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const titleOf = (text: string): string => /^# (.*)$/m.exec(text)?.[1] ?? '';
