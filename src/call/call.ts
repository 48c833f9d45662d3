import type { App } from '../config/types';
import type { Envelope } from '../result/envelope';
import { envelopeOf } from '../result/envelope';
import { asOpenapiError, ownError } from '../result/error';
import type * as Special from '../special';
import type { Adapter, AdapterContext, CallOptions } from '../special/adapter';
import { checkExtras, checkParams } from './check';
import type { Counters } from './instruments';
import { splitOptions } from './options';
import { type CallPlan, planOf, resolveAliases } from './plan';
import type { Runtime } from './runtime';
import { send, type Sending } from './send';
import { shapeBytes, shapeJson } from './shape';
import type { CallSpec } from './spec';
import { findCall } from './table';
import { wireOf } from './wire';

/** A call as users make it. */
export type Call = (params?: Record<string, unknown>, options?: Record<string, unknown>) => Promise<unknown>;

/** The app a call needs, or as much of it: a caller with a token of its own needs no secret. */
function appFor(runtime: Runtime, plan: CallPlan, options: CallOptions): App | undefined {
  const { spec } = plan;
  const needsSecret =
    spec.credential === 'secret' || (spec.credential === 'token' && options.access_token === undefined);
  if (needsSecret) return runtime.configuration.app(spec.platform, options);
  if (plan.self.length === 0) return undefined;
  if (options.appid !== undefined) {
    return { platform: spec.platform, appid: options.appid, appsecret: options.appsecret || '' };
  }
  return runtime.configuration.app(spec.platform, options);
}

const sendings = new WeakMap<CallPlan, Sending>();
function sendingOf(plan: CallPlan): Sending {
  let sending = sendings.get(plan);
  if (!sending) {
    const { id, platform, path, origin, credential, answer, repeatable, credentials } = plan.spec;
    const { hasFile } = plan;
    sending = { id, platform, path, origin, credential, answer, repeatable, hasFile, mayForce: true };
    // A ticket goes the way of tokens, where that is another one.
    if (credentials.includes('ticket')) sending.use = 'token';
    sendings.set(plan, sending);
  }
  return sending;
}

/** The plain way of a call: check → app → token → send → read → shape. */
export async function plainWay(
  runtime: Runtime,
  plan: CallPlan,
  params: Record<string, unknown>,
  options: CallOptions,
): Promise<unknown> {
  const values = checkParams(plan, params, runtime.advise);
  const app = appFor(runtime, plan, options);
  for (const param of plan.self) values[param.name] = param.self === 'appid' ? app!.appid : app!.appsecret;
  const wire = wireOf(plan, values);
  const { answer, token, limit } = await send(runtime, sendingOf(plan), wire, app, options);
  if (answer.json === undefined) return shapeBytes(answer, options);
  if (answer.errcode === 0 && plan.spec.answer === 'binary') {
    throw ownError(
      'bad-response',
      '平台没有返回图片，而是返回了一段没有错误码的 JSON，请稍后重试',
      'the platform answered JSON without an error code where bytes were expected',
    );
  }
  return shapeJson(plan.spec, answer, [token, app && app.appsecret, options.appsecret], limit);
}

/** What an adapter is handed: the same steps, by name, and never the pipeline itself. */
function adapterContext(runtime: Runtime, plan: CallPlan, options: CallOptions): AdapterContext {
  const { platform, id } = plan.spec;
  const { configuration, tokens, tickets, userKeys, logger, clock } = runtime;
  // Who is calling may be known from the requests in flight only, and those are others a moment later: once an
  // adapter has asked for the app, whatever follows is done as that one.
  let choice = options;
  const ownApp = (): App => {
    const app = configuration.app(platform, choice);
    if (choice === options) choice = { ...options, appid: app.appid, appsecret: app.appsecret };
    return app;
  };
  return {
    platform,
    id,
    options,
    logger,
    clock,
    request: async (params, other) => {
      const target = other === undefined ? plan : planOf(known(other));
      return (await settle(target, plainWay(runtime, target, params, choice))) as Envelope;
    },
    app: async () => ownApp(),
    appidOf: async name => configuration.defaultAppid(name, { context: options.context }),
    token: async cache => {
      if (options.access_token !== undefined) return options.access_token;
      const app = ownApp();
      return cache ? tokens.peek(app) || tokens.get(app) : tokens.fetchAgain(app);
    },
    ticket: async cache => {
      const app = ownApp();
      return cache ? tickets.peek(app) || tickets.get(app) : tickets.fetchAgain(app);
    },
    findUserKey: (user, version) => userKeys.find({ platform, version, ...user }),
    keepUserKey: (user, version, key) => userKeys.keep({ platform, version, ...user }, key),
    secretKeys: async () => configuration.secretKeys(),
    encryptedKeyExpiresIn: async () => configuration.encryptedKeyExpiresIn(),
  };
}

function known(id: string): CallSpec {
  const spec = findCall(id);
  if (!spec) throw new Error(`an adapter asked for the unknown call ${id}`);
  return spec;
}

/**
 * A failed call resolves to its envelope; only a call that cannot return one rejects.
 *
 * @param counters given for a call of the user's, which is counted; not for those an adapter makes on its way
 */
async function settle(plan: CallPlan, way: Promise<unknown>, counters?: Counters): Promise<unknown> {
  try {
    const result = await way;
    if (counters) counters.ended(result);
    return result;
  } catch (error) {
    const known = asOpenapiError(error);
    if (counters) counters.failed(known.code);
    if (plan.spec.rejects) throw known;
    return envelopeOf(known);
  }
}

let special: typeof Special | undefined;

/** The adapters are a file of their own: most calls have none, and a cold start should not pay for them. */
async function loadAdapter(spec: CallSpec, name: string): Promise<Adapter> {
  special = special || (await import('../special'));
  const adapter = special.adapters[spec.platform][name];
  if (!adapter) throw new Error(`${spec.id} has no adapter ${name}`);
  return adapter;
}

async function run(
  runtime: Runtime,
  plan: CallPlan,
  given: Record<string, unknown> | undefined | null,
  second: Record<string, unknown> | undefined,
): Promise<unknown> {
  if (given === undefined || given === null) given = {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw ownError(
      'param-invalid',
      `参数应为一个对象，例如 ${plan.spec.id}({ ... })`,
      'the parameters must be an object',
    );
  }
  const { params, options } = splitOptions(resolveAliases(plan, given), second, plan.names);
  const { adapter: name } = plan.spec;
  if (name === undefined) return plainWay(runtime, plan, params, options);
  const adapter =
    (special && special.adapters[plan.spec.platform][name]) || (await loadAdapter(plan.spec, name));
  return adapter(checkExtras(plan, params, runtime.advise), adapterContext(runtime, plan, options));
}

/** Makes the function users call for `spec`. */
export function callOf(runtime: Runtime, spec: CallSpec): Call {
  const plan = planOf(spec);
  const { counters } = runtime;
  return (params, options) => {
    counters.calls += 1;
    return settle(plan, run(runtime, plan, params, options), counters);
  };
}
