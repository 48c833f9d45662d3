/** Values for the parameters of any call, made from their description and within its limits. */
import { OPENID, PNG, QQ_OPENID } from '../calls/world';
import type { Call, Field, Type } from './catalogue';
import { particular } from './particular';

/** `all`: every parameter and every field; `required`: no more than must be there. */
export type Which = 'all' | 'required';

/** Texts that mean something to the platform by their name. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/url$|^uri$/i, 'https://example.com/测试?a=1&b=二'],
  [/(begin|start|end|ref)_?(date|ds)$|^date$/i, '20260115'],
  [/(^|_)(media|article|waybill|order)_?id$|ticket$/i, 'demo-1'],
];

/** Characters of more than one byte, and of more than one UTF-16 unit: what goes wrong first on the wire. */
const textOf = (name: string) => `测试 ${name} 😀`;

let codes = 0;

function text(field: Field, platform: string): string {
  const openid = platform === 'qq' ? QQ_OPENID : OPENID;
  if (field.openid || /^(openid|touser)(_list)?$|_openid$/.test(field.name)) return openid;
  // Good once, so every call has its own.
  if (/^(js_)?code$/.test(field.name)) return `demo-alice-${(codes += 1)}`;
  if (field.chars !== undefined) return 'a=1';
  const known = BY_NAME.find(([pattern]) => pattern.test(field.name));
  const value = known ? known[1] : textOf(field.name);
  return field.maxLength === undefined ? value : [...value].slice(0, field.maxLength).join('');
}

const number = ({ min, max }: Field): number => Math.min(max ?? 2, Math.max(min ?? 2, 2));

function value(field: Field, type: Type, which: Which, platform: string): unknown {
  switch (type.kind) {
    case 'string':
      return text(field, platform);
    case 'integer':
    case 'number':
      return number(field);
    case 'boolean':
      return true;
    case 'values':
      return type.values[0];
    case 'union':
      return value(field, type.types[0]!, which, platform);
    case 'array':
      return [value(field, type.items, which, platform)];
    case 'map':
      return { demo: value(field, type.value, which, platform) };
    case 'object':
      return fields(type.fields, which, platform);
    case 'file':
      return PNG;
    default:
      return { 测试: 1 };
  }
}

function fields(list: readonly Field[], which: Which, platform: string): Record<string, unknown> {
  const chosen = list.filter(field => which === 'all' || field.required);
  return Object.fromEntries(chosen.map(field => [field.name, value(field, field.type, which, platform)]));
}

/** Parameters as a user would give them: the app's own are not among them, signatures are. */
export function paramsOf(call: Call, which: Which): Record<string, unknown> {
  const params = call.params.filter(param => {
    if (param.own) return false;
    if (which === 'all') return true;
    // A signature is computed when it is not given; here it is given.
    return param.computed || (param.required && param.fallback === undefined && !param.optional);
  });
  const extras = call.extras.filter(extra => which === 'all' || extra.required);
  const made = [...params, ...extras].map(field => [
    field.name,
    value(field, field.type, which, call.platform),
  ]);
  return { ...Object.fromEntries(made), ...particular(call.id, which) };
}
