/**
 * `npm run generate`: makes src/generated/ from catalog/. Does nothing when none of its inputs changed.
 *
 *   --openapi         writes the OpenAPI documents to dist/openapi/ besides
 *   --catalog DIR     another catalogue      --out DIR  another output folder (then always runs)
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Catalogue, CatalogueError } from './codegen/catalogue';
import { compileCatalogue } from './codegen/compile';
import { emitCatalogue } from './codegen/emit-catalogue';
import { emitErrors } from './codegen/emit-errors';
import { emitPolicy } from './codegen/emit-policy';
import { emitTable } from './codegen/emit-table';
import { emitTypes } from './codegen/emit-types';
import { loadLibraries, readCatalogue } from './codegen/read';
import { finishOpenapi } from './codegen/write-openapi';

const ROOT = resolve(__dirname, '..');
const HASH_FILE = join(ROOT, '.cache', 'generate.sha256');

const OUTPUTS: Record<string, (catalogue: Catalogue) => string> = {
  'table.ts': emitTable,
  'types.ts': emitTypes,
  'errors.ts': emitErrors,
  'policy.json': emitPolicy,
  'catalogue.json': emitCatalogue,
};

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Of everything the output depends on, the compiler's version included. */
function hashOfInputs(catalog: string): string {
  const hash = createHash('sha256');
  const inputs = [
    ...filesBelow(catalog),
    ...filesBelow(join(ROOT, 'scripts', 'codegen')),
    __filename,
    join(ROOT, 'node_modules', '@typespec', 'compiler', 'package.json'),
  ];
  for (const file of inputs)
    hash
      .update(`${file.slice(ROOT.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      catalog: { type: 'string' },
      out: { type: 'string' },
      openapi: { type: 'boolean', default: false },
    },
  });
  const catalog = resolve(values.catalog ?? join(ROOT, 'catalog'));
  const out = resolve(values.out ?? join(ROOT, 'src', 'generated'));
  const elsewhere = values.catalog !== undefined || values.out !== undefined;
  const hash = hashOfInputs(catalog);
  const current =
    !elsewhere &&
    !values.openapi &&
    Object.keys(OUTPUTS).every(name => existsSync(join(out, name))) &&
    existsSync(HASH_FILE) &&
    readFileSync(HASH_FILE, 'utf8') === hash;
  if (current) return;

  const libraries = await loadLibraries();
  const openapiDir = elsewhere ? join(out, 'openapi') : join(ROOT, 'dist', 'openapi');
  if (values.openapi) rmSync(openapiDir, { recursive: true, force: true });
  const catalogue = readCatalogue(await compileCatalogue(libraries, catalog), libraries);
  // The official emitter alters the parameters of calls that share a path: it gets a program of its own.
  if (values.openapi) {
    await compileCatalogue(libraries, catalog, openapiDir);
    finishOpenapi(openapiDir);
  }
  const texts = Object.entries(OUTPUTS).map(([name, emit]) => [name, emit(catalogue)] as const);
  mkdirSync(out, { recursive: true });
  for (const [name, text] of texts) {
    const head = name.endsWith('.ts') ? '// Made from catalog/ by `npm run generate`; never edited.\n\n' : '';
    writeFileSync(join(out, name), head + text);
  }
  if (!elsewhere) {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(HASH_FILE, hash);
  }
  console.log(
    `${catalogue.calls.length} calls, ${catalogue.dictionaries.map(d => d.entries.length).join(' + ')} numbers`,
  );
}

main().catch((error: unknown) => {
  if (!(error instanceof CatalogueError)) throw error;
  console.error(`The catalogue has ${error.problems.length} problem(s):\n${error.message}`);
  process.exitCode = 1;
});
