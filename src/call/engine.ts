import type { PlatformName } from '../config/types';
import { type Call, callOf } from './call';
import { createRuntime, type OpenapiOptions } from './create';
import type { Runtime } from './runtime';
import type { Insides } from './instruments';
import { findCall } from './table';

type Fields = Record<string, unknown>;

/** The machinery of one instance: what its calls need and its names do not. Loaded with the first call. */
export interface Engine {
  /** The function of a call of the catalogue, by its whole name. */
  call(id: string): Call;
  /** `openapi.<platform>.request`. */
  request(platform: PlatformName): Call;
  /** `<call>.pages`: walks the list of a call that has paging. */
  pages(id: string, params?: Fields, options?: Fields): Promise<AsyncIterableIterator<unknown>>;
  /** `<call>.many`: one call for each of many. */
  many(id: string, list: unknown, options?: Fields): Promise<unknown[]>;
  /** What it is made of, for a look inside. */
  readonly runtime: Runtime;
  /** The appids a client may name. */
  clientApps(): readonly string[];
}

export function createEngine(options: OpenapiOptions, insides: Insides): Engine {
  const runtime = createRuntime(options, insides);
  const calls = new Map<string, Call>();
  const callNamed = (id: string): Call => {
    let call = calls.get(id);
    if (!call) calls.set(id, (call = callOf(runtime, findCall(id)!)));
    return call;
  };
  return {
    runtime,
    call: callNamed,
    pages: async (id, params, callOptions) => {
      const { pagesOf } = await import('./helpers');
      return pagesOf(runtime, findCall(id)!, callNamed(id), params, callOptions);
    },
    many: async (id, list, callOptions) => {
      const { sendMany } = await import('./helpers');
      return sendMany(runtime, findCall(id)!, callNamed(id), list, callOptions);
    },
    request: platform => async (params, callOptions) => {
      const { request } = await import('./request');
      return request(runtime, platform, params, callOptions);
    },
    clientApps: () => runtime.configuration.clientApps(),
  };
}
