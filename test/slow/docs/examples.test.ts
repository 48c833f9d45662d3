/** The examples of the reference pages as one TypeScript program: each call's with the types of the module. */
import { join } from 'node:path';
import ts from 'typescript';
import { Source } from '../../../scripts/docs/catalogue';
import { callStatements, manyExample, pagesExample } from '../../../scripts/docs/examples';
import { DOCS } from '../../../scripts/docs/paths';

const ROOT = join(DOCS, '..');

function programText(): string {
  const functions = Source.read().calls.map((call, i) => {
    const extra = [
      call.paged ? pagesExample(call) : '',
      call.many && call.params.some(({ name }) => name === 'touser') ? `{ ${manyExample(call)} }` : '',
    ];
    const body = [...extra, callStatements(call, 'en')].join('\n');
    return `export async function example${i}(): Promise<unknown> { // ${call.id}\n${body}\nreturn;\n}`;
  });
  return `
    import type { Openapi } from '../../../src/generated/types';
    declare const vk: { openapi: Openapi };
    declare const event: { fileID: string };
    declare const openids: string[];
    ${functions.join('\n')}
  `;
}

test('every example of the reference fits the types of its call', () => {
  const file = join(ROOT, 'test/slow/docs/all-examples.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowUnreachableCode: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
  };
  const text = programText();
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = name => name === file || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  const complaints = ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(diagnostic => {
    const { line } = ts.getLineAndCharacterOfPosition(diagnostic.file!, diagnostic.start!);
    const before = text.split('\n').slice(0, line + 1);
    const id = before
      .reverse()
      .find(one => one.startsWith('export async function'))
      ?.split('// ')[1];
    return `${id}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
  });
  expect(complaints).toEqual([]);
});
