import fs from 'fs';

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
