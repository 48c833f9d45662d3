/**
 * `npm run build`: the catalogue's outputs, then the common module as HBuilderX uploads it. Nothing is done
 * again while the inputs are the same.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { filesUnder, hashOf, recall, remember } from './lib/inputs';

const ROOT = resolve(__dirname, '..');
const OUT = resolve(ROOT, 'uniCloud/cloudfunctions/common/vk-openapi');

function run(what: string, command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${what} failed`);
}

const bin = (name: string) => resolve(ROOT, 'node_modules/.bin', name);

/** Builds what has changed. Returns whether anything had. */
export function build({ force = false } = {}): boolean {
  run('generate', bin('tsx'), ['scripts/generate.ts']);
  const inputs = [
    ...filesUnder(resolve(ROOT, 'src')),
    ...['rollup.config.mjs', 'tsconfig.json', '.swcrc', 'package-lock.json'].map(file => resolve(ROOT, file)),
    resolve(OUT, 'package.json'),
  ];
  const hash = hashOf(inputs);
  const complete = ['index.js', 'index.d.ts', 'core.js'].every(file => existsSync(resolve(OUT, file)));
  if (!force && complete && recall('build') === hash) return false;
  run('rollup', bin('rollup'), ['-c', 'rollup.config.mjs', '--silent']);
  remember('build', hash);
  return true;
}

if (require.main === module) {
  try {
    const built = build({ force: process.argv.includes('--force') });
    console.log(built ? 'built uniCloud/cloudfunctions/common/vk-openapi' : 'vk-openapi is up to date');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
