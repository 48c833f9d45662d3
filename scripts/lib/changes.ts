import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from './layout';

/** What happens to one file of a project. */
export interface Change {
  path: string;
  action: 'write' | 'remove' | 'keep' | 'same';
  content?: Buffer;
  /** Why a file was kept, or what to do about it. */
  note?: string;
}

/** A link leads somewhere else, perhaps out of the project: it is never written through. */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new UserError(`是符号链接，没有改动：${path}。请先删除它，再执行一次`);
  }
}

/** The file as it should be; nothing to do where it is so already. */
export function write(path: string, content: Buffer | string): Change {
  refuseLink(path);
  const bytes = Buffer.from(content);
  const same = existsSync(path) && readFileSync(path).equals(bytes);
  return { path, action: same ? 'same' : 'write', content: bytes };
}

/** The file as it should be, unless the project has one already: that one stays. */
export function writeOnce(path: string, content: Buffer | string, note: string): Change {
  const change = write(path, content);
  return change.action === 'write' && existsSync(path) ? { path, action: 'keep', note } : change;
}

export function apply(changes: readonly Change[]): void {
  for (const { path, action, content } of changes) {
    if (action === 'remove') rmSync(path);
    if (action !== 'write') continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content!);
  }
}
