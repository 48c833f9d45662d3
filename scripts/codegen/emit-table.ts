import type { Call, Catalogue, Field, Paging, Param, Signature, Type } from './catalogue';
import { isSealable } from './signatures';

/*
 * The runtime table, packed: one text a group, one line a call, expanded by src/call/table.ts. The notation
 * is described there, beside its reader.
 */

const TYPE_LETTERS: Record<string, string> = {
  string: '',
  integer: 'i',
  number: 'n',
  boolean: 'b',
  object: 'o',
  array: 'a',
  file: 'f',
  any: 'x',
};
const PLACE_SIGNS: Record<string, string> = {
  query: '?',
  form: '&',
  header: '^',
  raw: '@',
  path: '/',
  body: '.',
};
const SIGNATURES: Record<Signature, string> = { pay: 'p', user: 'u', session: 'e', fields: 'f' };
const LEVELS: Record<string, string> = { public: '0', user: '1', admin: '', server: '3', none: '4' };

/** Everything but letters, digits and a few harmless signs is percent-encoded: the notation uses the rest. */
const escape = (value: unknown): string =>
  String(value).replace(/[^\w.\-/]/gu, sign => encodeURIComponent(sign).replace(/^[^%]$/, hex));
const hex = (sign: string): string => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;

/** Where a call's parameters go unless they say otherwise. */
export function usualPlace(call: Pick<Call, 'method' | 'encoding'>): string {
  return call.method === 'GET' ? 'query' : call.encoding === 'multipart' ? 'form' : 'body';
}

export function runtimeType(type: Type): string {
  switch (type.kind) {
    case 'values':
      return type.of === 'number' ? (type.integer ? 'integer' : 'number') : type.of;
    case 'map':
      return 'object';
    case 'unknown':
    case 'union':
      return 'any';
    default:
      return type.kind;
  }
}

/** What a type adds to a parameter's name: its letter, listed values, items, and the fields inside. */
function packType(type: Type, constant: boolean): string {
  const letter = TYPE_LETTERS[runtimeType(type)];
  let out = letter ? `:${letter}` : '';
  if (type.kind === 'values' && !constant) out += `{${type.values.map(escape).join(',')}}`;
  const inner = type.kind === 'array' ? type.items : type.kind === 'map' ? type.value : type;
  if (type.kind === 'array') out += `;${TYPE_LETTERS[runtimeType(inner)] || 's'}`;
  if (type.kind === 'map') out += '#';
  if (inner.kind === 'object' && inner.fields.length > 0) {
    out += `(${inner.fields.map(field => packField(field, '')).join(' ')})`;
  }
  return out;
}

function packField(field: Field, more: string): string {
  const constant = field.type.kind === 'values' && field.type.values.length === 1 && field.required;
  const { min, max } = field;
  let out = escape(field.name);
  if (field.required) out += '!';
  if (field.maxLength !== undefined) out += `<${field.maxLength}`;
  if (field.maxBytes !== undefined) out += `>${field.maxBytes}`;
  if (min !== undefined || max !== undefined) out += `[${min ?? ''},${max ?? ''}]`;
  if (field.chars !== undefined) out += `~${escape(field.chars)}`;
  if (field.advisory) out += "'";
  if (field.openid) out += '$';
  return out + more + packType(field.type, constant);
}

function packParam(given: Param, usual: string): string {
  // What is computed when it is not given is not asked of the caller.
  const param = given.computed ? { ...given, required: false } : given;
  const place = param.place === usual ? '' : PLACE_SIGNS[param.place];
  let more = '';
  if (param.own) more += param.own === 'appid' ? '*a' : '*s';
  if (param.fallback !== undefined) more += `=${escape(param.fallback)}`;
  return place + packField(param, more);
}

/** A parameter of the facade's, which goes nowhere; what is optional before the adapter is not required here. */
const packExtra = (param: Param): string =>
  packParam({ ...param, place: 'body', required: param.required && !param.optional }, 'body');

const PAGING_LETTERS: [keyof Paging, string][] = [
  ['offset', 'o'],
  ['page', 'p'],
  ['first', 'f'],
  ['cursor', 'c'],
  ['next', 'n'],
  ['more', 'm'],
  ['limit', 'l'],
  ['size', 's'],
  ['total', 't'],
  ['totalPages', 'k'],
  ['without', 'w'],
];

function packPaging(paged: Paging | undefined): string {
  if (paged === undefined) return '';
  const rest = PAGING_LETTERS.filter(([name]) => paged[name] !== undefined);
  return [paged.items, ...rest.map(([name, letter]) => `${letter}=${String(paged[name])}`)].join(' ');
}

function packCall(call: Call): string {
  const usual = usualPlace(call);
  let flags = call.method === 'LOCAL' ? 'L' : call.method.charAt(0);
  if (call.method !== 'LOCAL' && call.credential !== 'token')
    flags += { secret: 's', user: 'U', none: 'n' }[call.credential];
  if (call.encoding === 'multipart') flags += 'm';
  if (call.encoding === 'raw') flags += 'r';
  if (call.answer !== 'json') flags += call.answer === 'binary' ? 'b' : 't';
  if (call.repeatable) flags += 'y';
  if (call.adapter) flags += 'a';
  if (call.rejects) flags += 'j';
  flags += call.signed.map(kind => SIGNATURES[kind]).join('');
  if (isSealable(call)) flags += call.apiSigned === 'required' ? 'Q' : 'q';
  if (call.paged) flags += 'I';
  if (call.many) flags += 'M';
  if (call.removed !== undefined) flags += 'w';
  else if (call.deprecated !== undefined) flags += 'd';
  flags += LEVELS[call.level];
  const aliases = [...call.params, ...call.extras].flatMap(param =>
    param.aliases.map(alias => `${alias}=${param.name}`),
  );
  const columns = [
    call.name,
    `${flags} ${call.origin ?? ''}${call.path}`,
    call.params.map(param => packParam(param, usual)).join(' '),
    call.extras.map(packExtra).join(' '),
    aliases.join(' '),
    call.credentials.join(' '),
    call.replacedBy ?? '',
    packPaging(call.paged),
  ];
  return columns.join('\t').replace(/\t+$/, '');
}

/** `src/generated/table.ts`. */
export function emitTable({ calls, groupAliases }: Catalogue): string {
  const platforms = new Map<string, Map<string, string[]>>();
  const linesOf = (platform: string, group: string): string[] => {
    const groups = platforms.get(platform) ?? new Map<string, string[]>();
    platforms.set(platform, groups);
    const lines = groups.get(group) ?? [];
    groups.set(group, lines);
    return lines;
  };
  for (const call of calls) {
    const lines = linesOf(call.platform, call.group);
    lines.push(packCall(call), ...call.aliases.map(alias => `${alias}\t=${call.name}`));
    for (const { group, name } of call.elsewhere) {
      linesOf(call.platform, group).push(`${name}\t=${call.group}.${call.name}`);
    }
  }
  for (const { platform, name, group } of groupAliases) linesOf(platform, name).push(`=${group}`);
  const groupLine = ([group, lines]: [string, string[]]) => `    ${group}: ${quote(lines.join('\n'))},`;
  const body = [...platforms].map(
    ([platform, groups]) => `  ${quote(platform)}: {\n${[...groups].map(groupLine).join('\n')}\n  },`,
  );
  return `/** Platform → group → its calls, a line each. The notation: src/call/table.ts. */
export const table: Record<string, Record<string, string>> = {
${body.join('\n')}
};
`;
}

/** A string literal with as little escaping as the content allows. */
const quote = (text: string): string =>
  `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\t/g, '\\t')}'`;
