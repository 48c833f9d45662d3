/** The consumer projects with the repository's own TypeScript; with their own ones in `test/slow/consumers.test.ts`. */
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { MODULE, problemsOf, STRICT } from './compile';

const CONSUMERS = resolve(__dirname, '../consumers');

/**
 * The project's own settings; its packages are looked for in this repository. The declarations themselves are
 * checked in `every-call.test.ts`.
 */
function optionsAndFiles(config: string): { options: ts.CompilerOptions; files: string[] } {
  const { config: json } = ts.readConfigFile(config, ts.sys.readFile) as {
    config: { compilerOptions: object };
  };
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(
    json,
    ts.sys,
    dirname(config),
    undefined,
    config,
  );
  expect(errors).toEqual([]);
  const found = {
    // By its file: with `nodenext` a folder is no module, and a fresh clone has not installed these projects.
    paths: { 'vk-openapi': [resolve(MODULE, 'index.d.ts')] },
    typeRoots: STRICT.typeRoots,
    noEmit: true,
    skipLibCheck: true,
  };
  return { options: { ...options, ...found }, files: fileNames };
}

it.each(['js-commonjs/jsconfig.json', 'ts-4.7/tsconfig.json', 'ts-newest-esm/tsconfig.json'])(
  '%s is checked without an error, and every line that must be refused is',
  config => {
    const { options, files } = optionsAndFiles(resolve(CONSUMERS, config));
    expect(files.length).toBeGreaterThan(0);
    expect(problemsOf(ts.createProgram(files, options))).toEqual([]);
  },
  300_000,
);
