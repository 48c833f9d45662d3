import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Lets rollup find `./call` as `./call.ts` or `./call/index.ts`, as TypeScript does. */
export function resolveTypeScript() {
  return {
    name: 'resolve-typescript',
    resolveId(source, importer) {
      if (!importer || !source.startsWith('.')) return null;
      const base = resolve(dirname(importer), source);
      const candidates = [`${base}.ts`, join(base, 'index.ts'), base];
      return candidates.find(file => existsSync(file) && statSync(file).isFile()) ?? null;
    },
  };
}
