import type { CallOptions } from '../../special/adapter';
import { type CallPlan, resolveAliases } from '../plan';
import { splitOptions } from '../options';
import type { Runtime } from '../runtime';

/**
 * `options` with the app they mean written into them. Who is calling may be known from the requests in flight
 * only, and those are others a moment later: what is made of several requests goes through as one app.
 *
 * @throws OpenapiError `config-missing`
 */
export function asOneApp(runtime: Runtime, { spec, self }: CallPlan, options: CallOptions): CallOptions {
  if (options.appid !== undefined) return options;
  const needsSecret = spec.credential === 'secret' || (spec.credential === 'token' && !options.access_token);
  if (!needsSecret && self.length === 0) return options;
  const { appid, appsecret } = runtime.configuration.app(spec.platform, options);
  return { ...options, appid, ...(needsSecret ? { appsecret } : {}) };
}

/** The parameters and the options in what a caller gave, as the call itself would part them. */
export function partsOf(
  plan: CallPlan,
  given: Record<string, unknown>,
  second: Record<string, unknown> | undefined,
): { params: Record<string, unknown>; options: CallOptions } {
  return splitOptions(resolveAliases(plan, given), second, plan.names);
}
