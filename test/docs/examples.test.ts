import { join } from 'node:path';
import ts from 'typescript';
import { readPage, ROOT } from './markdown';

/**
 * The calls in the READMEs as a TypeScript program: each example a function of its own, with the names that
 * stand for the reader's own data declared.
 */
function programText(file: string): string {
  const examples = readPage(file)
    .blocks.filter(({ language, code }) => language === 'js' && /\bvk\.openapi\.\w+\./.test(code))
    .map(({ code }) =>
      code.replace(/^const vk = require\(.*$/m, '').replace('exports.main =', 'const main: Handler ='),
    );
  return `
    import type { Openapi } from '../../src/generated/types';
    declare const vk: { openapi: Openapi };
    declare const event: Record<'code' | 'openid' | 'h5Openid' | 'text' | 'base64' | 'url', string>;
    declare const encryptedData: string, iv: string, sessionKey: string, encryptedKey: string;
    type Handler = (e: typeof event, context: object) => Promise<unknown>;
    ${examples.map((code, i) => `export async function example${i}(): Promise<unknown> {\n${code}\nreturn;\n}`).join('\n')}
  `;
}

function complaints(text: string): string[] {
  const file = join(ROOT, 'test/docs/readme-examples.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    // As in a reader's plain JavaScript.
    useUnknownInCatchVariables: false,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = name => name === file || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(diagnostic => {
    const { line } = ts.getLineAndCharacterOfPosition(diagnostic.file!, diagnostic.start!);
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    return `${text.split('\n')[line]!.trim()}: ${message}`;
  });
}

describe('examples of the READMEs', () => {
  test.each(['README.zh-CN.md', 'README.md'])('%s: every call fits the types of the module', file => {
    const text = programText(file);
    expect(text.match(/async function/g)!.length).toBeGreaterThan(20);
    expect(complaints(text)).toEqual([]);
  });

  test('a parameter that does not exist would be noticed', () => {
    const wrong = programText('README.md').replace("scene: 'a=1'", "scenes: 'a=1'");
    expect(complaints(wrong)).not.toEqual([]);
  });
});
