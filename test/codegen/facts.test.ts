import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Call, Field, Param, Type } from '../../scripts/codegen/catalogue';
import { runtimeType } from '../../scripts/codegen/emit-table';
import { type Generated, ROOT, Workspace } from './generator';
import { KNOWN, NOT_A_CALL, SAME_MEANING, WITHOUT_FACTS } from './known-differences';

/*
 * The catalogue was written from gathered facts about the platforms. Where they are at hand (FACTS_DIR, or
 * ../shared/facts beside the repository) the two must agree, or known-differences.ts says why they do not.
 */

const FACTS = resolve(process.env.FACTS_DIR ?? join(ROOT, '..', 'shared', 'facts'));
const present = existsSync(join(FACTS, 'errcodes.json'));
if (!present) console.warn(`No facts in ${FACTS} (FACTS_DIR): the comparison with the catalogue is skipped.`);
const whenPresent = present ? describe : describe.skip;

interface Fact {
  name: string;
  type: string;
  in?: string;
  required?: boolean;
  fields?: Fact[];
  items?: string;
  enum?: { value: string | number }[];
  const?: unknown;
  default?: unknown;
  unit?: string;
  min?: number;
  max?: number;
  max_length?: number;
  allowed_chars?: string;
  note?: string;
  note_zh?: string;
}

interface CallFact {
  id: string;
  method: string;
  host: string;
  path: string;
  title_zh: string;
  status: string;
  encoding: string;
  limits: string;
  doc: string;
  confidence: string;
  api_signature?: string;
  params: Fact[];
  response: { kind: string; fields: Fact[] };
  errors: { code: number; meaning_zh: string }[];
}

interface ErrorFact {
  code: number;
  errmsg_en: string;
  errmsg_is_literal: boolean;
  meaning_zh: string;
  meaning_en: string;
  action: string;
}

const readFacts = <T>(name: string): T => JSON.parse(readFileSync(join(FACTS, name), 'utf8')) as T;

/** The platforms the facts are about. */
const PLATFORMS = new Set(['weixin', 'weixin.h5', 'qq']);

const ENVELOPE = new Set(['errcode', 'errmsg', 'errCode', 'errMsg']);
/** Width and spacing of punctuation differ between the facts; what is said does not. */
const plain = (text: string): string =>
  text.replace(
    /[（），：；、\s]/g,
    sign => ({ '（': '(', '）': ')', '，': ',', '：': ':', '；': ';' })[sign] ?? '',
  );

const inner = (type: Type): Type =>
  type.kind === 'array' ? type.items : type.kind === 'map' ? type.value : type;
const fieldsOf = (type: Type): Field[] => {
  const inside = inner(type);
  return inside.kind === 'object' ? inside.fields : [];
};
/** The facts write the whole body in two ways. */
const BODY = new Set(['<body>', '(body)']);
const nameOf = (fact: Fact): string => (BODY.has(fact.name) ? 'body' : fact.name);

/** Whether the remarks on a field name these values: a choice may be known from there only. */
function remarked(fact: Fact, values: readonly unknown[]): boolean {
  const remarks = `${fact.note ?? ''} ${fact.note_zh ?? ''}`;
  return values.every(value => new RegExp(`(?<![\\w])${String(value)}(?![\\w])`).test(remarks));
}

/** `<key>` and its like stand for the free keys of a map. */
const factFields = (fact: Fact): Fact[] => {
  const fields = fact.fields ?? [];
  return fields[0]?.name.startsWith('<') ? (fields[0].fields ?? []) : fields;
};

