export type Language = 'zh' | 'en';
export const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** A page of the site: its path without suffix from the language's root, and its Markdown. */
export interface Page {
  language: Language;
  path: string;
  text: string;
}

/** Chinese is the site's root; English lies below `/en/`. */
export const address = (language: Language, path: string): string =>
  `${language === 'en' ? '/en' : ''}/${path}`;

/** The file of a page below the site's source. */
export const fileOf = ({ language, path }: Pick<Page, 'language' | 'path'>): string => {
  const name = path === '' || path.endsWith('/') ? `${path}index` : path;
  return `${language === 'en' ? 'en/' : ''}${name}.md`;
};

/** The head of a page; values are written as JSON, which YAML reads. */
export function frontMatter(values: Record<string, unknown>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `---\n${lines.join('')}---\n\n`;
}
