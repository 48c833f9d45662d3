/**
 * Indents the declarations by tabs: they are deep, and every compiler and editor that uses the module reads
 * them whole; a fifth of the file was spaces.
 */
export function compactDeclarations() {
  return {
    name: 'compact-declarations',
    renderChunk: code => code.replace(/^(?: {4})+/gm, pad => '\t'.repeat(pad.length / 4)),
  };
}