whenPresent('the catalogue and the facts', () => {
  let workspace: Workspace;
  let generated: Generated;
  let facts: Map<string, CallFact>;

  beforeAll(() => {
    workspace = new Workspace();
    expect(workspace.generate()).toMatchObject({ status: 0 });
    generated = workspace.catalogue();
    const files = readdirSync(FACTS).filter(name => /^(weixin-mp|weixin-h5|qq)\.json$/.test(name));
    facts = new Map(files.flatMap(name => readFacts<CallFact[]>(name)).map(fact => [fact.id, fact]));
  });
  afterAll(() => workspace.remove());

  /** The differences that were met; what is listed and was not met is listed in vain. */
  const met = new Set<string>();
  const known = new Set(KNOWN.flatMap(({ differences }) => differences));

  /** Compares every call; what differs is listed, so that one run tells everything. */
  function differences(
    compare: (call: Call, fact: CallFact) => [what: string, ours: unknown, theirs: unknown][],
  ) {
    return generated.calls.flatMap(call => {
      const fact = facts.get(call.id);
      if (!fact) return [];
      return compare(call, fact)
        .filter(([what, ours, theirs]) => {
          if (JSON.stringify(ours) === JSON.stringify(theirs)) return false;
          met.add(`${call.id} ${what}`);
          return !known.has(`${call.id} ${what}`);
        })
        .map(
          ([what, ours, theirs]) => `${call.id} ${what}: ${JSON.stringify(ours)} / ${JSON.stringify(theirs)}`,
        );
    });
  }

  it('describe the same calls, the deprecated and the withdrawn ones too', () => {
    const described = new Set(generated.calls.map(call => call.id));
    const wanted = [...facts.keys()].filter(id => !/^[\w.]+\.request$/.test(id));
    expect(wanted.filter(id => !described.has(id)).sort()).toEqual(Object.keys(NOT_A_CALL).sort());
    expect(wanted.length).toBeGreaterThan(700);
    const more = generated.calls.filter(({ id, platform }) => PLATFORMS.has(platform) && !facts.has(id));
    expect(more.map(call => call.id).sort()).toEqual(Object.keys(WITHOUT_FACTS).sort());
  });

  it('agree on method, address, status, page and title', () => {
    expect(
      differences((call, fact) => [
        ['method', call.method, fact.method],
        ['path', call.path, fact.path],
        ['host', call.origin ?? '', /api\.(weixin|q)\.qq\.com/.test(fact.host) ? '' : fact.host],
        ['deprecated', call.deprecated !== undefined, fact.status !== 'current'],
        ['removed', call.removed !== undefined, fact.status === 'removed'],
        ['page', call.page ?? '', fact.doc],
        ['confidence', call.confidence, fact.confidence],
        ['signing', call.apiSigned ?? 'no', fact.api_signature ?? 'no'],
        ['limits', call.limit !== undefined, fact.limits !== ''],
        [
          'answer',
          call.answer,
          { binary: 'binary', json_or_binary: 'binary', xml: 'text' }[fact.response.kind] ?? 'json',
        ],
        ...(fact.method === 'LOCAL'
          ? []
          : ([['title', plain(call.title), plain(fact.title_zh)]] as const)
        ).map(([what, ours, theirs]): [string, unknown, unknown] => [what, ours, theirs]),
      ]),
    ).toEqual([]);
  });

  it('agree on every parameter: name, place, type, whether it is required, limits, values and defaults', () => {
    expect(
      differences((call, fact) => {
        if (fact.method === 'LOCAL') {
          const names = new Set([...call.params, ...call.extras].flatMap(p => [p.name, ...p.aliases]));
          return [['parameters', fact.params.map(p => p.name).filter(name => !names.has(name)), []]];
        }
        const theirs = new Map(fact.params.map(p => [nameOf(p), p]));
        return [
          ['names', call.params.map(p => p.name).sort(), [...theirs.keys()].sort()],
          ...call.params.flatMap(param => {
            const other = theirs.get(param.name);
            return other ? comparePlace(param, other) : [];
          }),
          ...compareFields(call.params, fact.params, true),
        ];
      }),
    ).toEqual([]);
  });

  it('agree on every field of a result', () => {
    expect(
      differences((call, fact) => {
        if (fact.method === 'LOCAL' || call.result.kind !== 'object') return [];
        // What an adapter makes of an answer is the contract's, not the platform's.
        if (call.adapter && ['code2Session', 'msgSecCheck', 'getUserEncryptKey'].includes(call.name))
          return [];
        const wanted = fact.response.fields.filter(
          f => !ENVELOPE.has(f.name) && !f.name.startsWith('<') && f.type !== 'binary',
        );
        return [
          ['result', call.result.fields.map(f => f.name).sort(), wanted.map(f => f.name).sort()],
          ...compareFields(call.result.fields, wanted, false),
        ];
      }),
    ).toEqual([]);
  });

  it('agree on the numbers of every call, and on what they mean to it', () => {
    expect(
      differences((call, fact) => {
        const dictionary = generated.dictionaries.find(d => d.platforms.includes(call.platform))!;
        const theirs = fact.errors.filter(error => error.code !== 0);
        return [
          ['numbers', call.errors.map(e => e.code), theirs.map(e => e.code).sort((a, b) => a - b)],
          ...theirs.map((error): [string, unknown, unknown] => {
            const own = call.errors.find(e => e.code === error.code)?.zh;
            const zh = own ?? dictionary.entries.find(entry => entry.code === error.code)?.zh ?? '';
            const same = SAME_MEANING[error.code]?.some(words => plain(words) === plain(error.meaning_zh));
            return [`${error.code}`, plain(zh), same ? plain(zh) : plain(error.meaning_zh)];
          }),
        ];
      }),
    ).toEqual([]);
  });

  it('differ in nothing that is listed and is no difference any more', () => {
    expect([...known].filter(what => !met.has(what))).toEqual([]);
  });

  it('agree on the whole dictionary of WeChat numbers', () => {
    const ours = generated.dictionaries.find(d => d.platforms[0] === 'weixin')!.entries;
    const theirs = readFacts<ErrorFact[]>('errcodes.json').sort((a, b) => a.code - b.code);
    expect(ours.map(({ code, zh, en, action }) => ({ code, zh, en, action }))).toEqual(
      theirs.map(({ code, meaning_zh, meaning_en, errmsg_en, errmsg_is_literal, action }) => ({
        code,
        zh: meaning_zh,
        en: errmsg_is_literal ? errmsg_en : meaning_en,
        action,
      })),
    );
  });
});

