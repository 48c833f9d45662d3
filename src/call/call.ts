import type { App } from '../config/types';
import type { Envelope } from '../result/envelope';
import { envelopeOf } from '../result/envelope';
import { asOpenapiError, ownError } from '../result/error';
import type * as Special from '../special';
import type { Adapter, AdapterContext, CallOptions } from '../special/adapter';
import { bytesOf, checkExtras, checkParams } from './check';
import type { Counters } from './instruments';
import { asOneAppIfAny } from './one-app';
import { splitOptions } from './options';
import { type CallPlan, planOf, resolveAliases } from './plan';
import type { Runtime } from './runtime';
import { send, type Sending } from './send';
import { shapeBytes, shapeJson } from './shape';
import type { CallSpec } from './spec';
import { findCall } from './table';
import { type Wire, wireOf } from './wire';

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

function userTokenMissing() {
  return ownError(
    'param-invalid',
    '参数 access_token 不正确：缺少必填参数，应为用户授权得到的 access_token（不是应用的）',
    "parameter access_token: the user's own access_token is required (not the app's)",
  );
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
  if (plan.spec.credential === 'user' && options.access_token === undefined) throw userTokenMissing();
  const app = appFor(runtime, plan, options);
  for (const param of plan.self) values[param.name] = param.self === 'appid' ? app!.appid : app!.appsecret;
  const { signed, apiSigned } = plan.spec;
  const way =
    signed !== undefined
      ? signedWay(runtime, plan, values, app, options)
      : apiSigned !== undefined
        ? securedWay(runtime, plan, values, app, options)
        : undefined;
  const wire = way === undefined ? wireOf(plan, values) : await way;
  const { answer, token, limit } = await send(runtime, sendingOf(plan), wire, app, options);
  if (answer.json === undefined) return shapeBytes(answer, options);
  if (answer.errcode === 0 && plan.spec.answer === 'binary') {
    throw ownError(
      'bad-response',
      '平台没有返回图片，而是返回了一段没有错误码的 JSON，请稍后重试',
      'the platform answered JSON without an error code where bytes were expected',
    );
  }
  const secrets = [token, app && app.appsecret, options.appsecret];
  if (wire.secrets !== undefined) secrets.push(...wire.secrets);
  return shapeJson(plan.spec, answer, secrets, limit);
}

/** The appid of the app a call is made as, asked for now; a failure waits until somebody needs it. */
function appidOf(
  { configuration }: Runtime,
  { spec }: CallPlan,
  app: App | undefined,
  options: CallOptions,
): () => string {
  const appid = app === undefined ? options.appid : app.appid;
  if (appid !== undefined) return () => appid;
  try {
    const known = configuration.defaultAppid(spec.platform, options);
    return () => known;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** What a call with signatures in its parameters sends. */
async function signedWay(
  runtime: Runtime,
  plan: CallPlan,
  values: Record<string, unknown>,
  app: App | undefined,
  options: CallOptions,
): Promise<Wire> {
  const appid = appidOf(runtime, plan, app, options);
  const context = adapterContext(
    runtime,
    plan,
    app === undefined ? options : { ...options, appid: app.appid, appsecret: app.appsecret },
  );
  const { signedWire } = await import('./sign');
  return signedWire(plan, values, { context, appid, keys: owner => runtime.configuration.keys(owner) });
}

/** What an encrypted call sends; `undefined` for one that may go in the clear, and has no keys. */
function securedWay(
  runtime: Runtime,
  plan: CallPlan,
  values: Record<string, unknown>,
  app: App | undefined,
  options: CallOptions,
): Promise<Wire> | undefined {
  const { configuration } = runtime;
  const required = plan.spec.apiSigned === 'required';
  const appid = app === undefined ? options.appid : app.appid;
  if (!required && (appid === undefined || !configuration.hasApiKeys(appid))) return undefined;
  const owner = appidOf(runtime, plan, app, options)();
  const keys = configuration.keys(owner);
  return import('./secure').then(({ securedWire }) =>
    securedWire(runtime, plan, values, { appid: owner, api: keys && keys.api }),
  );
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

/** Whether a file is given as something other than its bytes, which then has to be read first. */
function needsReading(files: NonNullable<CallPlan['files']>, params: Record<string, unknown>): boolean {
  return files.some(({ name }) => {
    const value = params[name];
    return value !== undefined && value !== null && bytesOf(value) === undefined;
  });
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
  let { params, options } = splitOptions(resolveAliases(plan, given), second, plan.names);
  if (plan.files !== undefined && needsReading(plan.files, params)) {
    options = asOneAppIfAny(runtime, plan, options);
    const { readFiles } = await import('./files');
    params = await readFiles(runtime, plan.files, params, options);
  }
  const { adapter: name } = plan.spec;
  if (name === undefined) return plainWay(runtime, plan, params, options);
  const adapter =
    (special && special.adapters[plan.spec.platform][name]) || (await loadAdapter(plan.spec, name));
  return adapter(checkExtras(plan, params, runtime.advise), adapterContext(runtime, plan, options));
}

/** Says that the platform advises against a call, and what to use now. */
function warnOfAge({ logger }: Runtime, { id, replacement }: CallSpec): void {
  const instead = replacement ? `请改用 ${replacement}` : '请查阅平台文档，尽早停用';
  try {
    logger.warn(`[vk-openapi] ${id} 已被平台弃用，${instead}`);
  } catch {
    // A logger that throws is no trouble of the call's.
  }
}

/** Makes the function users call for `spec`. A deprecated one says so the first time it is called. */
export function callOf(runtime: Runtime, spec: CallSpec): Call {
  const plan = planOf(spec);
  const { counters } = runtime;
  let warned = spec.retired !== 'deprecated';
  return (params, options) => {
    counters.calls += 1;
    if (!warned) {
      warned = true;
      warnOfAge(runtime, spec);
    }
    return settle(plan, run(runtime, plan, params, options), counters);
  };
}
