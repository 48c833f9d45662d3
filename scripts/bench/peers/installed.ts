/** Installing the peers, and what an installed package weighs. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../lib/layout';
import { script } from '../measure';

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const HERE = script('peers');

function manifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

/** Whether exactly what the lockfile says is there. */
function isInstalled(): boolean {
  const versions = (file: string): Record<string, string> => {
    const { packages } = JSON.parse(readFileSync(join(HERE, file), 'utf8')) as {
      packages: Record<string, { version: string; optional?: boolean }>;
    };
    const needed = Object.entries(packages).filter(([path, { optional }]) => path && !optional);
    return Object.fromEntries(needed.map(([path, { version }]) => [path, version]));
  };
  const there = 'node_modules/.package-lock.json';
  return existsSync(join(HERE, there)) && isDeepStrictEqual(versions(there), versions('package-lock.json'));
}

/** Installs what the lockfile says unless it is there. No package's own scripts run. */
export function installPeers(): void {
  if (isInstalled()) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  try {
    if (npm) execFileSync(process.execPath, [npm, ...args], options);
    else execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
  } catch {
    throw new UserError('npm ci of the peers failed; `--only vk-openapi` measures without them');
  }
}

/** Bytes of the files of a package, those of packages within it left out. */
function ownBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    if (name === 'node_modules') return sum;
    const path = join(folder, name);
    const entry = lstatSync(path);
    return sum + (entry.isDirectory() ? ownBytes(path) : entry.size);
  }, 0);
}

/** Where `name` is found from a package, as `require` looks for it. */
function find(name: string, from: string, top: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
    if (folder === top || dirname(folder) === folder) return undefined;
  }
}

export interface Weight {
  /** Of files, not of disk blocks. */
  bytes: number;
  packages: number;
}

/** What a package and everything it depends on weigh; `top` is the folder whose `node_modules` is the last one. */
export function weigh(folder: string, top: string): Weight {
  const folders = new Set([folder]);
  // A set's iteration reaches what is added to it meanwhile.
  for (const next of folders) {
    const { dependencies, optionalDependencies } = manifest(next) ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = find(name, next, top);
      if (found) folders.add(found);
    }
  }
  return { bytes: [...folders].reduce((sum, one) => sum + ownBytes(one), 0), packages: folders.size };
}
