import type { PlatformName } from '../config/types';

export type ParamType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'file' | 'any';

/** `raw`: the parameter is the whole body. */
export type ParamPlace = 'body' | 'query' | 'form' | 'header' | 'path' | 'raw';

/** One parameter as it is checked and sent. */
export interface ParamSpec {
  /** Its name on the wire. */
  name: string;
  type: ParamType;
  place: ParamPlace;
  required: boolean;
  /** Characters (code points). */
  maxLength?: number;
  min?: number;
  max?: number;
  /** The inside of a character class: what every character must be. */
  chars?: string;
  /** Files: bytes. */
  maxBytes?: number;
  /** The limits above are known from a note only: a breach is logged at debug level and sent. */
  advisory?: boolean;
  /** Sent when the caller gives nothing. */
  fallback?: unknown;
  /** Always the calling app's own: filled in, not a parameter of the caller's. */
  self?: 'appid' | 'secret';
  /** Listed values; another one is logged at debug level and sent. */
  values?: readonly (string | number)[];
  /** An object's fields, or those of an array's items. */
  fields?: readonly ParamSpec[];
  /** Type of an array's items. */
  items?: ParamType;
  /** An object with free keys, each value an object of `fields`; its values are never type-checked. */
  map?: boolean;
  /** Names a user of this platform: tied to the caller by `expose`. */
  openid?: boolean;
}

/** Who may make a call through a thin function; see contract.md §5. */
export type Level = 'public' | 'user' | 'admin' | 'server' | 'none';

/**
 * What a signature is made with: the payment key over path and body (`pay_sig`), or the user's session_key over
 * the body (`user`), over nothing (`session`), or over path and sorted fields (`fields`, QQ's virtual payment).
 */
export type Signature = 'pay' | 'user' | 'session' | 'fields';

/** A call as the runtime knows it, expanded from the generated table. */
export interface CallSpec {
  /** `weixin.wxacode.getUnlimited`. */
  id: string;
  platform: PlatformName;
  group: string;
  name: string;
  /** `LOCAL`: computed here, nothing is sent; such a call always has an adapter. */
  method: 'GET' | 'POST' | 'LOCAL';
  /** Path on the platform's host. */
  path: string;
  /** Another host than the platform's: `https://app.qun.qq.com`. */
  origin?: string;
  /**
   * What proves who is calling: the app's token in the query, its secret as a parameter, a user's own token that
   * the caller brings as `access_token`, or nothing.
   */
  credential: 'token' | 'secret' | 'user' | 'none';
  /** How the body is written; a GET has none. */
  encoding: 'none' | 'json' | 'multipart' | 'raw';
  answer: 'json' | 'binary' | 'text';
  /** The wire's parameters. */
  params: readonly ParamSpec[];
  /** The facade's own, taken by the adapter (`needKey`, `pageIndex`). */
  extras: readonly ParamSpec[];
  /** Another spelling → the canonical name of a parameter (`page` → `path`) or option (`appId` → `appid`). */
  aliases: Readonly<Record<string, string>>;
  /** The signatures it carries; `undefined` for the many calls without one. */
  signed?: readonly Signature[];
  /** Its request and answer may, or must, be signed and encrypted. */
  apiSigned?: 'supported' | 'required';
  /** `<group>.<name>` of the adapter in `special/<platform>/`. */
  adapter?: string;
  /** Repeating it is harmless. */
  repeatable: boolean;
  /** Resolves to something else than an envelope and therefore rejects (`auth.getAccessToken`). */
  rejects: boolean;
  level: Level;
  /** Result fields that are credentials. */
  credentials: readonly string[];
  /** A deprecated or withdrawn call: what to use now. */
  replacement?: string;
  /** The platform advises against the call, or no longer answers it. */
  retired?: 'deprecated' | 'withdrawn';
  /** Has `.pages()`: how its list is walked, packed; read by helpers/paging.ts. */
  paging?: string;
  /** Has `.many()`. */
  many?: boolean;
}
