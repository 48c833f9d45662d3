import type { App, PlatformName } from '../config/types';
import type { HttpUse } from '../http';
import {
  busy,
  deadToken,
  exchange,
  mayRepeat,
  policyForAnswer,
  quotaUsedUp,
  type RetryPolicy,
  transientPauses,
} from '../http/retry';
import { type HttpResponse, TransportError } from '../http/transport';
import { platforms } from '../platforms';
import { OpenapiError, ownError } from '../result/error';
import { redactError } from '../result/redact';
import type { CallOptions } from '../special/adapter';
import { type PlatformAnswer, readAnyAnswer, readBinaryAnswer, readJsonAnswer } from './answer';
import type { QuotaLimit, QuotaMemory } from './quota';
import type { Runtime } from './runtime';
import type { CallSpec } from './spec';
import type { Watch } from './watch';
import { type SecureExchange, type Wire, withQuery } from './wire';

/** What of a call decides how it is sent. */
export interface Sending {
  /** The call, as hooks are told. */
  id: string;
  platform: PlatformName;
  /** Without its query and with its placeholders: the platforms count their quotas by it. */
  path: string;
  /** Another host than the platform's. */
  origin?: string;
  credential: CallSpec['credential'];
  answer: 'json' | 'binary' | 'text' | 'any';
  hasFile: boolean;
  /** What it is for, where that is not plain from the rest. */
  use?: HttpUse;
  repeatable: boolean;
  /** A catalogue call, known to take the app's token: only its refusal may make us force a new one. */
  mayForce: boolean;
}

