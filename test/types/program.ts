import type { Call, Catalogue, Field, Param, Type } from '../../scripts/codegen/catalogue';

/*
 * Writes a TypeScript program that uses every call as its catalogue entry says. It is written from the contract
 * and the catalogue alone and shares no code with the emitter that it tests.
 */

/** What the program says about one call. */
export interface Probe {
  id: string;
  /** Its statements: the inside of an async function. */
  text: string;
}

const PREAMBLE = `import { openapi } from 'vk-openapi';
import type { Qq, QqCode, Weixin, WeixinCode } from 'vk-openapi';

declare const bytes: Uint8Array;
declare const wrong: symbol;
/** Fails for \`any\`, and for what is no \`As\`. */
declare function is<As>(): <T extends As>(value: T & (0 extends 1 & T ? never : unknown)) => void;
`;

const ENVELOPE = new Set(['code', 'msg', 'errcode', 'errmsg']);
/** Options of every call; a parameter of that name is the call's own. */
const MISSPELT = 'notAParameter_';

export function probesOf({ calls, groupAliases }: Catalogue): Probe[] {
  const groups = groupAliases.map(({ platform, name, group }) => ({
    id: `${platform}.${name}`,
    text: `openapi.${platform}.${name} = openapi.${platform}.${group};`,
  }));
  return [...calls.map(call => ({ id: call.id, text: statements(call).join('\n') })), ...groups];
}

