/**
 * The only file that names the `uniCloud` global. Everything is looked up at the moment it is needed: the
 * module may be required before the global exists, and runs without it in plain Node.js.
 */

/** What a database command of `uniCloud.database()` looks like, as far as this module uses it. */
export interface Collection {
  add(document: Record<string, unknown>): Promise<unknown>;
  where(query: Record<string, unknown>): {
    get(): Promise<{ data?: Record<string, unknown>[] }>;
    update(changes: Record<string, unknown>): Promise<{ updated?: number }>;
    remove(): Promise<{ deleted?: number }>;
  };
  doc(id: string): { get(): Promise<{ data?: Record<string, unknown>[] }> };
}

export interface ClientInfo {
  appId?: string;
  requestId?: string;
  source?: string;
  [field: string]: unknown;
}

export interface UniCloud {
  database?(): { collection(name: string): Collection; command: Record<string, (value: unknown) => unknown> };
  httpclient?: {
    request(
      url: string,
      options: Record<string, unknown>,
    ): Promise<{
      status: number;
      headers: Record<string, string | string[] | undefined>;
      data: unknown;
    }>;
  };
  httpProxyForEip?: {
    get(url: string, params?: Record<string, unknown>, headers?: Record<string, string>): Promise<unknown>;
    postForm(url: string, form?: Record<string, unknown>, headers?: Record<string, string>): Promise<unknown>;
    postJson(url: string, json?: unknown, headers?: Record<string, string>): Promise<unknown>;
    post(url: string, text?: string, headers?: Record<string, string>): Promise<unknown>;
  };
  redis?(): RedisClient;
  downloadFile?(options: { fileID: string }): Promise<{ fileContent?: unknown }>;
  getTempFileURL?(options: {
    fileList: string[];
  }): Promise<{ fileList?: { fileID?: string; tempFileURL?: string }[] }>;
  uploadFile?(options: { cloudPath: string; fileContent: Buffer }): Promise<{ fileID?: string }>;
  getClientInfos?(): ClientInfo[];
}

export interface RedisClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ...options: (string | number)[]): Promise<unknown>;
  del(key: string): Promise<number>;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
}

declare const uniCloud: UniCloud | undefined;

/** The cloud this code runs in, or `undefined` in plain Node.js. */
export function host(): UniCloud | undefined {
  return typeof uniCloud === 'undefined' ? undefined : uniCloud;
}
