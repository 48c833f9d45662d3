import type { CallOptions } from '../special/adapter';
import type { CallPlan } from './plan';
import type { Runtime } from './runtime';

/**
 * `options` with the app they mean written into them. Who is calling may be known from the requests in flight
 * only, and those are others a moment later: what takes more than that moment goes through as one app.
 *
 * @throws OpenapiError `config-missing`
 */
export function asOneApp(runtime: Runtime, { spec, self }: CallPlan, options: CallOptions): CallOptions {
  if (options.appid !== undefined) return options;
  const needsSecret =
    spec.credential === 'secret' || (spec.credential === 'token' && options.access_token === undefined);
  if (!needsSecret && self.length === 0) return options;
  const { appid, appsecret } = runtime.configuration.app(spec.platform, options);
  return { ...options, appid, ...(needsSecret ? { appsecret } : {}) };
}

/** As `asOneApp`; where there is no app to be found, `options` as they are: the call itself will say so. */
export function asOneAppIfAny(runtime: Runtime, plan: CallPlan, options: CallOptions): CallOptions {
  try {
    return asOneApp(runtime, plan, options);
  } catch {
    return options;
  }
}