/** The program, and for each of its lines the call it speaks of. */
export function programOf(probes: Probe[]): { text: string; idAt: (line: number) => string } {
  const lines = PREAMBLE.split('\n');
  const ids: string[] = lines.map(() => 'the preamble');
  probes.forEach(({ id, text }, i) => {
    const body = [`export async function call${i}() {`, ...text.split('\n').map(line => `  ${line}`), '}'];
    lines.push(...body);
    ids.push(...body.map(() => id));
  });
  return { text: lines.join('\n'), idAt: line => ids[line] ?? 'the end' };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function statements(call: Call): string[] {
  const path = `openapi.${call.id}`;
  const types = call.id.split('.').map(upper).join('.');
  const params = paramsOf(call);
  const required = params.filter(isRequired);
  const usual = literal(required);
  return [
    `const res = await ${path}(${usual});`,
    ...accepted(call, path, types, params, required),
    ...refused(path, params, required),
    ...result(call, types),
  ];
}

/** What a caller may give: not what the app itself fills in, and the facade's own where it replaces the wire's. */
function paramsOf(call: Call): Given[] {
  const byName = new Map<string, Given>();
  if (call.credential === 'user') byName.set('access_token', USER_TOKEN);
  for (const param of call.params) if (param.own === undefined) byName.set(param.name, param);
  for (const extra of call.extras) byName.set(extra.name, extra);
  return [...byName.values()];
}

type Given = Pick<Param, 'name' | 'type' | 'required' | 'optional' | 'computed' | 'fallback' | 'aliases'>;

/** With a user's token there is no app whose token could be taken. */
const USER_TOKEN: Given = {
  name: 'access_token',
  type: { kind: 'string' },
  required: true,
  optional: false,
  computed: false,
  aliases: [],
};

const isRequired = (param: Given): boolean =>
  param.required && !param.optional && !param.computed && param.fallback === undefined;

function accepted(call: Call, path: string, types: string, params: Given[], required: Given[]): string[] {
  const lines = [
    `const given: ${types}.Params = ${literal(params)};`,
    `await ${path}(given);`,
    `await ${path}({ ...given, timeout: 1000 } as ${types}.Params, { appid: 'wx1', timeout: 1000 });`,
  ];
  if (required.length === 0) lines.push(`await ${path}();`);
  for (const param of params) {
    for (const alias of param.aliases) {
      const others = required.filter(other => other !== param);
      lines.push(`await ${path}(${literal(others, `${quoted(alias)}: ${value(param.type)}`)});`);
    }
  }
  const others = [...call.aliases.map(name => ({ group: call.group, name })), ...call.elsewhere];
  lines.push(...others.map(({ group, name }) => `openapi.${call.platform}.${group}.${name} = ${path};`));
  if (call.paged) lines.push(`void ${path}.pages;`);
  if (call.many) lines.push(`void ${path}.many;`);
  return lines;
}

function refused(path: string, params: Given[], required: Given[]): string[] {
  const lines = [expectError(`await ${path}(${literal(required, `${MISSPELT}: 1`)});`)];
  for (const param of params) {
    if (!isChecked(param.type)) continue;
    const others = required.filter(other => other !== param);
    lines.push(expectError(`await ${path}(${literal(others, `${quoted(param.name)}: wrong`)});`));
  }
  for (const param of required) {
    const rest = required.filter(other => other !== param);
    lines.push(expectError(`await ${path}(${literal(rest)});`));
  }
  if (required.length > 0) lines.push(expectError(`await ${path}();`));
  return lines;
}

const expectError = (statement: string): string => `// @ts-expect-error\n${statement}`;

function result(call: Call, types: string): string[] {
  const codes = call.errors.map(({ code }) => code).filter(code => code !== 0);
  const platform = call.id.startsWith('qq.') ? 'QqCode' : 'WeixinCode';
  const documented = [
    `const documented: readonly ${types}.ErrorCode[] = [${codes.join(', ')}];`,
    `is<readonly ${platform}[]>()(documented);`,
    expectError(`const undocumented: ${types}.ErrorCode = 123454321;`),
  ];
  return [...documented, ...answer(call, types, platform)];
}

function answer(call: Call, types: string, platform: string): string[] {
  const failed = `{ is<${platform} | \`vk-openapi-\${string}\`>()(res.code); is<string>()(res.msg); is<string>()(res.errmsg); return res; }`;
  if (call.answer === 'binary') {
    return [
      `if (res.code) ${failed}`,
      'is<Buffer>()(res);',
      `const written: ${types}.Result = res;`,
      'return written;',
    ];
  }
  if (call.result.kind !== 'object') return [`is<${call.result.kind}>()(res);`];
  return [
    `const written: ${types}.Result = res;`,
    `if (res.code !== 0) ${failed}`,
    'is<0>()(res.code); is<0>()(res.errcode); is<string>()(res.msg); is<string>()(res.errmsg);',
    ...fieldChecks(call.result.fields, 'res', new Set(ENVELOPE)),
    'return written;',
  ];
}

/** Every field, to the depth the catalogue knows; an optional one may be absent, a required one is not. */
function fieldChecks(fields: readonly Field[], owner: string, skip = new Set<string>()): string[] {
  return fields.flatMap(({ name, type, required }) => {
    if (skip.has(name)) return [];
    const at = `${owner}[${JSON.stringify(name)}]`;
    const absent = required ? '' : ' | undefined';
    const inner = type.kind === 'array' ? type.items : type;
    const deeper = `${at}${required ? '' : '!'}${type.kind === 'array' ? '[0]!' : ''}`;
    const nested = inner.kind === 'object' ? fieldChecks(inner.fields, deeper) : [];
    const as = checkable(type);
    return [...(as === undefined ? [] : [`is<${as}${absent}>()(${at});`]), ...nested];
  });
}

/** What a field must be at the least; nothing where the catalogue itself does not know. */
function checkable(type: Type): string | undefined {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return type.kind;
    case 'integer':
      return 'number';
    case 'values':
      return type.values.map(one => JSON.stringify(one)).join(' | ');
    case 'array': {
      const items = checkable(type.items);
      return items === undefined ? 'readonly unknown[]' : `readonly (${items})[]`;
    }
    case 'object':
    case 'map':
      return 'object';
    case 'union': {
      const types = type.types.map(checkable);
      return types.some(one => one === undefined) ? undefined : types.join(' | ');
    }
    case 'file':
    case 'unknown':
      return undefined;
  }
}

/** Whether a symbol is refused. */
const isChecked = (type: Type): boolean =>
  type.kind === 'union' ? type.types.every(isChecked) : type.kind !== 'unknown';

const quoted = (name: string): string => JSON.stringify(name);

function literal(params: readonly Pick<Field, 'name' | 'type'>[], ...more: string[]): string {
  const given = params.map(({ name, type }) => `${quoted(name)}: ${value(type)}`);
  const all = [...given, ...more];
  return all.length === 0 ? '{}' : `{ ${all.join(', ')} }`;
}

function value(type: Type): string {
  switch (type.kind) {
    case 'string':
      return `'text'`;
    case 'integer':
    case 'number':
      return '1';
    case 'boolean':
      return 'true';
    case 'unknown':
      return 'null';
    case 'file':
      return 'bytes';
    case 'values':
      return JSON.stringify(type.values[0]);
    case 'union':
      return value(type.types[0]!);
    case 'array':
      return `[${value(type.items)}]`;
    case 'map':
      return `{ 'any key': ${value(type.value)} }`;
    case 'object':
      return literal(type.fields.filter(({ required }) => required));
  }
}
