import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What never belongs to what is shipped: dependencies, and files of editors and systems. */
const ignored = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/** The files below `dir`, in a fixed order, as paths with `/` relative to it. */
export function listFiles(dir: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (ignored(entry.name)) continue;
    if (entry.isDirectory()) {
      for (const below of listFiles(join(dir, entry.name))) found.push(`${entry.name}/${below}`);
    } else if (entry.isFile()) {
      found.push(entry.name);
    }
  }
  return found.sort();
}
