/** The catalogue as the emitters see it: free of TypeSpec, everything decided. */

export type Place = 'body' | 'query' | 'form' | 'header' | 'path' | 'raw';
export type Level = 'public' | 'user' | 'admin' | 'server' | 'none';
/**
 * What a signature is made with: the payment key, or the user's session_key, over the body, over nothing, or over
 * path and sorted fields.
 */
export type Signature = 'pay' | 'user' | 'session' | 'fields';
export type Scalar = string | number | boolean;

export type Type =
  | { kind: 'string' | 'integer' | 'number' | 'boolean' | 'file' | 'unknown' }
  | { kind: 'values'; of: 'string' | 'number' | 'boolean'; values: Scalar[]; integer: boolean }
  | { kind: 'union'; types: Type[] }
  | { kind: 'array'; items: Type }
  /** Free keys. */
  | { kind: 'map'; value: Type }
  /** `name` and `namespace` for a model that has them, such as `LiveRoom` of `Weixin.Livebroadcast`. */
  | { kind: 'object'; name?: string; namespace?: string; doc: string; fields: Field[] };

/** A field of an object, of a result too. */
export interface Field {
  name: string;
  doc: string;
  en?: string;
  type: Type;
  required: boolean;
  default?: unknown;
  unit?: string;
  maxLength?: number;
  min?: number;
  max?: number;
  /** The inside of a character class. */
  chars?: string;
  maxBytes?: number;
  advisory: boolean;
  credential: boolean;
  openid: boolean;
  /** A template's data may be given as bare values. */
  bare: boolean;
}

/** A parameter of a call. */
export interface Param extends Field {
  place: Place;
  /** Sent when the caller gives nothing. */
  fallback?: Scalar;
  own?: 'appid' | 'secret';
  /** Computed when the caller gives nothing: a signature, or what goes with one. */
  computed: boolean;
  /** Not required in front of the adapter. */
  optional: boolean;
  aliases: string[];
}

export interface CallError {
  code: number;
  /** The call's own meaning, where it has one. */
  zh?: string;
  en?: string;
}

/** How a paged list is walked: by the number of the item, of the page, or from where the last page ended. */
export interface Paging {
  /** The list in the result; dotted where it lies deeper. */
  items: string;
  offset?: string;
  page?: string;
  /** Number of the first page. */
  first?: number;
  cursor?: string;
  /** Result field: the next page's cursor. */
  next?: string;
  more?: string;
  limit?: string;
  /** Sent when the caller gives no limit. */
  size?: number;
  total?: string;
  totalPages?: string;
  /** Parameters that contradict walking the list. */
  without?: string[];
}

/** A name of a call in some group. */
export interface Name {
  group: string;
  name: string;
}

/** A group that another name stands for as well. */
export interface GroupAlias {
  platform: string;
  name: string;
  group: string;
}

export interface Call {
  id: string;
  platform: string;
  group: string;
  name: string;
  title: string;
  notes: string;
  en?: string;
  limit?: string;
  enLimit?: string;
  /** The official page. */
  page?: string;
  deprecated?: string;
  removed?: string;
  replacedBy?: string;
  confidence: 'high' | 'medium' | 'low';
  method: 'GET' | 'POST' | 'LOCAL';
  path: string;
  origin?: string;
  /** `user`: a user's own access_token, which the caller brings. */
  credential: 'token' | 'secret' | 'user' | 'none';
  encoding: 'none' | 'json' | 'multipart' | 'raw';
  answer: 'json' | 'binary' | 'text';
  params: Param[];
  extras: Param[];
  /** The signatures it carries. */
  signed: Signature[];
  /** Whether its request and answer may or must be signed and encrypted. */
  apiSigned?: 'supported' | 'required';
  adapter: boolean;
  rejects: boolean;
  /** Has `.pages()`. */
  paged?: Paging;
  /** Has `.many()`. */
  many: boolean;
  repeatable: boolean;
  level: Level;
  levelReason?: string;
  /** Names of result fields that are credentials, at any depth. */
  credentials: string[];
  /** Other names of the call in its group. */
  aliases: string[];
  /** Its names in other groups of its platform. */
  elsewhere: Name[];
  /** What the user gets: the fields beyond the envelope, or a bare value. */
  result: Type;
  errors: CallError[];
}

export interface DictionaryEntry {
  code: number;
  zh: string;
  /** What the platform writes in `errmsg`, or else the meaning in English. */
  en: string;
  literal: boolean;
  action: string;
}

export interface Dictionary {
  platforms: string[];
  entries: DictionaryEntry[];
}

export interface Catalogue {
  calls: Call[];
  groupAliases: GroupAlias[];
  dictionaries: Dictionary[];
  /** Action → what to do, Chinese. */
  actions: Map<string, string>;
}

/** What is wrong with the catalogue, told as its reader must mend it. */
export class CatalogueError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
    this.name = 'CatalogueError';
  }
}

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `weixin.h5` → `Weixin.H5`. */
export const namespaceOf = (dotted: string): string => dotted.split('.').map(upperFirst).join('.');
