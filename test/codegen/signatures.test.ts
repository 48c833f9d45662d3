/** What `@signed` and `@apiSigned` make of a call. */
import { writeFileSync } from 'node:fs';
import type { Call } from '../../scripts/codegen/catalogue';
import { Workspace } from './generator';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

/** Calls `ping0`, `ping1` …, one of each declaration. */
function addCalls(declarations: { marks: string; params: string }[]): void {
  const calls = declarations.map(
    ({ marks, params }, i) => `/** 示例调用 */
${marks}
@route("/wxa/signatures/ping${i}")
op ping${i}(
${params}): Status;
`,
  );
  const head = `using TypeSpec.Http;\nusing Catalog;\n\n/** 示例 */\nnamespace Weixin.Signatures;\n\n`;
  writeFileSync(workspace.path('catalog/weixin/signatures.tsp'), head + calls.join('\n'));
  const main = workspace.read('catalog/weixin/main.tsp');
  writeFileSync(workspace.path('catalog/weixin/main.tsp'), `import "./signatures.tsp";\n${main}`);
}

const GREETING = '  /** 问候 */\n  greeting: string,\n';
const inQuery = (name: string) => `  /** 说明 */\n  @query ${name}: string,\n`;
const USER = inQuery('signature') + inQuery('sig_method');

it('signatures are not asked of the caller, who may give what they are made with', () => {
  addCalls([
    { marks: '@signed("pay")\n@signed("user")\n@post', params: inQuery('pay_sig') + USER + GREETING },
    { marks: '@apiSigned("supported")\n@post', params: GREETING },
    { marks: '@apiSigned("required")\n@post', params: GREETING },
    { marks: '@apiSigned("supported")\n@get', params: inQuery('greeting') },
    { marks: '@post', params: inQuery('signature') + GREETING },
  ]);
  expect(workspace.generate()).toMatchObject({ status: 0 });

  expect(workspace.findCall('weixin.signatures.ping0')).toMatchObject({
    signed: ['pay', 'user'],
    params: [
      { name: 'pay_sig', required: false, place: 'query' },
      { name: 'signature', required: false, place: 'query' },
      { name: 'sig_method', required: false, fallback: 'hmac_sha256' },
      { name: 'greeting', required: true },
    ],
    extras: [{ name: 'sessionKey' }, { name: 'encryptedKey' }],
    aliases: { session_key: 'sessionKey' },
  });
  const flags = [...workspace.read('src/generated/table.ts').matchAll(/ping\d\\t(\w+) \/wxa\/signatures/g)];
  // A GET has no body to encrypt; a parameter that is only called so is one like any other.
  expect(flags.map(([, given]) => given)).toEqual(['Ppu', 'Pq', 'PQ', 'Gy', 'P']);

  // The wire stays what the platform says it is.
  const { calls } = workspace.catalogue() as { calls: Call[] };
  const call = calls.find(({ id }) => id === 'weixin.signatures.ping0')!;
  expect(call.params.map(({ name, required, computed }) => [name, required, computed])).toEqual([
    ['pay_sig', true, true],
    ['signature', true, true],
    ['sig_method', true, true],
    ['greeting', true, false],
  ]);

  const types = workspace.read('src/generated/types.ts');
  const [params] = types.slice(types.indexOf('export namespace Ping0 {')).split('export type Result');
  for (const name of [
    'pay_sig?',
    'signature?',
    'sig_method?',
    'greeting',
    'sessionKey?',
    'session_key?',
    'encryptedKey?',
  ]) {
    expect(params).toContain(` ${name}: string;`);
  }
});

const MISTAKES: [what: string, marks: string, params: string, says: string][] = [
  [
    'a signature without a parameter',
    '@signed("pay")\n@post',
    GREETING,
    '@signed("pay") needs a parameter pay_sig',
  ],
  [
    'a signature of the body inside the body',
    '@signed("user")\n@post',
    '  /** 签名 */\n  signature: string,\n',
    'signature is made of the body, so it cannot be in it',
  ],
  [
    'two signatures for one parameter',
    '@signed("user", "session")\n@post',
    USER,
    '@signed: only one signature by session_key',
  ],
  ['a payment by GET', '@signed("pay")\n@get', inQuery('pay_sig'), '@signed("pay") signs a JSON body'],
  [
    'a GET that must be encrypted',
    '@apiSigned("required")\n@get',
    inQuery('greeting'),
    '@apiSigned("required"): a GET has no body',
  ],
  [
    'an encrypted upload',
    '@apiSigned("supported")\n@post',
    '  @header contentType: "multipart/form-data",\n  @multipartBody body: {\n    /** 文件 */\n    media: HttpPart<File>;\n  },\n',
    '@apiSigned: an upload cannot be encrypted',
  ],
  [
    'an encrypted call with a signature',
    '@apiSigned("supported")\n@signed("pay")\n@post',
    inQuery('pay_sig') + GREETING,
    '@apiSigned and @signed together',
  ],
];

it('mistakes are told, each with its call', () => {
  addCalls(MISTAKES.map(([, marks, params]) => ({ marks, params })));
  const { status, output } = workspace.generate();
  expect(status).toBe(1);
  const untold = MISTAKES.filter(
    ([, , , says], i) => !output.includes(`weixin.signatures.ping${i}: ${says}`),
  );
  expect(untold.map(([what]) => what)).toEqual([]);
});
