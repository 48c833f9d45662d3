'use strict';
/**
 * Lets a plain Node process load this repository's TypeScript: `node --require local/cloud/register.cjs x.ts`.
 * Used instead of tsx where users' functions run, because it touches `.ts` files only and leaves the loading
 * of everything else exactly as Node does it.
 */
const fs = require('fs');
const { transformSync } = require('@swc/core');

if (!require.extensions['.ts'])
  require.extensions['.ts'] = (module, filename) => {
    const { code } = transformSync(fs.readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    });
    module._compile(code, filename);
  };
