import nodeResolve from '@rollup/plugin-node-resolve';
import swc from '@rollup/plugin-swc';
import terser from '@rollup/plugin-terser';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dts } from 'rollup-plugin-dts';
import { compactDeclarations } from './scripts/lib/compact-declarations.mjs';
import { licencesOf } from './scripts/lib/licences.mjs';
import { nodeRandom } from './scripts/lib/node-random.mjs';
import { resolveTypeScript } from './scripts/lib/resolve-typescript.mjs';

const OUT = 'uniCloud/cloudfunctions/common/vk-openapi';
const { version } = JSON.parse(readFileSync(`${OUT}/package.json`, 'utf8'));
const banner = `/*! vk-openapi ${version} | MIT */`;

/** Everything the module needs at run time comes with uniCloud or with Node.js. */
const external = [...builtinModules, 'uni-config-center', 'uni-id-common'];

/**
 * The files of the built module. `index.js` is the face and `names.js` what it needs to name every call; all
 * others are loaded when first needed, by a dynamic `import()` in the sources: `core.js` with the first call.
 */
const CHUNKS = [
  ['names', /\/src\/(call\/(surface|table|instruments)|generated\/table|result\/error)\.ts$/],
  ['errors', /\/src\/generated\/errors\.ts$/],
  ['sm', /\/node_modules\/|\/src\/crypto\/sm\.ts$/],
  ['sign', /\/src\/call\/sign\.ts$/],
  ['secure', /\/src\/(call\/secure\/|crypto\/(pem|algorithms)\.ts$)/],
  ['special', /\/src\/(special|crypto)\//],
  ['expose', /\/src\/expose\//],
  ['doctor', /\/src\/(doctor\/|token\/inspect\.ts$)/],
  ['request', /\/src\/call\/request\.ts$/],
  ['files', /\/src\/call\/files\.ts$/],
  ['helpers', /\/src\/call\/helpers\//],
];

function chunkOf(id) {
  if (id.endsWith('/src/index.ts')) return undefined;
  const chunk = CHUNKS.find(([, pattern]) => pattern.test(id));
  return chunk ? chunk[0] : 'core';
}

/** CommonJS for Node 12. */
const code = {
  input: { index: 'src/index.ts' },
  external,
  output: {
    dir: OUT,
    format: 'cjs',
    banner: chunk => [banner, ...licencesOf(chunk)].join('\n'),
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    dynamicImportInCjs: false,
    manualChunks: chunkOf,
    generatedCode: { preset: 'es2015', constBindings: true },
    esModule: false,
    exports: 'named',
  },
  plugins: [
    resolveTypeScript(),
    nodeResolve({ preferBuiltins: true }),
    nodeRandom(),
    swc({ swc: JSON.parse(readFileSync('.swcrc', 'utf8')) }),
    // Stacks and consoles show the name of an error's class.
    terser({ ecma: 2019, module: false, compress: { passes: 2 }, keep_classnames: /^OpenapiError$/ }),
  ],
};

const types = {
  input: 'src/index.ts',
  external,
  output: { file: `${OUT}/index.d.ts`, format: 'es' },
  plugins: [resolveTypeScript(), dts({ tsconfig: 'tsconfig.json' }), compactDeclarations()],
};

export default [code, types];
