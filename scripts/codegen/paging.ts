import type { Call, Field, Paging, Type } from './catalogue';

/** The type of a result's field; dotted names lead into objects. */
export function resultField(result: Type, path: string): Type | undefined {
  let type: Type | undefined = result;
  for (const name of path.split('.')) {
    if (type === undefined || type.kind !== 'object') return undefined;
    type = type.fields.find((field: Field) => field.name === name)?.type;
  }
  return type;
}

/** What one of a paged list's items is. */
export function itemType(call: Call): Type {
  const list = resultField(call.result, call.paged!.items);
  return list?.kind === 'array' ? list.items : { kind: 'unknown' };
}

/** The parameters that say where a page is, and how long it is. */
export function pageParams({ offset, page, cursor, limit }: Paging): string[] {
  return [offset, page, cursor, limit].filter(name => name !== undefined);
}

/** What is wrong with `@@paged` of a call: every name in it must be one of the call's. */
export function pagingProblems(call: Call): string[] {
  const { paged } = call;
  if (paged === undefined) return [];
  const { items, offset, page, cursor, limit } = paged;
  const ways = [offset, page, cursor].filter(name => name !== undefined);
  if (call.answer !== 'json' || call.rejects || call.result.kind !== 'object') {
    return ['@@paged needs a call that answers an object'];
  }
  const problems: string[] = [];
  if (ways.length !== 1) problems.push('@@paged takes one of offset, page and cursor');
  if (resultField(call.result, items)?.kind !== 'array') {
    problems.push(`@@paged: ${items} is no list in the result`);
  }
  const params = [...call.params.filter(param => !param.own), ...call.extras];
  for (const name of [...pageParams(paged), ...(paged.without ?? [])]) {
    const param = params.find(other => other.name === name);
    if (!param) problems.push(`@@paged: ${name} is no parameter`);
    else if (name !== cursor && !paged.without?.includes(name) && !isNumber(param.type)) {
      problems.push(`@@paged: ${name} is no number`);
    }
  }
  for (const name of resultNames(paged)) {
    if (resultField(call.result, name) === undefined) {
      problems.push(`@@paged: ${name} is no field of the result`);
    }
  }
  if (paged.size !== undefined && limit === undefined)
    problems.push('@@paged: size needs a limit to be sent as');
  if (paged.first !== undefined && page === undefined)
    problems.push('@@paged: first is the number of a page');
  if (cursor === undefined && (paged.next !== undefined || paged.more !== undefined)) {
    problems.push('@@paged: next and more belong to a cursor');
  }
  return problems;
}

/** `@@many` promises an envelope for each receiver. */
export function manyProblems(call: Call): string[] {
  if (!call.many || (call.answer === 'json' && !call.rejects && call.method !== 'LOCAL')) return [];
  return ['@@many needs a call that sends something and answers an object'];
}

function resultNames({ cursor, next, more, total, totalPages }: Paging): string[] {
  return [cursor === undefined ? undefined : (next ?? cursor), more, total, totalPages].filter(
    name => name !== undefined,
  );
}

/** Some platforms write their page numbers as text. */
const isNumber = (type: Type): boolean =>
  type.kind === 'string' ||
  type.kind === 'integer' ||
  type.kind === 'number' ||
  (type.kind === 'values' && type.of === 'number');
