import fs from 'fs';
import path from 'path';

/** Remembers when files were last changed, to tell when a function has to be loaded anew. */
export class FileStamps {
  private readonly stamps = new Map<string, number>();

  add(files: string[]): void {
    for (const file of files) if (!this.stamps.has(file)) this.stamps.set(file, stampOf(file));
  }

  get isStale(): boolean {
    for (const [file, stamp] of this.stamps) if (stampOf(file) !== stamp) return true;
    return false;
  }
}

const stampOf = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** A folder and everything below it; a folder's own stamp changes when something comes or goes in it. */
export function treeBelow(dir: string): string[] {
  if (!fs.existsSync(dir)) return [dir];
  const inside = fs.readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    const file = path.join(dir, entry.name);
    return entry.isDirectory() ? treeBelow(file) : [file];
  });
  return [dir, ...inside];
}
