/** What an editor shows when the pointer rests on a call, a parameter or the error codes of a call. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import type { Call, Catalogue, Param } from '../../scripts/codegen/catalogue';
import { compileText, STRICT } from './compile';

const { calls, dictionaries } = JSON.parse(
  readFileSync(resolve(__dirname, '../../src/generated/catalogue.json'), 'utf8'),
) as Catalogue;

interface Hover {
  text: string;
  tags: string[];
}

interface Hovers {
  call: Hover;
  params: Map<string, Hover>;
  codes: Hover;
}

/** As a reader compares: without what a comment does to line ends and to the end of a comment. */
const bare = (text: string): string => text.replace(/\*\\\//g, '*/').replace(/\s+/g, '');

const typeName = (id: string): string =>
  id
    .split('.')
    .map(part => part[0]!.toUpperCase() + part.slice(1))
    .join('.');

let hovers: Hovers[];

beforeAll(() => {
  const text = [
    `import { openapi, type Qq, type Weixin } from 'vk-openapi';`,
    ...calls.map(
      ({ id }, i) =>
        `openapi.${id}; export const use${i} = (params: ${typeName(id)}.Params, code: ${typeName(id)}.ErrorCode) => [params, code];`,
    ),
  ].join('\n');
  hovers = compileText(text, read, { ...STRICT, skipLibCheck: true });
}, 300_000);

/** Two statements a call: one names it, the other its parameters and its error codes. */
function read(program: ts.Program, source: ts.SourceFile): Hovers[] {
  const checker = program.getTypeChecker();
  const hover = (symbol: ts.Symbol | undefined): Hover => ({
    text: bare(ts.displayPartsToString(symbol?.getDocumentationComment(checker))),
    tags: (symbol?.getJsDocTags(checker) ?? []).map(
      ({ name, text }) => `${name} ${bare(ts.displayPartsToString(text))}`,
    ),
  });
  const statements = source.statements.slice(1);
  return calls.map((_, i) => {
    const use = statements[2 * i] as ts.ExpressionStatement;
    const { declarations } = (statements[2 * i + 1] as ts.VariableStatement).declarationList;
    const [params, code] = (declarations[0]!.initializer as ts.ArrowFunction).parameters;
    const codes = (code!.type as ts.TypeReferenceNode).typeName;
    return {
      call: hover(checker.getSymbolAtLocation((use.expression as ts.PropertyAccessExpression).name)),
      params: new Map(
        checker
          .getTypeAtLocation(params!)
          .getProperties()
          .map(property => [property.name, hover(property)]),
      ),
      codes: hover(checker.getSymbolAtLocation((codes as ts.QualifiedName).right)),
    };
  });
}

/** What is said, and should be heard. */
function missing(hover: Hover | undefined, told: (string | false | undefined)[]): string[] {
  return told.filter((text): text is string => typeof text === 'string' && !hover?.text.includes(bare(text)));
}

const shown = (call: Call): Param[] => {
  const extras = new Set(call.extras.map(({ name }) => name));
  return [...call.params.filter(({ own, name }) => own === undefined && !extras.has(name)), ...call.extras];
};

function lackOf(call: Call, { call: hover, params, codes }: Hovers): string[] {
  const dictionary = dictionaries.find(({ platforms }) => platforms.includes(call.platform))!;
  return [
    ...missing(hover, [call.title, call.notes, call.limit]),
    ...(call.page === undefined || hover.tags.includes(`see ${bare(call.page)}`) ? [] : [call.page]),
    ...(call.deprecated === undefined || hover.tags.some(tag => tag.startsWith('deprecated '))
      ? []
      : ['@deprecated']),
    ...shown(call).flatMap(param =>
      missing(params.get(param.name), [
        param.doc,
        param.unit,
        param.maxLength !== undefined && `${param.maxLength}`,
        param.min !== undefined && `${param.min}`,
        param.max !== undefined && `${param.max}`,
        param.maxBytes !== undefined && `${param.maxBytes}`,
      ]).map(text => `${param.name}: ${text}`),
    ),
    ...missing(
      codes,
      call.errors
        .filter(({ code }) => code !== 0)
        .map(
          ({ code, zh }) =>
            `${code} ${zh ?? dictionary.entries.find(entry => entry.code === code)?.zh ?? ''}`,
        ),
    ),
  ];
}

it.each(calls.map((call, i) => [call.id, call, i] as const))(
  '%s shows its title, limits and official page, its parameters their notes, its error codes their meanings',
  (_, call, i) => {
    expect(lackOf(call, hovers[i]!)).toEqual([]);
  },
);
