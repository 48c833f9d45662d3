/** What the tests of the documentation look at in a Markdown file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', '.local', '.site']);

/** Every Markdown file of the repository, as paths from its root. */
export function markdownFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

export interface Page {
  headings: { level: number; text: string }[];
  blocks: { language: string; code: string }[];
  /** Targets of links, code left aside. */
  links: string[];
  /** Rows of tables, separators included. */
  rows: string[];
}

export function readPage(file: string): Page {
  const page: Page = { headings: [], blocks: [], links: [], rows: [] };
  let block: { language: string; code: string; indent: string } | undefined;
  for (const line of readFileSync(join(ROOT, file), 'utf8').split('\n')) {
    const fence = /^(\s*)```(\S*)/.exec(line);
    if (block) {
      if (fence) block = undefined;
      else block.code += `${line.startsWith(block.indent) ? line.slice(block.indent.length) : line}\n`;
      continue;
    }
    if (fence) {
      block = { language: fence[2]!, code: '', indent: fence[1]! };
      page.blocks.push(block);
      continue;
    }
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading) page.headings.push({ level: heading[1]!.length, text: heading[2]! });
    if (/^\s*\|/.test(line)) page.rows.push(line.trim());
    const text = line.replace(/``.*?``|`[^`]*`/g, '');
    for (const link of text.matchAll(/\]\(([^()\s]+)\)/g)) page.links.push(link[1]!);
  }
  return page;
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: Page): Set<string> {
  const anchors = new Set<string>();
  for (const { text } of page.headings) {
    const words = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}
