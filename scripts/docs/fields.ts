import type { Field, Param, Type } from '../codegen/catalogue';
import { code, escapeHtml, html } from './escape';
import type { Language } from './page';
import { WORDS } from './words';

/** A type as a reader of JavaScript writes it. */
export function typeText(type: Type, fileWord: string): string {
  switch (type.kind) {
    case 'integer':
      return 'number';
    case 'unknown':
      return 'any';
    case 'file':
      return fileWord;
    case 'values':
      return type.values.map(value => JSON.stringify(value)).join(' | ');
    case 'union':
      return type.types.map(one => typeText(one, fileWord)).join(' | ');
    case 'array': {
      const items = typeText(type.items, fileWord);
      return items.includes(' ') ? `(${items})[]` : `${items}[]`;
    }
    case 'map':
      return 'object';
    default:
      return type.kind;
  }
}

/** The fields inside a type, and how their names begin. */
function inside(type: Type): { prefix: string; fields: Field[] } {
  if (type.kind === 'object') return { prefix: '.', fields: type.fields };
  if (type.kind === 'array') {
    const { prefix, fields } = inside(type.items);
    return { prefix: `[]${prefix}`, fields };
  }
  if (type.kind === 'map') {
    const { prefix, fields } = inside(type.value);
    return { prefix: `.*${prefix}`, fields };
  }
  return { prefix: '', fields: [] };
}

/** What is said of a field beyond its note: nothing twice. */
function limits(field: Field | Param, language: Language): string[] {
  const words = WORDS[language];
  const doc = language === 'zh' ? field.doc : (field.en ?? field.doc);
  const told = (what: string | number): boolean => doc.includes(String(what));
  const param = 'aliases' in field ? field : undefined;
  const fallback = field.default ?? param?.fallback;
  return [
    field.openid && !/openid/i.test(doc) ? words.openid : undefined,
    field.unit && !told(field.unit) ? words.unit(field.unit) : undefined,
    field.maxLength !== undefined && !told(field.maxLength) ? words.maxLength(field.maxLength) : undefined,
    field.min !== undefined || field.max !== undefined ? words.range(field.min, field.max) : undefined,
    field.maxBytes !== undefined ? words.maxBytes(field.maxBytes) : undefined,
    // A class as it is written in a pattern, without the escapes that only a pattern needs.
    field.chars !== undefined && !/`/.test(doc + field.chars)
      ? words.chars(field.chars.replace(/\\(.)/g, '$1'))
      : undefined,
    fallback !== undefined && !/默认|default/i.test(doc)
      ? words.fallback(JSON.stringify(fallback))
      : undefined,
    param?.computed ? words.computed : undefined,
    param && param.aliases.length > 0
      ? words.fieldAlias(param.aliases.map(name => `\`${name}\``).join(language === 'zh' ? '、' : ', '))
      : undefined,
  ].filter(text => text !== undefined);
}

interface Row {
  name: string;
  depth: number;
  field: Field;
  required: boolean;
}

function rows(fields: readonly Field[], needed: (field: Field) => boolean, prefix = '', depth = 0): Row[] {
  return fields.flatMap(field => {
    const name = `${prefix}${field.name}`;
    const below = inside(field.type);
    return [
      { name, depth, field, required: needed(field) },
      ...rows(below.fields, child => child.required, `${name}${below.prefix}`, depth + 1),
    ];
  });
}

/** Between the parts of a long name a line may break. */
const breakable = (name: string): string => escapeHtml(name).replace(/([._]|\[\])(?=\w)/g, '$1<wbr>');

/**
 * The table of a call's parameters or of its result. On a phone each row becomes a card (theme/style.css), so
 * cells carry the name of their column.
 */
export function fieldTable(
  fields: readonly Field[],
  language: Language,
  needed?: (field: Field) => boolean,
): string {
  const words = WORDS[language];
  const body = rows(fields, needed ?? (() => false)).map(({ name, depth, field, required }) => {
    const doc = (language === 'zh' ? field.doc : (field.en ?? field.doc)).trim();
    const more = limits(field, language)
      .map(html)
      .join(language === 'zh' ? '；' : '; ');
    const note = [html(doc), more && `<span class="limits">${more}</span>`].filter(Boolean).join('<br>');
    const badge = needed && required ? `<span class="required">${words.required}</span>` : '';
    return [
      `<tr class="depth-${Math.min(depth, 4)}">`,
      `<td class="name"><code>${breakable(name)}</code>${badge}</td>`,
      `<td class="type" data-label="${words.type}">${code(typeText(field.type, words.file))}</td>`,
      `<td class="note">${note}</td></tr>`,
    ].join('');
  });
  const head = [words.name, words.type, words.note].map(text => `<th>${text}</th>`).join('');
  return `<table class="fields" v-pre><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}
