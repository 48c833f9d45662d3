/** Clients for the bench that misbehave in one way each, as files in a folder of their own. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate } from '../../scripts/bench/peers/candidates';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'vk-bench-test-'));

/** `create` is the source of the function that makes the client's call. */
export function clientOf(folder: string, create: string, sharesBy?: string): Candidate {
  const client = join(folder, 'client.cjs');
  writeFileSync(client, `exports.create = ${create};`);
  return { name: 'one', version: '1', entry: client, folder, client, redirectedBy: 'nothing', sharesBy };
}
