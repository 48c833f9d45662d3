import fs from 'fs';
import path from 'path';

function filesBelow(dir: string, below = ''): string[] {
  return fs.readdirSync(path.join(dir, below), { withFileTypes: true }).flatMap(entry => {
    const file = path.join(below, entry.name);
    return entry.isDirectory() ? filesBelow(dir, file) : entry.isFile() ? [file] : [];
  });
}

/** Lays folders over one another in `target`; of a file that several have, the first folder's is taken. */
export function mergeFolders(folders: string[], target: string): string {
  const wanted = new Map<string, string>();
  for (const folder of [...folders].reverse())
    for (const file of filesBelow(folder)) wanted.set(file, path.join(folder, file));
  fs.mkdirSync(target, { recursive: true });
  for (const file of filesBelow(target)) if (!wanted.has(file)) fs.rmSync(path.join(target, file));
  for (const [file, source] of wanted) copyIfChanged(source, path.join(target, file));
  return target;
}

/** Only what is different, so that a function that is reading the folder does not find half a file. */
function copyIfChanged(source: string, target: string): void {
  const from = fs.statSync(source);
  const to = fs.statSync(target, { throwIfNoEntry: false });
  if (to && to.size === from.size && to.mtimeMs === from.mtimeMs) return;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(source, target);
  fs.utimesSync(target, from.atime, from.mtime);
}
