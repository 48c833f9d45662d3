import fs from 'fs';
import path from 'path';

/** One line of the file: what a single indivisible write changed. Documents are EJSON text. */
export interface Entry {
  /** Collections made. */
  make?: string[];
  /** `[collection, _id key, document]`, or without a document: removed. */
  set?: [collection: string, key: string, document?: string][];
}

/** Below this the file is never rewritten. */
const COMPACT_FROM_BYTES = 4 * 1024 * 1024;

/**
 * The file behind a database: a line a write, appended before the write is answered. A process killed between
 * two writes loses nothing, one killed within a write loses that write as a whole.
 */
export class Journal {
  private fd = -1;
  private bytes = 0;
  private compactAt = COMPACT_FROM_BYTES;
  private readonly file: string;

  constructor(dir: string) {
    this.file = path.join(dir, 'database.jsonl');
  }

  /** Reads everything written so far and opens the file for more. */
  open(apply: (entry: Entry) => void): void {
    if (fs.existsSync(this.file)) this.replay(apply);
    this.fd = fs.openSync(this.file, 'a', 0o600);
    this.bytes = fs.fstatSync(this.fd).size;
    this.compactAt = Math.max(COMPACT_FROM_BYTES, this.bytes * 2);
  }

  append(entry: Entry): void {
    const line = Buffer.from(JSON.stringify(entry) + '\n');
    let written = 0;
    while (written < line.length) written += fs.writeSync(this.fd, line, written);
    this.bytes += line.length;
  }

  /** Whether so much of the file is history that rewriting it pays. */
  get wantsCompaction(): boolean {
    return this.bytes > this.compactAt;
  }

  /** Replaces the file by the present state: a new file, then a rename, so that either is whole. */
  compact(state: Iterable<Entry>): void {
    const temporary = `${this.file}.new`;
    const fd = fs.openSync(temporary, 'w', 0o600);
    for (const entry of state) fs.writeSync(fd, JSON.stringify(entry) + '\n');
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    fs.renameSync(temporary, this.file);
    fs.closeSync(this.fd);
    this.fd = fs.openSync(this.file, 'a', 0o600);
    this.bytes = fs.fstatSync(this.fd).size;
    this.compactAt = Math.max(COMPACT_FROM_BYTES, this.bytes * 2);
  }

  close(): void {
    if (this.fd >= 0) fs.closeSync(this.fd);
    this.fd = -1;
  }

  private replay(apply: (entry: Entry) => void): void {
    const content = fs.readFileSync(this.file);
    let start = 0;
    for (let line = 1; start < content.length; line++) {
      const end = content.indexOf(10, start);
      // Without its line feed a line was cut off by the end of the process: that write never was.
      if (end < 0) return fs.truncateSync(this.file, start);
      apply(this.parse(content.toString('utf8', start, end), line));
      start = end + 1;
    }
  }

  private parse(text: string, line: number): Entry {
    try {
      return JSON.parse(text) as Entry;
    } catch {
      throw new Error(
        `${this.file}: line ${line} is damaged. Remove the file to start with an empty database.`,
      );
    }
  }
}
