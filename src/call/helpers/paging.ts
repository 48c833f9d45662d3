/** How a paged list is walked, as `@@paged` of the catalogue says it. */
export interface Paging {
  /** The list in the result; dotted where it lies deeper. */
  items: string;
  /** Parameter: the number of the first item, from 0. */
  offset?: string;
  /** Parameter: the number of the page. */
  page?: string;
  /** The number of the first page. */
  first: number;
  /** Parameter: where the last page ended; absent for the first one. */
  cursor?: string;
  /** Result field: the next page's cursor. */
  next?: string;
  /** Result field: whether there is more. */
  more?: string;
  /** Parameter: items a page. */
  limit?: string;
  /** What is sent as `limit` when the caller gives none. */
  size?: number;
  /** Result field: how many items there are. */
  total?: string;
  /** Result field: how many pages there are. */
  totalPages?: string;
  /** Parameters that contradict walking the list. */
  without: readonly string[];
}

/** Reads the notation of the generated table: `items o=start l=limit t=total …`. */
export function readPaging(text: string): Paging {
  const [items = '', ...pairs] = text.split(' ');
  const of: Record<string, string | undefined> = {};
  for (const pair of pairs) of[pair[0]!] = pair.slice(2);
  const { o, p, f, c, n, m, l, s, t, k, w } = of;
  return {
    items,
    ...(o === undefined ? {} : { offset: o }),
    ...(p === undefined ? {} : { page: p }),
    first: f === undefined ? 1 : Number(f),
    ...(c === undefined ? {} : { cursor: c, next: n === undefined ? c : n }),
    ...(m === undefined ? {} : { more: m }),
    ...(l === undefined ? {} : { limit: l }),
    ...(s === undefined ? {} : { size: Number(s) }),
    ...(t === undefined ? {} : { total: t }),
    ...(k === undefined ? {} : { totalPages: k }),
    without: w === undefined ? [] : w.split(','),
  };
}
