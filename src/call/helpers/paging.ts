/** How a paged list is walked, as `@@paged` of the catalogue says it. */
export interface Paging {
  /** The list in the result; dotted where it lies deeper. */
  items: string;
  /** Parameter: the number of the first item, from 0. */
  offset: string | undefined;
  /** Parameter: the number of the page. */
  page: string | undefined;
  /** The number of the first page. */
  first: number;
  /** Parameter: where the last page ended; absent for the first one. */
  cursor: string | undefined;
  /** Result field: the next page's cursor. */
  next: string | undefined;
  /** Result field: whether there is more. */
  more: string | undefined;
  /** Parameter: items a page. */
  limit: string | undefined;
  /** What is sent as `limit` when the caller gives none. */
  size: number | undefined;
  /** Result field: how many items there are. */
  total: string | undefined;
  /** Result field: how many pages there are. */
  totalPages: string | undefined;
  /** Parameters that contradict walking the list. */
  without: readonly string[];
}

/** Reads the notation of the generated table: `items o=start l=limit t=total …`. */
export function readPaging(text: string): Paging {
  const [items = '', ...pairs] = text.split(' ');
  const of: Record<string, string | undefined> = {};
  for (const pair of pairs) of[pair[0]!] = pair.slice(2);
  return {
    items,
    offset: of.o,
    page: of.p,
    first: of.f === undefined ? 1 : Number(of.f),
    cursor: of.c,
    next: of.n === undefined ? of.c : of.n,
    more: of.m,
    limit: of.l,
    size: of.s === undefined ? undefined : Number(of.s),
    total: of.t,
    totalPages: of.k,
    without: of.w === undefined ? [] : of.w.split(','),
  };
}
