import type { Envelope } from '../../result/envelope';
import { OpenapiError, type OpenapiErrorFields, ownError } from '../../result/error';
import type { Call } from '../call';
import { asOneApp } from '../one-app';
import { splitOptions } from '../options';
import { planOf, resolveAliases } from '../plan';
import type { Runtime } from '../runtime';
import type { CallSpec } from '../spec';
import { type Paging, readPaging } from './paging';

type Fields = Record<string, unknown>;

/** Far more than any list has; a platform that never says "the end" is left at last. */
const MOST_PAGES = 10_000;

const invalid = (name: string, zh: string, en: string): OpenapiError =>
  ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);

const stuck = (zh: string, en: string): OpenapiError =>
  ownError('bad-response', `列表没有取完：${zh}`, `the list is not complete: ${en}`);

/** What lies at a dotted path. */
function at(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}

/** A count as the platforms write it; none, and the 0 of a list that has items, say nothing. */
function countAt(answer: Envelope, path: string | undefined): number | undefined {
  const count = Number(at(answer, path));
  return count > 0 ? count : undefined;
}

/** A flag as the platforms write it; `undefined` where it is not there. */
function yesOrNo(flag: unknown): boolean | undefined {
  return flag === undefined || flag === null
    ? undefined
    : flag === true || flag === 'true' || Number(flag) > 0;
}

/** The items of a page. The platforms leave an empty list out. */
function itemsOf(answer: Envelope, path: string): unknown[] {
  const items = at(answer, path);
  if (items === undefined || items === null) return [];
  if (Array.isArray(items)) return items;
  throw stuck(`平台返回的 ${path} 不是列表`, `${path} is not a list`);
}

/** A number the caller begins with. */
function numberIn(params: Fields, name: string, fallback: number): number {
  const value = params[name];
  if (value === undefined || value === null || value === '') return fallback;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw invalid(name, '应为不小于 0 的整数', 'must be a whole number of at least 0');
}

/** Where a walk is, and where it goes from a page. */
interface Walk {
  /** The parameters that ask for the next page. */
  readonly position: Fields;
  /** Throws where a page is the last one again, whose items are known. */
  accept(items: readonly unknown[]): void;
  /** Moves on from a page; false where it was the last. Throws where there is nowhere to go. */
  advance(answer: Envelope, items: readonly unknown[]): boolean;
}

/** By the number of the item, or of the page: on until a page is empty, or all are counted. */
class CountedWalk implements Walk {
  private readonly name: string;
  private at: number;
  private seen = 0;
  private last = '';
  private readonly whole: boolean;

  constructor(
    private readonly paging: Paging,
    params: Fields,
  ) {
    const { offset, page, first } = paging;
    this.name = (offset === undefined ? page : offset) as string;
    this.at = numberIn(params, this.name, offset === undefined ? first : 0);
    this.whole = offset === undefined && this.at === first;
  }

  get position(): Fields {
    return { [this.name]: this.at };
  }

  advance(answer: Envelope, items: readonly unknown[]): boolean {
    const { offset, total, totalPages, first } = this.paging;
    if (items.length === 0) return false;
    this.seen += items.length;
    // By what came, not by what was asked for: the platforms cut a limit they find too large.
    this.at += offset === undefined ? 1 : items.length;
    const pages = countAt(answer, totalPages);
    if (pages !== undefined && this.at - first >= pages) return false;
    const count = countAt(answer, total);
    if (count === undefined) return true;
    return offset === undefined ? !this.whole || this.seen < count : this.at < count;
  }

  accept(items: readonly unknown[]): void {
    const text = JSON.stringify(items);
    if (items.length > 0 && text === this.last) {
      throw stuck(
        `平台对 ${this.name} 的不同取值返回了同一页`,
        `the platform answered the same page for different values of ${this.name}`,
      );
    }
    this.last = text;
  }
}

/** From where the last page ended. */
class CursorWalk implements Walk {
  private at: unknown;
  private readonly used = new Set<unknown>();

  constructor(
    private readonly paging: Paging,
    params: Fields,
    isRequired: boolean,
  ) {
    const start = params[paging.cursor!];
    const isBlank = start === undefined || start === null || start === '';
    // Some calls want to be told that it is the first page.
    this.at = !isBlank ? start : isRequired ? '' : undefined;
    this.used.add(this.at);
  }

  accept(): void {
    // A page that comes again shows in its cursor.
  }

  get position(): Fields {
    return this.at === undefined ? {} : { [this.paging.cursor!]: this.at };
  }

  advance(answer: Envelope, items: readonly unknown[]): boolean {
    const { next: path, more: flag, cursor } = this.paging;
    const more = yesOrNo(at(answer, flag));
    const next = at(answer, path);
    if (more === false || next === undefined || next === null || next === '' || next === 0) return false;
    if (items.length === 0 && more === undefined) return false;
    if (this.used.has(next)) {
      throw stuck(
        `平台没有给出新的 ${cursor}，继续只会重复`,
        `the platform gave a ${cursor} that was used already`,
      );
    }
    this.used.add(next);
    this.at = next;
    return true;
  }
}

/**
 * Walks a paged list, item by item: each page is an ordinary call, made when its first item is asked for.
 *
 * @param call the call itself, with its adapter
 * @throws OpenapiError a page that failed, with the fields of its envelope; `bad-response` where the platform
 *   repeats a page
 */
export async function* pagesOf(
  runtime: Runtime,
  spec: CallSpec,
  call: Call,
  given: Fields | undefined | null,
  second: Fields | undefined,
): AsyncIterableIterator<unknown> {
  if (given === undefined || given === null) given = {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw ownError('param-invalid', '参数应为一个对象', 'the parameters must be an object');
  }
  const plan = planOf(spec);
  const paging = readPaging(spec.paging!);
  const { params, options: stated } = splitOptions(resolveAliases(plan, given), second, plan.names);
  for (const name of paging.without) {
    if (params[name] === undefined || params[name] === null) continue;
    throw invalid(name, '逐条遍历时不能使用', 'cannot be used while walking the list');
  }
  const options = asOneApp(runtime, plan, stated) as Fields;
  const { limit, size } = paging;
  const base = { ...params };
  if (limit !== undefined && size !== undefined && (base[limit] === undefined || base[limit] === null)) {
    base[limit] = size;
  }
  const walk: Walk =
    paging.cursor === undefined
      ? new CountedWalk(paging, params)
      : new CursorWalk(
          paging,
          params,
          plan.required.some(({ name }) => name === paging.cursor),
        );
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = (await call({ ...base, ...walk.position }, options)) as Envelope;
    const { code, msg, errcode, errmsg } = answer;
    if (code !== 0) throw new OpenapiError({ code, msg, errcode, errmsg } as OpenapiErrorFields);
    const items = itemsOf(answer, paging.items);
    walk.accept(items);
    for (const item of items) yield item;
    if (!walk.advance(answer, items)) return;
  }
  throw stuck(`超过 ${MOST_PAGES} 页，请调大每页条数，或从中断处继续`, `more than ${MOST_PAGES} pages`);
}
