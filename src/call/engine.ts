import type { PlatformName } from '../config/types';
import { type Call, callOf } from './call';
import { createRuntime, type OpenapiOptions } from './create';
import type { Runtime } from './runtime';
import type { Insides } from './instruments';
import { findCall } from './table';

/** The machinery of one instance: what its calls need and its names do not. Loaded with the first call. */
export interface Engine {
  /** The function of a call of the catalogue, by its whole name. */
  call(id: string): Call;
  /** `openapi.<platform>.request`. */
  request(platform: PlatformName): Call;
  /** What it is made of, for a look inside. */
  readonly runtime: Runtime;
  /** The appids a client may name. */
  clientApps(): readonly string[];
}

export function createEngine(options: OpenapiOptions, insides: Insides): Engine {
  const runtime = createRuntime(options, insides);
  const calls = new Map<string, Call>();
  return {
    runtime,
    call(id) {
      let call = calls.get(id);
      if (!call) calls.set(id, (call = callOf(runtime, findCall(id)!)));
      return call;
    },
    request: platform => async (params, callOptions) => {
      const { request } = await import('./request');
      return request(runtime, platform, params, callOptions);
    },
    clientApps: () => runtime.configuration.clientApps(),
  };
}
