import type { Call, Field } from './catalogue';

/** What editors show when the pointer rests on a call or a parameter. */

/** A doc comment of these paragraphs, indented by `pad` spaces, with its line end. */
export function comment(paragraphs: string[], pad: number): string {
  const lines = paragraphs
    .filter(text => text !== '')
    .flatMap((text, i) => [...(i > 0 ? [''] : []), ...text.split('\n')])
    .map(line => line.replace(/\*\//g, '*\\/').trimEnd());
  const space = ' '.repeat(pad);
  if (lines.length === 1) return `${space}/** ${lines[0]} */\n`;
  return `${space}/**\n${lines.map(line => `${space} *${line === '' ? '' : ` ${line}`}\n`).join('')}${space} */\n`;
}

/** Longer English texts are left to the documentation: two languages of them would hide each other. */
const SHORT = 160;

export function fieldComment(field: Field, pad: number): string {
  const told = (what: string | number): boolean => field.doc.includes(String(what));
  const facts = [
    field.unit && `单位 ${field.unit}`,
    field.maxLength !== undefined && !told(field.maxLength) && `至多 ${field.maxLength} 个字符`,
    (field.min !== undefined || field.max !== undefined) && `${field.min ?? ''}~${field.max ?? ''}`,
    field.maxBytes !== undefined && `至多 ${field.maxBytes} 字节`,
    field.default !== undefined && !told('默认') && `默认 ${JSON.stringify(field.default)}`,
  ].filter(fact => typeof fact === 'string');
  const zh = [field.doc, ...facts].filter(text => text !== '').join('；');
  const en = field.en !== undefined && field.en.length <= SHORT ? field.en : '';
  return zh === '' && en === '' ? '' : comment([[zh, en].filter(text => text !== '').join('\n')], pad);
}

export function callComment(call: Call): string {
  const meanings = call.errors.map(({ code, zh }) => (zh === undefined ? `${code}` : `${code} ${zh}`));
  return comment(
    [
      call.title,
      call.notes,
      call.limit === undefined ? '' : `限制：${call.limit}`,
      meanings.length > 0 ? `错误码：${meanings.join('；')}` : '',
      call.confidence === 'high' ? '' : '资料未经充分核实 / not fully verified',
      [call.en, call.enLimit].filter(text => text !== undefined).join('\n'),
      [
        call.page === undefined ? '' : `@see ${call.page}`,
        call.deprecated === undefined ? '' : `@deprecated ${call.deprecated}`,
      ]
        .filter(text => text !== '')
        .join('\n'),
    ],
    0,
  );
}
