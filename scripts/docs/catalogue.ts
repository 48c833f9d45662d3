import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Catalogue, DictionaryEntry } from '../codegen/catalogue';
import { ROOT } from '../lib/layout';
import { ENGLISH_HINTS } from './hints';
import type { Language } from './page';

/** The catalogue as `npm run generate` wrote it. */
type Written = Omit<Catalogue, 'actions'> & { actions: Record<string, string> };

/** A number with what it means and what to do. */
export interface Meaning {
  code: number;
  meaning: string;
  remedy: string;
}

/** A group with its calls. */
export interface Group {
  platform: string;
  name: string;
  calls: Call[];
}

/** The catalogue as the pages ask it. */
export class Source {
  readonly calls: Call[];
  private readonly byId: Map<string, Call>;

  constructor(private readonly written: Written) {
    this.calls = written.calls;
    this.byId = new Map(written.calls.map(call => [call.id, call]));
  }

  static read(file = join(ROOT, 'src/generated/catalogue.json')): Source {
    return new Source(JSON.parse(readFileSync(file, 'utf8')) as Written);
  }

  find(id: string): Call | undefined {
    return this.byId.get(id);
  }

  get platforms(): string[] {
    const order = ['weixin', 'weixin.h5', 'weixin.app', 'qq'];
    const names = [...new Set(this.calls.map(call => call.platform))];
    return names.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }

  groups(platform: string): Group[] {
    const groups = new Map<string, Call[]>();
    for (const call of this.calls) {
      if (call.platform !== platform) continue;
      const calls = groups.get(call.group) ?? [];
      calls.push(call);
      groups.set(call.group, calls);
    }
    return [...groups].map(([name, calls]) => ({ platform, name, calls }));
  }

  /** Every name of a call besides its own. */
  otherNames(call: Call): string[] {
    const inGroup = call.aliases.map(name => `${call.platform}.${call.group}.${name}`);
    const others = (call.elsewhere ?? []).map(({ group, name }) => `${call.platform}.${group}.${name}`);
    const groups = (this.written.groupAliases ?? [])
      .filter(alias => alias.platform === call.platform && alias.group === call.group)
      .map(alias => `${call.platform}.${alias.name}.${call.name}`);
    return [...inGroup, ...others, ...groups];
  }

  /** The platforms whose numbers are in one list, by the name of the first. */
  get dictionaries(): { platforms: string[]; meanings: (language: Language) => Meaning[] }[] {
    return this.written.dictionaries.map(({ platforms, entries }) => ({
      platforms,
      meanings: language => entries.map(entry => this.meaning(entry, language)),
    }));
  }

  errors(call: Call, language: Language): Meaning[] {
    const entries = this.written.dictionaries.find(({ platforms }) =>
      platforms.includes(call.platform),
    )?.entries;
    return call.errors.map(({ code, zh, en }) => {
      const known = entries?.find(entry => entry.code === code);
      const general = known && this.meaning(known, language);
      const own = language === 'zh' ? zh : (en ?? (general ? undefined : zh));
      return { code, meaning: own ?? general?.meaning ?? '', remedy: general?.remedy ?? '' };
    });
  }

  private meaning({ code, zh, en, action }: DictionaryEntry, language: Language): Meaning {
    return language === 'zh'
      ? { code, meaning: zh, remedy: this.written.actions[action] ?? '' }
      : { code, meaning: en, remedy: ENGLISH_HINTS[action] ?? '' };
  }
}

/** Title and notes in a language; the first sentence of the English text is its title. */
export function textOf(call: Call, language: Language): { title: string; notes: string } {
  if (language === 'zh' || !call.en) return { title: call.title, notes: call.notes };
  const end = /\.\s+(?=\S)/.exec(call.en);
  if (!end) return { title: call.en.replace(/\.$/, ''), notes: '' };
  return { title: call.en.slice(0, end.index), notes: call.en.slice(end.index + end[0].length) };
}

const slug = (platform: string): string => platform.replace('.', '-');

export const platformPath = (platform: string): string => `reference/${slug(platform)}/`;
export const groupPath = ({ platform, name }: Pick<Group, 'platform' | 'name'>): string =>
  `${platformPath(platform)}${name}/`;
export const callPath = (call: Call): string =>
  `${groupPath({ platform: call.platform, name: call.group })}${call.name}`;
export const errorsPath = (platform: string): string => `reference/errors/${slug(platform)}`;
