/**
 * sm-crypto-v2 draws its random numbers from Web Crypto, looked for when it is loaded. Node 12 has none: there the
 * search ends in an unhandled rejection and signing fails. In the built module they come from Node's own crypto.
 */
export function nodeRandom() {
  const EDITS = [
    [/^initRNGPool\(\);$/m, ''],
    [
      /^function randomBytes\(length = 0\) \{$/m,
      'function randomBytes(length = 0) { return new Uint8Array(nodeCrypto().randomBytes(length));',
    ],
    // It would look for Web Crypto again; nobody calls it.
    [/^async function initRNGPool\(\) \{$/m, 'async function initRNGPool() { return;'],
  ];
  return {
    name: 'node-random',
    transform(code, id) {
      if (!id.includes('/node_modules/sm-crypto-v2/')) return null;
      let out = code;
      for (const [pattern, text] of EDITS) {
        if (!pattern.test(out)) throw new Error(`sm-crypto-v2 has changed: ${pattern} is not in it`);
        out = out.replace(pattern, text);
      }
      return { code: `import { crypto as nodeCrypto } from ${JSON.stringify(MODULES)};\n${out}`, map: null };
    },
  };
}

const MODULES = new URL('../../src/host/modules.ts', import.meta.url).pathname;
