import { callPath, errorsPath, groupPath, platformPath, type Source } from './catalogue';
import type { Guides } from './guides';
import { address, type Language } from './page';
import { WORDS } from './words';

interface Item {
  text: string;
  link?: string;
  items?: Item[];
  collapsed?: boolean;
}

const HEADINGS: Record<Language, [string, string, string]> = {
  zh: ['使用', '深入', '参与开发'],
  en: ['Using it', 'In depth', 'Working on it'],
};

/**
 * The sidebars by the beginning of the path. A group has one of its own with its calls: seven hundred links on
 * every page would be most of the site's weight.
 */
export function sidebars(source: Source, guides: Guides, language: Language): Record<string, Item[]> {
  const words = WORDS[language];
  const at = (path: string): string => address(language, path);
  const { chapters, guides: depth, project } = guides.entries(language);
  const [using, inDepth, working] = HEADINGS[language];
  const guide: Item[] = [
    { text: using, items: chapters },
    { text: inDepth, items: depth },
    { text: working, items: project },
  ];
  const groupsOf = (platform: string): Item[] =>
    source.groups(platform).map(group => ({ text: group.name, link: at(groupPath(group)) }));
  const result: Record<string, Item[]> = {
    [at('guide/')]: guide,
    [at('project/')]: guide,
    [at('reference/')]: [
      ...source.platforms.map(platform => ({
        text: words.platforms[platform]!,
        link: at(platformPath(platform)),
        collapsed: true,
        items: groupsOf(platform),
      })),
      {
        text: words.errors,
        items: source.dictionaries.map(({ platforms }) => ({
          text: platforms.map(platform => words.platforms[platform]).join(language === 'zh' ? '、' : ', '),
          link: at(errorsPath(platforms[0]!)),
        })),
      },
    ],
  };
  for (const platform of source.platforms) {
    for (const group of source.groups(platform)) {
      result[at(groupPath(group))] = [
        { text: `← ${words.platforms[platform]}`, link: at(platformPath(platform)) },
        {
          text: `${platform}.${group.name}`,
          link: at(groupPath(group)),
          items: group.calls.map(call => ({ text: call.name, link: at(callPath(call)) })),
        },
      ];
    }
  }
  return result;
}
