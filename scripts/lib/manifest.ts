/** A `package.json` as far as it is changed here. */
export interface Manifest {
  name?: string;
  version?: string;
  dependencies?: Record<string, string>;
  [field: string]: unknown;
}

/** The manifest with exactly these dependencies; the other fields, and their order, stay. */
export const withDependencies = (manifest: Manifest, dependencies: Record<string, string>): Manifest => ({
  ...manifest,
  dependencies,
});

/** As HBuilderX and npm write it: two spaces, or what `like` is indented with. */
export function print(manifest: Manifest, like = ''): string {
  const indent = /\n([\t ]+)"/.exec(like)?.[1] ?? '  ';
  return `${JSON.stringify(manifest, null, indent)}\n`;
}