/** What a platform's failure to be reached means for the caller. */
export function unreachable(error: unknown, origin: string): OpenapiError {
  if (!(error instanceof TransportError)) throw error;
  const host = origin.replace(/^https?:\/\//, '');
  const code = error.systemCode ? `, ${error.systemCode}` : '';
  if (error.kind === 'timeout') {
    return ownError(
      'timeout',
      `请求超时：${host} 未在限定时间内应答。请稍后重试；经常发生时可调大 timeout 选项或 vk-openapi/config.json 的 http.timeout，并检查云函数自身的超时时间`,
      `${host} did not answer in time`,
      error,
    );
  }
  return ownError(
    'network-error',
    `网络错误：无法与 ${host} 完成通信（${error.kind}${code}）。请稍后重试，并检查网络与 vk-openapi/config.json 的 endpoints`,
    `could not talk to ${host} (${error.kind}${code})`,
    error,
  );
}

export type JsonAnswer = Extract<PlatformAnswer, { json: object }>;

function read(answer: Sending['answer'], response: HttpResponse): PlatformAnswer {
  switch (answer) {
    case 'binary':
      return readBinaryAnswer(response);
    case 'any':
      return readAnyAnswer(response);
    case 'text': {
      const text = response.body.toString('utf8');
      return text.trimStart().startsWith('{')
        ? readJsonAnswer(response)
        : { json: { data: text }, errcode: 0, text };
    }
    default:
      return readJsonAnswer(response);
  }
}

/** Splits a base URL from the configuration once; calls come by the thousand. */
const bases = new Map<string, { origin: string; prefix: string }>();
export function baseOf(url: string): { origin: string; prefix: string } {
  let base = bases.get(url);
  if (!base) {
    const { origin, pathname } = new URL(url);
    base = { origin, prefix: pathname.replace(/\/+$/, '') };
    bases.set(url, base);
  }
  return base;
}

const PLAIN = { prefix: '' };

/**
 * Reads an answer that should be signed. Without a signature a refusal is believed: the platform may not have come
 * as far as the keys. So are bytes, which its guide does not speak of; a JSON success is not.
 */
function readSecured(secure: SecureExchange, answer: Sending['answer'], response: HttpResponse) {
  const opened = secure.open(response);
  const known = read(answer, opened || response);
  if (opened === undefined && known.json !== undefined && known.errcode === 0) throw secure.unsigned();
  return known;
}

/** `read`, with whoever watches told what the answer meant. */
export function readWatched(
  watch: Watch | undefined,
  answer: Sending['answer'],
  response: HttpResponse,
  secrets: readonly (string | undefined)[],
  secure?: SecureExchange,
): PlatformAnswer {
  try {
    const known = secure === undefined ? read(answer, response) : readSecured(secure, answer, response);
    if (watch !== undefined) watch.understood(known.json === undefined ? 0 : known.errcode);
    return known;
  } catch (error) {
    if (watch !== undefined && error instanceof OpenapiError) watch.understood(error.code);
    // What is told of an unreadable answer comes from its headers, and those may repeat the request too.
    throw redactError(error, secrets);
  }
}

/** One attempt with one token: connection failures and busy answers are repeated here by policy. */
async function attempt(
  runtime: Runtime,
  sending: Sending,
  wire: Wire,
  token: string | undefined,
  app: App | undefined,
  options: CallOptions,
  watch: Watch | undefined,
): Promise<PlatformAnswer> {
  const { platform } = sending;
  const { secure } = wire;
  const redirect = runtime.configuration.endpoint(platform);
  const own = platforms[platform];
  const base =
    redirect !== undefined
      ? baseOf(redirect)
      : { origin: sending.origin || own.origin, prefix: PLAIN.prefix };
  const use = sending.use || (sending.hasFile ? 'upload' : sending.answer === 'binary' ? 'binary' : 'api');
  const http = runtime.configuration.http();
  const path =
    token === undefined ? wire.path : withQuery(wire.path, `access_token=${encodeURIComponent(token)}`);
  const request = {
    method: wire.method,
    origin: base.origin,
    path: base.prefix + path,
    headers: wire.headers,
    body: wire.body,
    timeout: options.timeout ?? (sending.hasFile ? http.uploadTimeout : http.timeout),
  };
  const direct = runtime.transports.for(platform, use);
  const transport = watch === undefined ? direct : watch.through(direct);
  // What is signed names its host: it is no good on another.
  const hasTwin = redirect === undefined && sending.origin === undefined && secure === undefined;
  const twin = hasTwin ? own.twin : undefined;
  const secrets = [token, app && app.appsecret, options.appsecret];
  if (wire.secrets !== undefined) secrets.push(...wire.secrets);
  const policy = {
    repeatable: sending.repeatable,
    twin,
    clock: runtime.clock,
    onRetry: runtime.onRetry,
  };
  let pauses: readonly number[] | undefined;
  for (let round = 0; ; round++) {
    let response: HttpResponse;
    if (secure !== undefined) Object.assign(request, secure.seal());
    try {
      response = await exchange(transport, request, policy);
    } catch (error) {
      throw unreachable(error, base.origin);
    }
    const answer = readWatched(watch, sending.answer, response, secrets, secure);
    if (answer.json === undefined || answer.errcode === 0) return answer;
    if (policyForAnswer(answer.errcode, own) !== busy || !mayRepeat(busy, sending.repeatable)) return answer;
    const pause = (pauses = pauses || transientPauses())[round];
    if (pause === undefined) return answer;
    await runtime.clock.sleep(pause);
    runtime.onRetry();
  }
}

/** The result of sending, and the token it went with, so that nothing said of it repeats the token. */
export interface Sent {
  answer: PlatformAnswer;
  token: string | undefined;
  /** The answer says that the quota is used up: until when. */
  limit?: QuotaLimit | undefined;
}

/** Who follows the requests of this call; nobody, unless there is a hook that wants to know. */
function watchOf(
  runtime: Runtime,
  sending: Sending,
  app: App | undefined,
  options: CallOptions,
): Watch | undefined {
  if (runtime.audience.list.length === 0) return undefined;
  const { id, platform, path } = sending;
  const appid = app === undefined ? options.appid : app.appid;
  const secrets = [
    app && app.appsecret,
    app && runtime.tokens.peek(app),
    options.appsecret,
    options.access_token,
  ];
  return runtime.teller.watch({ id, platform, appid, path, secrets });
}

/**
 * Sends a call with the app's token, unless its quota is known to be used up. When the platform calls the token
 * dead, the manager is told which one, and the call is made once more with the token it gives instead. A token of
 * the caller's own is never replaced.
 *
 * Quotas are the app's. A call with a secret may meet one user's limit, and a token of the caller's own may be
 * anybody's: neither is remembered nor refused.
 */
export async function send(
  runtime: Runtime,
  sending: Sending,
  wire: Wire,
  app: App | undefined,
  options: CallOptions,
): Promise<Sent> {
  const { tokens, quotas } = runtime;
  const isOurs = sending.credential === 'token' && options.access_token === undefined;
  const isProbe = isOurs && quotas.check(app!, sending.path);
  const { era } = quotas;
  if (sending.use === 'token') runtime.counters.tokenFetches += 1;
  const watch = watchOf(runtime, sending, app, options);
  const { credential } = sending;
  let token = credential === 'token' || credential === 'user' ? options.access_token : undefined;
  if (isOurs) token = tokens.peek(app!) || (await tokens.get(app!));
  let answer = await attempt(runtime, sending, wire, token, app, options, watch);
  if (isOurs && policyOf(sending, answer) === deadToken) {
    const next = await tokens.replace(app!, token!, sending.mayForce);
    if (next !== undefined) {
      token = next;
      runtime.onRetry();
      answer = await attempt(runtime, sending, wire, token, app, options, watch);
    }
    // Where a store in trouble is the reason, that is what there is to mend.
    const trouble = policyOf(sending, answer) === deadToken ? tokens.trouble(app!) : undefined;
    if (trouble !== undefined) throw trouble;
  }
  const limit = learn(quotas, sending, wire, { app, answer, isOurs, isProbe, era });
  return limit === undefined ? { answer, token } : { answer, token, limit };
}

function policyOf({ platform }: Sending, answer: PlatformAnswer): RetryPolicy | undefined {
  return answer.json === undefined ? undefined : policyForAnswer(answer.errcode, platforms[platform]);
}

interface Outcome {
  app: App | undefined;
  answer: PlatformAnswer;
  isOurs: boolean;
  isProbe: boolean;
  era: number;
}

/** What an answer says of quotas; of a used-up one, until when it is. */
function learn(
  quotas: QuotaMemory,
  sending: Sending,
  wire: Wire,
  { app, answer, isOurs, isProbe, era }: Outcome,
): QuotaLimit | undefined {
  const policy = policyOf(sending, answer);
  // Busy, or a dead token: that says nothing about the quota.
  if (isProbe && policy === undefined) quotas.open(app!, sending.path);
  if (answer.json === undefined || answer.errcode === 0) {
    quotas.succeeded(sending, app, wire);
    return undefined;
  }
  if (!isOurs || policy !== quotaUsedUp) return undefined;
  return quotas.close(
    app!,
    sending.path,
    { errcode: answer.errcode, errmsg: answer.json.errmsg },
    { era, isProbe },
  );
}
