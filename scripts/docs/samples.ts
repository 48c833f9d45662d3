import type { Call, Field, Param, Type } from '../codegen/catalogue';
import { callerParams, isRequired } from '../codegen/caller-params';

/** Values that a reader recognises as his own to fill in, as JavaScript. */

const quote = (text: string): string =>
  text.includes("'") ? JSON.stringify(text) : `'${text.replace(/\\/g, '\\\\')}'`;
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

const placeholder = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toUpperCase();

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/openid|touser/i, 'OPENID'],
  [/^(page|path|page_?path)$/i, 'pages/index/index'],
  [/url$/i, 'https://example.com/'],
  [/^(begin|start|end|from|to|ref)?_?(date|day)$/i, '20261120'],
  [/^scene$/, 'a=1'],
  [/^(content|text|title|name)$/, 'hello'],
];

function string(field: Field): string {
  const word = WORDS.find(([pattern]) => pattern.test(field.name))?.[1] ?? placeholder(field.name);
  const allowed = field.chars === undefined ? undefined : new RegExp(`[${field.chars}]`);
  const fit = allowed ? [...word].filter(char => allowed.test(char)).join('') : word;
  const text = fit === '' ? '1' : fit;
  return quote(field.maxLength === undefined ? text : text.slice(0, field.maxLength));
}

function number(field: Field): string {
  const usual = /time(stamp)?$/i.test(field.name)
    ? 1795000000
    : /^(limit|count|size|num)$/i.test(field.name)
      ? 10
      : 1;
  return String(Math.min(Math.max(usual, field.min ?? usual), field.max ?? usual));
}

function sample(type: Type, field: Field, pad: string): string {
  switch (type.kind) {
    case 'string':
      return string(field);
    case 'integer':
    case 'number':
      return number(field);
    case 'boolean':
      return 'true';
    case 'file':
      return '{ fileID: event.fileID }';
    case 'values': {
      const [first] = type.values;
      return typeof first === 'string' ? quote(first) : String(first);
    }
    case 'union':
      return sample(type.types[0]!, field, pad);
    case 'array':
      return `[${sample(type.items, field, pad)}]`;
    case 'map':
      return map(type.value, field, pad);
    case 'object':
      return object(shownFields(type.fields), pad);
    case 'unknown':
      return '{}';
  }
}

function map(value: Type, field: Field, pad: string): string {
  if (value.kind !== 'object') return `{ KEY: ${sample(value, field, pad)} }`;
  return field.bare
    ? `{ thing1: 'hello' }`
    : `{ KEY: ${object(
        value.fields.filter(inner => inner.required),
        pad,
      )} }`;
}

/** Where nothing is required, the first two show what kind of thing it is. */
function shownFields(fields: readonly Field[]): readonly Field[] {
  const required = fields.filter(field => field.required);
  return required.length > 0 ? required : fields.slice(0, 2);
}

function object(fields: readonly Field[], pad: string): string {
  if (fields.length === 0) return '{}';
  const inner = `${pad}  `;
  const parts = fields.map(field => `${key(field.name)}: ${sample(field.type, field, inner)}`);
  const line = `{ ${parts.join(', ')} }`;
  return line.length <= 60 && !line.includes('\n')
    ? line
    : `{\n${parts.map(part => `${inner}${part},\n`).join('')}${pad}}`;
}

/** What the seeds' adapters take in one of several ways, no single one required. */
const CHOSEN: Readonly<Record<string, readonly string[]>> = {
  'weixin.auth.code2Session': ['js_code'],
  'qq.auth.code2Session': ['js_code'],
  'weixin.decrypt.getPhoneNumber': ['code'],
  'weixin.security.imgSecCheck': ['base64'],
  'qq.security.imgSecCheck': ['base64'],
  'weixin.security.msgSecCheck': ['content', 'openid'],
};

/** The parameters of an example: what is required, and else what the call is about. */
export function sampleParams(call: Call, pad: string): string {
  const params = callerParams(call);
  const chosen = CHOSEN[call.id];
  const shown = params.filter((param: Param) => chosen?.includes(param.name) ?? isRequired(param));
  return shown.length === 0 ? '' : object(shown, pad);
}
