/**
 * `npm run bench:peers [-- --only NAME,… --rounds 5 --processes 11 --json]`: the built module beside the SDKs of
 * this folder's package, in the same run. It reports, and never judges.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { MODULE, UserError } from '../../lib/layout';
import { BUILT } from '../measure';
import { ours, peer, peerVersions } from './candidates';
import { measureAll } from './figures';
import { installPeers } from './installed';
import { report } from './report';

const progress = (text: string): void => void process.stderr.write(`${text} …\n`);

const atLeastOne = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UserError(`not a number from 1 to 9999: ${text}`);
  return Number(text);
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      processes: { type: 'string', default: '11' },
      json: { type: 'boolean', default: false },
    },
  });
  const all = [MODULE, ...Object.keys(peerVersions())];
  const names = values.only?.split(',') ?? all;
  const unknown = names.find(name => !all.includes(name));
  if (unknown !== undefined) throw new UserError(`unknown: ${unknown}; there are ${all.join(', ')}`);
  if (names.includes(MODULE) && !existsSync(BUILT))
    throw new UserError('the module is not built: npm run build');
  if (names.some(name => name !== MODULE)) {
    progress('peers: npm ci, unless they are there');
    installPeers();
  }
  const figures = await measureAll(
    names.map(name => (name === MODULE ? ours() : peer(name))),
    { rounds: atLeastOne(values.rounds), processes: atLeastOne(values.processes), progress },
  );
  console.log(
    values.json ? JSON.stringify(figures, undefined, 2) : `\n${report(figures, availableParallelism())}`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
