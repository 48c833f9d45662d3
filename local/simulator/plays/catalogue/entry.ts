import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../../../scripts/codegen/catalogue';

/** A call as the catalogue describes it; only its type is the generator's, the simulator reads what it made. */
export type { Call as Entry, Field, Param, Type } from '../../../../scripts/codegen/catalogue';

const GENERATED = join(__dirname, '..', '..', '..', '..', 'src', 'generated', 'catalogue.json');

const read = new Map<string, readonly Call[]>();

/**
 * The calls of a generated catalogue; none where it has not been generated (then the simulator has only the plays
 * of its own). A file is read once a process: it is two megabytes.
 */
export function catalogueEntries(file = GENERATED): readonly Call[] {
  let entries = read.get(file);
  if (!entries) read.set(file, (entries = load(file)));
  return entries;
}

function load(file: string): readonly Call[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const { calls } = JSON.parse(text) as { calls: Call[] };
  return calls.filter(call => call.method !== 'LOCAL');
}
