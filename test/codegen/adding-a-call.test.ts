import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Generated, ROOT, Workspace } from './generator';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(workspace.path(file), change(workspace.read(file)));
}

const FIXTURE = `using TypeSpec.Http;
using Catalog;

/** 示例 */
namespace Weixin.Fixture;

/** 示例调用 */
@errors(-1)
@route("/wxa/fixture/ping")
@post
op ping(
  /** 问候 */
  @maxLength(5) greeting: string,

  /** 次数 */
  times?: integer,
): {
  ...Status;

  /** 回音 */
  echo: string;
};
`;

function addFixture(text = FIXTURE, name = 'fixture'): void {
  writeFileSync(workspace.path(`catalog/weixin/${name}.tsp`), text);
  edit('catalog/weixin/main.tsp', main => `import "./${name}.tsp";\n${main}`);
}

/** The catalogue as it is. */
let calls: Generated['calls'];
beforeAll(() => {
  const asIs = new Workspace();
  asIs.generate();
  calls = asIs.catalogue().calls;
  asIs.remove();
});

describe('a new entry in the catalogue', () => {
  it('is in the table, the types and the OpenAPI document, and all other calls are as they were', () => {
    addFixture();
    expect(workspace.generate('--openapi')).toMatchObject({ status: 0 });

    expect(workspace.findCall('weixin.fixture.ping')).toMatchObject({
      method: 'POST',
      path: '/wxa/fixture/ping',
      credential: 'token',
      level: 'admin',
      params: [
        { name: 'greeting', type: 'string', required: true, maxLength: 5, place: 'body' },
        { name: 'times', type: 'integer', required: false },
      ],
    });

    expect(workspace.catalogue().calls.filter(call => call.group !== 'fixture')).toEqual(calls);

    const types = workspace.read('src/generated/types.ts');
    expect(types).toContain('ping: Call<Weixin.Fixture.Ping.Params, Weixin.Fixture.Ping.Result>;');
    expect(types).toContain('* 示例调用');

    const openapi = JSON.parse(workspace.read('src/generated/openapi/weixin.json')) as {
      openapi: string;
      servers: { url: string }[];
      paths: Record<string, { post: { summary: string; tags: string[] } }>;
    };
    expect(openapi.openapi).toBe('3.1.0');
    expect(openapi.servers.map(server => server.url)).toEqual([
      'https://api.weixin.qq.com',
      'https://api2.weixin.qq.com',
      'http://127.0.0.1:7002',
    ]);
    expect(openapi.paths['/wxa/fixture/ping']!.post).toMatchObject({
      summary: '示例调用',
      tags: ['fixture'],
    });
  });
});

