import type { PlatformName } from '../config/types';
import { type Call, callOf } from './call';
import { createRuntime, type OpenapiOptions } from './create';
import { findCall } from './table';

/** The machinery of one instance: what its calls need and its names do not. Loaded with the first call. */
export interface Engine {
  /** The function of a call of the catalogue, by its whole name. */
  call(id: string): Call;
  /** `openapi.<platform>.request`. */
  request(platform: PlatformName): Call;
  /** The appids a client may name. */
  clientApps(): readonly string[];
}

export function createEngine(options: OpenapiOptions): Engine {
  const runtime = createRuntime(options);
  const calls = new Map<string, Call>();
  return {
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
