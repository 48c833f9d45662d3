import type { Provider } from './database/types';

/** How a call came in. The cloud decides it, never what is in the call. */
export type Source = 'client' | 'function' | 'http' | 'timing' | 'server';

/** One call on its way to a function. */
export interface Invocation {
  requestId: string;
  source: Source;
  /** What the function gets as `event`. */
  event: unknown;
  /** What the client says about itself; only there for `client`. */
  clientInfo?: Record<string, unknown>;
  uniIdToken?: string;
  clientIP?: string;
  userAgent?: string;
  /** The request itself, for a cloud object called over HTTP. */
  httpInfo?: Record<string, unknown>;
}

export interface Space {
  provider: Provider;
  spaceId: string;
  /** What the client SDK signs its requests with. Known to every client, so no secret. */
  clientSecret: string;
}

/** What a process that runs one function needs to know before it loads it. */
export interface InstanceSettings {
  name: string;
  kind: 'function' | 'object';
  /** `index.js` or `index.obj.js`, with its path. */
  entry: string;
  /** Where a bare `require` of these names leads: common modules and stand-ins. */
  modules: Record<string, string>;
  /** The folder that plays `uni-config-center`'s files, when a stand-in plays the module. */
  configRoot: string;
  /** What is read otherwise than by `require`: a change in it makes the function be loaded anew, too. */
  watched: string[];
  /** Common modules the function's package.json names; `undefined`: it has none. */
  declared?: string[];
  extensions: string[];
  space: Space;
  databaseAddress: string;
  storageDir: string;
  /** Where the cloud listens: the base of temporary file addresses. */
  baseUrl: string;
}

/** Messages to a function's process. */
export type ToInstance =
  | { type: 'start'; settings: InstanceSettings }
  | { type: 'invoke'; id: number; invocation: Invocation }
  | { type: 'answer'; id: number; result?: string; error?: Failure };

/** Messages from it. Results are JSON text: what JSON cannot carry does not survive, as in the cloud. */
export type FromInstance =
  | { type: 'ready'; files: string[] }
  | { type: 'load-failed'; message: string }
  | { type: 'result'; id: number; result: string; files?: string[] }
  | { type: 'error'; id: number; error: Failure }
  | { type: 'call'; id: number; name: string; data: unknown };

export interface Failure {
  code: string;
  message: string;
}
