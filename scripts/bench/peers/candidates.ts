/** Who is measured. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MODULE } from '../../lib/layout';
import { BUILT, script } from '../measure';

export interface Candidate {
  name: string;
  version: string;
  /** What `require` loads. */
  entry: string;
  /** The package's folder. */
  folder: string;
  /** The file that makes its calls (`scripts/bench/clients`). */
  client: string;
  /** How its calls come to the simulator. */
  redirectedBy: string;
  /** How several processes of it share one token; undefined: it offers no way. */
  sharesBy?: string;
}

const HERE = script('peers');

/** The peers and their exact versions, as this folder's package names them. */
export function peerVersions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}

function candidate(name: string, entry: string, folder: string, client: string): Candidate {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const { about } = require(client) as { about: Pick<Candidate, 'redirectedBy' | 'sharesBy'> };
  return { name, version, entry, folder, client, ...about };
}

export const ours = (): Candidate =>
  candidate(MODULE, BUILT, dirname(BUILT), script('clients/vk-openapi.cjs'));

/** A peer that is installed. */
export function peer(name: string): Candidate {
  const entry = createRequire(join(HERE, 'package.json')).resolve(name);
  return candidate(name, entry, join(HERE, 'node_modules', name), script(`peers/clients/${name}.cjs`));
}
