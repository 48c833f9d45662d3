import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The layers of `src/`, top first: a file may import from its own layer and from those after it, never from
 * one before it. `docs/decisions/` says why; this list is what holds it.
 */
const LAYERS = [
  ['index'],
  ['expose', 'push', 'doctor'],
  ['call'],
  ['special', 'token'],
  ['http', 'platforms'],
  ['config', 'crypto'],
  ['result'],
  ['host'],
];

const forbidImports = (groups, message) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }],
});

/** For each layer: the folders above it, which it may not name, and the generated table, which few may. */
const layerRules = LAYERS.slice(1).flatMap((folders, i) =>
  folders.map(folder => {
    const above = LAYERS.slice(0, i + 1).flat();
    const beside = folders.filter(other => other !== folder);
    const groups = [...above, ...beside].flatMap(name => [`**/${name}`, `**/${name}/**`].map(g => `../${g}`));
    const table = folder === 'result' || folder === 'call' ? [] : ['../**/generated/**'];
    return {
      files: [`src/${folder}/**/*.ts`],
      rules: forbidImports(
        [...groups, ...table, '**/local/**'],
        `Imports go downwards: ${LAYERS.map(l => l.join(', ')).join(' → ')}.`,
      ),
    };
  }),
);

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.cache/',
      '.local/',
      'coverage/',
      'src/generated/',
      'uniCloud/cloudfunctions/common/',
      'test/consumers/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-require-imports': 'off',
      'no-undef': 'off',
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-globals': ['error', 'uniCloud'] } },
  { files: ['src/host/**/*.ts'], rules: { 'no-restricted-globals': 'off' } },
  // The seeds' samples are copied literally.
  { files: ['test/seeds/**/*.ts'], rules: { 'prefer-const': 'off' } },
  ...layerRules,
);
