import type { PlatformName } from '../config/types';
import { table } from '../generated/table';
import type { CallSpec, Level, ParamPlace, ParamSpec, ParamType, Signature } from './spec';

/*
 * The one reader of the generated table. A group is a text, a call a line of it; both are taken apart when
 * first asked for, because a cloud function uses a handful of calls and pays for loading all of them.
 *
 *   name ⇥ flags [origin]path ⇥ parameters ⇥ extras ⇥ alias=name … ⇥ credentials ⇥ replacement ⇥ paging
 *   alias ⇥ =name, or =group.name                                another name of a call
 *   =group                                                       alone: the whole is another name of a group
 *
 * Flags: G, P or L (no request); s secret, U a user's token, n no credential; m multipart, r raw body; b bytes, t text;
 * p pay_sig, u signed by session_key, e over nothing, f over sorted fields; q may, Q must be encrypted;
 * y repeatable; a adapter; j rejects; I .pages(), M .many(); d deprecated, w withdrawn;
 * 0 public, 1 user, 3 server, 4 none.
 * A parameter is a sign for its place (? query, & form, ^ header, @ the whole body, / path, . JSON body)
 * unless it is where the call's parameters usually are, its name, and any of:
 *   !  required   <n  characters   >n  bytes   [a,b]  range   ~s  allowed characters   '  advisory
 *   $  openid     *a *s  the app's own   =v  sent by default   :x  type   {a,b}  values   ;x  items
 *   #  map        (…)  fields
 * Names and values are percent-encoded.
 */

const TYPES: Record<string, ParamType> = {
  s: 'string',
  i: 'integer',
  n: 'number',
  b: 'boolean',
  o: 'object',
  a: 'array',
  f: 'file',
  x: 'any',
};
const PLACES: Record<string, ParamPlace> = {
  '?': 'query',
  '&': 'form',
  '^': 'header',
  '@': 'raw',
  '/': 'path',
  '.': 'body',
};
const SIGNATURES: readonly (readonly [string, Signature])[] = [
  ['p', 'pay'],
  ['u', 'user'],
  ['e', 'session'],
  ['f', 'fields'],
];
const LEVELS: Record<string, Level> = { 0: 'public', 1: 'user', 3: 'server', 4: 'none' };

/** Ends a value: the signs of the notation that percent-encoding leaves free. */
const VALUE = /[^!<>[\]~'$*=:;#{}(), ]*/y;
const WORD = /[\w%-]+/y;

class ParamReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The parameters from here to the closing bracket, or to the end. */
  list(usual: ParamPlace): ParamSpec[] {
    const params: ParamSpec[] = [];
    while (this.at < this.text.length) {
      if (this.text[this.at] === ')') break;
      if (this.text[this.at] === ' ') this.at++;
      else params.push(this.param(usual));
    }
    return params;
  }

  private param(usual: ParamPlace): ParamSpec {
    const place = PLACES[this.text[this.at]!];
    if (place !== undefined) this.at++;
    const word = this.take(WORD);
    const name = word.indexOf('%') < 0 ? word : decodeURIComponent(word);
    let type: ParamType = 'string';
    let required = false;
    let maxLength: number | undefined;
    let min: number | undefined;
    let max: number | undefined;
    let chars: string | undefined;
    let maxBytes: number | undefined;
    let advisory: boolean | undefined;
    let fallback: string | undefined;
    let self: 'appid' | 'secret' | undefined;
    let values: string[] | undefined;
    let fields: ParamSpec[] | undefined;
    let items: ParamType | undefined;
    let map: boolean | undefined;
    let openid: boolean | undefined;
    for (; this.at < this.text.length;) {
      const sign = this.text[this.at];
      if (sign === ' ' || sign === ')') break;
      this.at++;
      if (sign === '!') required = true;
      else if (sign === '<') maxLength = Number(this.take(VALUE));
      else if (sign === '>') maxBytes = Number(this.take(VALUE));
      else if (sign === '~') chars = this.value();
      else if (sign === "'") advisory = true;
      else if (sign === '$') openid = true;
      else if (sign === '*') self = this.text[this.at++] === 'a' ? 'appid' : 'secret';
      else if (sign === '=') fallback = this.value();
      else if (sign === ':') type = TYPES[this.text[this.at++]!]!;
      else if (sign === ';') items = TYPES[this.text[this.at++]!]!;
      else if (sign === '#') map = true;
      else if (sign === '[') {
        const [low, high] = this.until(']');
        if (low !== '') min = Number(low);
        if (high !== '') max = Number(high);
      } else if (sign === '{') values = this.until('}').map(decodeURIComponent);
      else if (sign === '(') {
        fields = this.list('body');
        this.at++;
      }
    }
    // Every parameter is made by this one literal, so that all of them share a hidden shape.
    return {
      name,
      type,
      place: place === undefined ? usual : place,
      required,
      maxLength,
      min,
      max,
      chars,
      maxBytes,
      advisory,
      fallback: fallback === undefined ? undefined : typed(fallback, type),
      self,
      values: values === undefined ? undefined : values.map(v => typed(v, type) as string | number),
      fields,
      items,
      map,
      openid,
    };
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)![0];
    this.at += found.length;
    return found;
  }

  private value(): string {
    return decodeURIComponent(this.take(VALUE));
  }

  /** What stands before `end`, at the commas. */
  private until(end: string): string[] {
    const stop = this.text.indexOf(end, this.at);
    const parts = this.text.slice(this.at, stop).split(',');
    this.at = stop + 1;
    return parts;
  }
}

