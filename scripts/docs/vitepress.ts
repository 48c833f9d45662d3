import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS } from './paths';

/** Installs the site's package where that was not done since its lockfile changed. */
export function installIfNeeded(): void {
  const done = join(DOCS, 'node_modules', '.package-lock.json');
  const lock = join(DOCS, 'package-lock.json');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: DOCS,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** VitePress in a process of its own; it is an ES module. */
export const vitepress = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [join(DOCS, 'node_modules/vitepress/bin/vitepress.js'), ...args], {
    cwd: DOCS,
    stdio: 'inherit',
  });

/** Resolves to the exit code. */
export const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
