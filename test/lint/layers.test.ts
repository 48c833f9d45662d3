/** The lint rule that holds the layers of src/ (docs/decisions/): what it must refuse, and what it must let pass. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The rules that `code`, standing in `file`, breaks. */
function broken(file: string, code: string): string[] {
  let output: string;
  try {
    output = execFileSync(
      process.execPath,
      ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', file, '--format', 'json'],
      { cwd: ROOT, input: code, encoding: 'utf8' },
    );
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const [report] = JSON.parse(output) as { messages: { ruleId: string }[] }[];
  return report!.messages.map(message => message.ruleId);
}

const IMPORTS = '@typescript-eslint/no-restricted-imports';

it.each([
  ['src/host/x.ts', '../result/error'],
  ['src/result/x.ts', '../config/types'],
  ['src/crypto/x.ts', '../config/types'],
  ['src/http/x.ts', '../token/store'],
  ['src/token/stores/x.ts', '../../special/adapter'],
  ['src/token/x.ts', '../call/call'],
  ['src/special/weixin/x.ts', '../../call/call'],
  ['src/call/x.ts', '../expose'],
  ['src/call/x.ts', '../index'],
  ['src/config/x.ts', '../generated/table'],
  ['src/special/qq/x.ts', '../../generated/types'],
  ['src/call/x.ts', '../../local/simulator'],
])('%s may not import %s', (file, from) => {
  expect(broken(file, `export * from '${from}';\n`)).toContain(IMPORTS);
});

it.each([
  ['src/call/x.ts', '../special'],
  ['src/call/x.ts', './spec'],
  ['src/expose/x.ts', '../call/spec'],
  ['src/token/stores/x.ts', '../../host/unicloud'],
  ['src/special/weixin/x.ts', '../../result/error'],
  ['src/special/weixin/x.ts', '../adapter'],
])('%s may import %s', (file, from) => {
  expect(broken(file, `export * from '${from}';\n`)).not.toContain(IMPORTS);
});

it('only src/host names the uniCloud global', () => {
  expect(broken('src/token/x.ts', 'export const db = uniCloud;\n')).toContain('no-restricted-globals');
  expect(broken('src/host/x.ts', 'export const db = uniCloud;\n')).not.toContain('no-restricted-globals');
});
