import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/layout';
import { Anchors, slug } from './anchors';
import type { Language } from './page';
import { lines, mapLines } from './text';

/** A chapter of the README in one language. */
export interface Chapter {
  title: string;
  text: string;
}

/** A heading of the README: where it is on the site. */
interface Place {
  heading: string;
  chapter: number;
  anchor: string;
}

const FILES: Record<Language, string> = { zh: 'README.zh-CN.md', en: 'README.md' };

/** One README, cut at its headings of the second level. */
export class Readme {
  readonly file: string;
  readonly chapters: Chapter[] = [];
  /** Its first example, and the sentence after it. */
  readonly preface: string;
  private readonly places = new Map<string, Place>();

  constructor(language: Language) {
    this.file = FILES[language];
    const preface: string[] = [];
    const whole = new Anchors();
    let own = new Anchors();
    for (const { line, inCode } of lines(readFileSync(join(ROOT, this.file), 'utf8'))) {
      const heading = inCode ? undefined : /^(#{1,6})\s+(.*)$/.exec(line);
      if (heading?.[1] === '##') {
        own = new Anchors();
        this.chapters.push({ title: heading[2]!, text: '' });
      }
      const chapter = this.chapters.length - 1;
      if (heading) {
        const text = heading[2]!;
        this.places.set(whole.next(text), { heading: text, chapter, anchor: own.next(text) });
      }
      if (chapter < 0) preface.push(line);
      else this.chapters[chapter]!.text += `${line}\n`;
    }
    for (const chapter of this.chapters)
      chapter.text = mapLines(chapter.text, line => line.replace(/^#(#+ )/, '$1'));
    const [start, end] = ['```js', '- ['].map(mark => preface.findIndex(line => line.startsWith(mark)));
    this.preface = preface.slice(start, end).join('\n');
  }

  /** Where an anchor of the README went. */
  place(anchor: string): Place | undefined {
    return this.places.get(anchor);
  }

  /** The headings in order: the READMEs are twins, so the same number is the same heading. */
  get headings(): Place[] {
    return [...this.places.values()];
  }
}

/** Both READMEs; the chapters' paths are made of the English titles. */
export class Readmes {
  readonly zh = new Readme('zh');
  readonly en = new Readme('en');

  /** The path of a chapter, the same in both languages. */
  path(chapter: number): string {
    return chapter < 0 ? '' : `guide/${slug(this.en.chapters[chapter]!.title)}`;
  }

  /** The path of the heading that is called so in English. */
  find(language: Language, english: string): string {
    const at = this.en.headings.findIndex(({ heading }) => heading === english);
    const place = this[language].headings[at];
    if (!place) throw new Error(`README.md has no heading "${english}" that the reference could point to`);
    return `${this.path(place.chapter)}#${place.anchor}`;
  }
}