describe('the page about adding a call', () => {
  const page = readFileSync(join(ROOT, 'docs', 'adding-a-call.md'), 'utf8');
  const blocks = [...page.matchAll(/^```tsp (file|add)=(\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, kind, file, text]) => ({ kind, file: file!, text: text! }),
  );

  it('adds the call it speaks of when it is followed word for word', () => {
    expect(blocks.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
      'file catalog/weixin/phonenumber.tsp',
      'add catalog/weixin/main.tsp',
      'file catalog/en/weixin/phonenumber.tsp',
      'add catalog/en/main.tsp',
    ]);
    const id = 'weixin.phonenumber.getPhoneNumber';

    for (const { kind, file, text } of blocks) {
      if (kind === 'file') rmSync(workspace.path(file));
      else edit(file, old => old.replace(text, ''));
    }
    expect(workspace.generate()).toMatchObject({ status: 0 });
    expect(workspace.catalogue().calls.map(call => call.id)).not.toContain(id);

    for (const { kind, file, text } of blocks) {
      if (kind === 'file') writeFileSync(workspace.path(file), text);
      else edit(file, old => `${text}${old}`);
    }
    expect(workspace.generate()).toMatchObject({ status: 0 });
    expect(workspace.findCall(id)).toMatchObject({ id });
    expect(workspace.catalogue().calls).toEqual(calls);
  });
});

type Problem = [what: string, change: (text: string) => string, augment: string, says: string];

/** Ways in which walking a list can be declared wrong, on the same call with a list. */
const PAGING_PROBLEMS: Problem[] = [
  ['a list that is not in the result', '"item", #{ offset: "times" }', ': item is no list in the result'],
  ['a list that is no list', '"echo", #{ offset: "times" }', ': echo is no list in the result'],
  ['no way to walk', '"list", #{ total: "echo" }', ' takes one of offset, page and cursor'],
  [
    'two ways to walk',
    '"list", #{ offset: "times", page: "times" }',
    ' takes one of offset, page and cursor',
  ],
  ['an offset that is no parameter', '"list", #{ offset: "start" }', ': start is no parameter'],
  ['an offset that is no number', '"list", #{ offset: "flag" }', ': flag is no number'],
  ['no such total', '"list", #{ offset: "times", total: "all" }', ': all is no field of the result'],
  ['a cursor nobody gives', '"list", #{ cursor: "greeting" }', ': greeting is no field of the result'],
  ['a size with no limit', '"list", #{ offset: "times", size: 20 }', ': size needs a limit'],
  [
    'a flag without a cursor',
    '"list", #{ offset: "times", more: "echo" }',
    ': next and more belong to a cursor',
  ],
  ['a first page of an offset', '"list", #{ offset: "times", first: 0 }', ': first is the number of a page'],
  ['no such parameter to go without', '"list", #{ offset: "times", without: #["x"] }', ': x is no parameter'],
].map(([what, how, says]) => [
  `a paged list with ${what}`,
  text =>
    text
      .replace('  echo: string;', '  echo: string;\n\n  /** 列表 */\n  list: string[];')
      .replace('times?: integer,', 'times?: integer,\n\n  /** 标志 */\n  flag?: boolean,'),
  `@@paged(Weixin.FIXTURE.ping, ${how});`,
  `ping: @@paged${says}`,
]);

/** What the reader finds, together in one run; each on a call of its own. */
const PROBLEMS: Problem[] = [
  [
    'a parameter without a comment',
    text => text.replace('  /** 次数 */\n', ''),
    '',
    'ping: times needs a /** comment */',
  ],
  [
    'a number that is in no dictionary',
    text => text.replace('@errors(-1)', '@errors(-1, 123456789)'),
    '',
    'ping: 123456789 is in no dictionary',
  ],
  [
    'a call whose name another one has in another spelling',
    text => `${text}\n/** 又一个 */\n@route("/wxa/FIXTURE/ping2")\n@post\nop Ping(): Status;\n`,
    '',
    'ping: ping already is the name of',
  ],
  [
    'another name that is taken',
    text => text,
    '@@alsoNamed(Weixin.FIXTURE.ping, "ping");',
    'ping: ping already is the name of',
  ],
  [
    'a parameter of two names that are one',
    text => text,
    '@@alsoNamed(Weixin.FIXTURE.ping::parameters.times, "greeting");',
    'ping: the parameter greeting stands twice',
  ],
  [
    'a credential that would be open to clients',
    text => text.replace('echo: string', '@credential echo: string'),
    '@@exposure(Weixin.FIXTURE.ping, "user", "x");',
    'ping: its result holds a credential, so it cannot be "user"',
  ],
  [
    'parameters for an adapter that is not there',
    text => text,
    '@@extra(Weixin.FIXTURE.ping, Facade.TokenParams);',
    'ping: @extra parameters need an adapter',
  ],
  [
    'a default to send that is not there',
    text => text,
    '@@sent(Weixin.FIXTURE.ping::parameters.times);',
    'ping: @sent times has no default to send',
  ],
  [
    'a replacement that does not exist',
    text => text.replace('@errors(-1)', '@errors(-1)\n@replacedBy("weixin.nothing.pong")'),
    '',
    'ping: @replacedBy weixin.nothing.pong is not a call',
  ],
  [
    'a pattern that is more than a set of characters',
    text => text.replace('@maxLength(5)', '@pattern("^a+$")'),
    '',
    'ping: the pattern of greeting must be one character class',
  ],
  [
    'English for a number that has no meaning of its own',
    text => text,
    '@@enMeans(Weixin.FIXTURE.ping, 40001, "x");',
    'ping: @@enMeans 40001 translates nothing',
  ],
  ...PAGING_PROBLEMS,
  [
    'one call for each of many that answers a picture',
    text => text.replace(/\{\s*\.\.\.Status;[\s\S]*\}/, 'Image'),
    '@@many(Weixin.FIXTURE.ping);',
    'ping: @@many needs a call that sends something and answers an object',
  ],
  [
    'a GET whose parameters are not in the query',
    text => text.replace('@post', '@get'),
    '',
    'ping: greeting of a GET goes in the query',
  ],
];

describe('a catalogue with mistakes', () => {
  it('is refused, all of them told at once, and nothing is written', () => {
    PROBLEMS.forEach(([, change, augment], i) => {
      const name = `Mistake${i}`;
      const text = change(FIXTURE)
        .replace('Weixin.Fixture', `Weixin.${name}`)
        .replace(/fixture|FIXTURE/g, `mistake${i}`);
      addFixture(text, `mistake${i}`);
      appendFileSync(workspace.path('catalog/facade.tsp'), `\n${augment.replace('FIXTURE', name)}\n`);
    });
    const { status, output } = workspace.generate();
    expect(status).toBe(1);
    const untold = PROBLEMS.filter(([, , , says], i) => !output.includes(`weixin.mistake${i}.${says}`));
    expect(untold.map(([what]) => what)).toEqual([]);
    expect(() => workspace.read('src/generated/table.ts')).toThrow();
  });

  it('is refused for what TypeSpec itself finds, with file and line', () => {
    addFixture();
    appendFileSync(
      workspace.path('catalog/en/facade.tsp'),
      '\n@@en(Weixin.Fixture.ping::parameters.hello, "a parameter that was renamed");\n',
    );
    const { status, output } = workspace.generate();
    expect(status).toBe(1);
    expect(output).toMatch(/facade\.tsp:\d+:\d+.*hello/);
    expect(() => workspace.read('src/generated/table.ts')).toThrow();
  });
});