function typed(text: string, type: ParamType): string | number | boolean {
  if (type === 'integer' || type === 'number') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

function readCall(platform: PlatformName, group: string, line: string): CallSpec {
  const [
    name = '',
    head = '',
    params = '',
    extras = '',
    aliases = '',
    credentials = '',
    replacement,
    paging,
  ] = line.split('\t');
  const gap = head.indexOf(' ');
  const flags = head.slice(0, gap);
  const url = head.slice(gap + 1);
  const slash = url.startsWith('https://') ? url.indexOf('/', 8) : 0;
  const has = (flag: string): boolean => flags.includes(flag, 1);
  const letter = flags[0];
  const method = letter === 'G' ? 'GET' : letter === 'P' ? 'POST' : 'LOCAL';
  const multipart = has('m');
  const level = LEVELS[flags[flags.length - 1]!];
  const signed = SIGNATURES.filter(([flag]) => has(flag)).map(([, kind]) => kind);
  const byAlias: Record<string, string> = Object.create(null);
  for (const pair of aliases === '' ? [] : aliases.split(' ')) {
    const equals = pair.indexOf('=');
    byAlias[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return {
    id: `${platform}.${group}.${name}`,
    platform,
    group,
    name,
    method,
    path: url.slice(slash),
    origin: slash > 0 ? url.slice(0, slash) : undefined,
    credential: method === 'LOCAL' || has('n') ? 'none' : has('s') ? 'secret' : has('U') ? 'user' : 'token',
    encoding: method !== 'POST' ? 'none' : multipart ? 'multipart' : has('r') ? 'raw' : 'json',
    answer: has('b') ? 'binary' : has('t') ? 'text' : 'json',
    params: new ParamReader(params).list(method === 'GET' ? 'query' : multipart ? 'form' : 'body'),
    extras: new ParamReader(extras).list('body'),
    aliases: byAlias,
    signed: signed.length > 0 ? signed : undefined,
    apiSigned: has('Q') ? 'required' : has('q') ? 'supported' : undefined,
    adapter: has('a') ? `${group}.${name}` : undefined,
    repeatable: has('y'),
    rejects: has('j'),
    level: level === undefined ? 'admin' : level,
    credentials: credentials === '' ? [] : credentials.split(' '),
    replacement: replacement === undefined || replacement === '' ? undefined : replacement,
    retired: has('w') ? 'withdrawn' : has('d') ? 'deprecated' : undefined,
    paging,
    many: has('M'),
  };
}

/** A group: its lines by name, and the calls that were expanded already. */
interface Group {
  /** Its own name, where it was asked for by another one. */
  name: string;
  names: string[];
  lines: Map<string, string>;
  calls: Map<string, CallSpec>;
}

const groups = new Map<string, Group>();

const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.prototype.hasOwnProperty.call(record, key) ? record[key] : undefined;

function groupOf(platform: string, name: string): Group | undefined {
  const key = `${platform}.${name}`;
  const known = groups.get(key);
  if (known) return known;
  const byName = own(table, platform);
  const text = byName && own(byName, name);
  if (text === undefined) return undefined;
  if (text[0] === '=') {
    const other = groupOf(platform, text.slice(1))!;
    groups.set(key, other);
    return other;
  }
  const lines = new Map<string, string>();
  for (const line of text.split('\n')) lines.set(line.slice(0, line.indexOf('\t')), line);
  const group: Group = { name, names: Array.from(lines.keys()), lines, calls: new Map() };
  groups.set(key, group);
  return group;
}

/** Which helpers a call of `callNamesOf` has. Expands no call. */
export function helpersOf(platform: string, group: string, name: string): { pages: boolean; many: boolean } {
  const head = groupOf(platform, group)!.lines.get(name)!.split('\t', 2)[1]!;
  if (head[0] === '=') {
    const dot = head.indexOf('.');
    return helpersOf(platform, dot < 0 ? group : head.slice(1, dot), head.slice(dot < 0 ? 1 : dot + 1));
  }
  const flags = head.slice(1, head.indexOf(' '));
  return { pages: flags.includes('I'), many: flags.includes('M') };
}

/** The platforms of the catalogue, by the names users write. */
export const platforms = Object.keys(table) as PlatformName[];

/** The groups of a platform. */
export function groupsOf(platform: string): string[] {
  return Object.keys(own(table, platform) || {});
}

/** The calls of a group, other names of calls included. Expands no call. */
export function callNamesOf(platform: string, group: string): string[] {
  const found = groupOf(platform, group);
  return found ? found.names.slice() : [];
}

/**
 * The call of a whole name such as `weixin.wxacode.getUnlimited`, found by another name of it too: `id` then
 * is the canonical one. Anything else, prototype names and non-strings included, is `undefined`.
 */
export function findCall(id: unknown): CallSpec | undefined {
  if (typeof id !== 'string') return undefined;
  const last = id.lastIndexOf('.');
  const middle = id.lastIndexOf('.', last - 1);
  if (middle < 1) return undefined;
  const platform = id.slice(0, middle);
  const groupName = id.slice(middle + 1, last);
  const group = groupOf(platform, groupName);
  if (!group) return undefined;
  const name = id.slice(last + 1);
  const known = group.calls.get(name);
  if (known) return known;
  const line = group.lines.get(name);
  if (line === undefined) return undefined;
  const other = line.startsWith('=', name.length + 1) ? line.slice(name.length + 2) : undefined;
  const call =
    other === undefined
      ? readCall(platform as PlatformName, group.name, line)
      : findCall(`${platform}.${other.includes('.') ? other : `${group.name}.${other}`}`)!;
  group.calls.set(name, call);
  return call;
}
