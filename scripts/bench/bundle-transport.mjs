/** Compiles `src/http` as the build does, into one file: to measure it without the rest. */
import swc from '@rollup/plugin-swc';
import { rollup } from 'rollup';
import { resolveTypeScript } from '../lib/resolve-typescript.mjs';

const [, , out] = process.argv;
const bundle = await rollup({
  input: new URL('../../src/http/index.ts', import.meta.url).pathname,
  plugins: [resolveTypeScript(), swc()],
});
await bundle.write({ file: out, format: 'cjs', exports: 'named' });
await bundle.close();
