/** The generated catalogue, as the tests read it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../scripts/codegen/catalogue';

export type { Call, Field, Param, Type } from '../../scripts/codegen/catalogue';

const FILE = join(__dirname, '..', '..', 'src', 'generated', 'catalogue.json');

export const calls = (JSON.parse(readFileSync(FILE, 'utf8')) as { calls: Call[] }).calls;
/** Those that send a request. */
export const sentCalls = calls.filter(call => call.method !== 'LOCAL');
/** Those that are computed in the module. */
export const localCalls = calls.filter(call => call.method === 'LOCAL');
