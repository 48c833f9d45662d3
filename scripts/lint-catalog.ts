/**
 * `npm run lint:catalog`: the catalogue is formatted as `tsp format` formats it, and the OpenAPI documents made
 * from it pass two linters that know nothing of each other: Redocly's recommended rules, and Scalar's validation
 * against the schema of OpenAPI 3.1.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import type * as Scalar from '@scalar/openapi-parser';

const ROOT = resolve(__dirname, '..');
const OPENAPI = join(ROOT, 'dist', 'openapi');

/** Rules that speak of things the platforms do not have. */
const NOT_APPLICABLE = {
  // Failures arrive with HTTP 200 and an errcode.
  'operation-4xx-response': 'off',
  // What is described belongs to the platforms; they publish no licence for it.
  'info-license': 'off',
} as const;

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' });
}

async function main(): Promise<void> {
  run(
    join(ROOT, 'node_modules', '@typespec', 'compiler', 'cmd', 'tsp.js'),
    'format',
    '--check',
    'catalog/**/*.tsp',
  );
  run(require.resolve('tsx/cli'), 'scripts/generate.ts', '--openapi');
  const config = await createConfig({ extends: ['recommended'], rules: NOT_APPLICABLE });
  // An ES module, which can only be imported late from here.
  const { validate } = (await import('@scalar/openapi-parser')) as typeof Scalar;
  let problems = 0;
  const documents = readdirSync(OPENAPI).filter(name => name.endsWith('.json'));
  for (const name of documents) {
    for (const problem of await lint({ ref: join(OPENAPI, name), config })) {
      problems++;
      console.error(`${name} ${problem.location[0]?.pointer ?? ''}: ${problem.message} (${problem.ruleId})`);
    }
    const { valid, errors = [] } = await validate(readFileSync(join(OPENAPI, name), 'utf8'));
    if (!valid) problems += Math.max(1, errors.length);
    for (const problem of errors)
      console.error(`${name} ${problem.path?.join('/') ?? ''}: ${problem.message}`);
  }
  console.log(`${documents.length} OpenAPI documents, ${problems} problem(s)`);
  if (problems > 0) process.exitCode = 1;
}

void main();
