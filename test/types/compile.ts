import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
export const MODULE = resolve(ROOT, 'uniCloud/cloudfunctions/common/vk-openapi');

/** How a careful consumer sets up its compiler: declarations checked too. */
export const STRICT: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  target: ts.ScriptTarget.ES2020,
  lib: ['lib.es2020.d.ts'],
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
  paths: { 'vk-openapi': [MODULE] },
};

export interface Problem {
  file: string | undefined;
  /** From 0. */
  line: number;
  text: string;
}

/** What the compiler has against these files. */
export function problemsOf(program: ts.Program): Problem[] {
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => ({
    file: file?.fileName,
    line: file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}

/** Compiles a program of one file against the built module, in a folder that is gone afterwards. */
export function compileText<T>(
  text: string,
  use: (program: ts.Program, source: ts.SourceFile) => T,
  options: ts.CompilerOptions = STRICT,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'vk-openapi-types-'));
  try {
    const file = join(folder, 'program.ts');
    writeFileSync(file, text);
    const program = ts.createProgram([file], options);
    return use(program, program.getSourceFile(file)!);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `program.ts(12,3): error TS2345: …`; lines that belong to the one before are indented. */
const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): error (TS\d+: .*(?:\n +.*)*)/gm;

/**
 * The same by the compiler's own program: for large ones, which inside of Jest take it several times as long.
 * Nothing is skipped: the declarations are checked too.
 */
export function tscProblems(text: string): Problem[] {
  const folder = mkdtempSync(join(tmpdir(), 'vk-openapi-types-'));
  try {
    const { typeRoots, paths } = STRICT;
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: false, target: 'ES2020', lib: ['ES2020'] },
      ...{ module: 'CommonJS', moduleResolution: 'Node', types: ['node'], typeRoots, paths },
    };
    writeFileSync(join(folder, 'program.ts'), text);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const problems = [...stdout.matchAll(DIAGNOSTIC)].map(([, file, line, what]) => ({
      file,
      line: Number(line) - 1,
      text: what!,
    }));
    // What could not be read must not pass for nothing.
    if (status !== 0 && problems.length === 0) throw new Error(`tsc ended with ${status}: ${stdout}`);
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