function comparePlace(param: Param, fact: Fact): [string, unknown, unknown][] {
  return [
    [`${param.name} place`, param.place, BODY.has(fact.name) ? 'raw' : fact.in],
    [`${param.name} required`, param.required, fact.required === true],
  ];
}

/** A text's values are texts, though the facts write some as numbers. */
const comparable = (values: readonly unknown[] | undefined, kind: string): readonly unknown[] | undefined =>
  kind === 'string' ? values?.map(String) : values;

function compareFields(
  ours: Field[],
  theirs: Fact[],
  params: boolean,
  path = '',
): [string, unknown, unknown][] {
  return theirs.flatMap(fact => {
    const name = nameOf(fact);
    const where = `${path}${name}`;
    const field = ours.find(f => f.name === name);
    if (!field) return [[where, 'missing', 'there']];
    const { type } = field;
    const values = type.kind === 'values' && type.values.length > 1 ? type.values : undefined;
    const constant = type.kind === 'values' && type.values.length === 1 ? type.values[0] : undefined;
    const kind = runtimeType(type);
    const listed = fact.type === 'boolean' ? undefined : fact.enum?.map(e => e.value);
    const theirValues =
      listed === undefined && values !== undefined && remarked(fact, values)
        ? comparable(values, kind)
        : comparable(listed, kind);
    // What is known from a remark only does not stop a call, and is not a fact of its own.
    const limit = (what: 'maxLength' | 'min' | 'max', theirs: number | undefined) =>
      theirs === undefined && field.advisory ? undefined : field[what];
    const loose =
      BODY.has(fact.name) ||
      fact.type === 'raw' ||
      (fact.type === 'number' && kind === 'integer' && type.kind === 'values');
    return [
      [`${where} type`, loose ? fact.type : kind, fact.type],
      ...(type.kind === 'array' && fact.items
        ? [[`${where} items`, runtimeType(type.items), fact.items]]
        : []),
      [`${where} values`, comparable(values, kind), constant === undefined ? theirValues : undefined],
      ...('const' in fact ? [[`${where} const`, constant, fact.const]] : []),
      ...(params && 'default' in fact && !('const' in fact) && typeof fact.default !== 'object'
        ? [[`${where} default`, field.default, fact.default]]
        : []),
      [`${where} maxLength`, limit('maxLength', fact.max_length), fact.max_length],
      [`${where} min`, limit('min', fact.min), fact.min],
      [`${where} max`, limit('max', fact.max), fact.max],
      [`${where} chars`, field.chars !== undefined, fact.allowed_chars !== undefined],
      ...(path !== '' && params && fact.required ? [[`${where} required`, field.required, true]] : []),
      ...(path === '' ? [[`${where} unit`, field.unit, fact.unit]] : []),
      ...compareFields(fieldsOf(type), factFields(fact), params, `${where}.`),
    ] as [string, unknown, unknown][];
  });
}
