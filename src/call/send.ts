import type { App, PlatformName } from '../config/types';
import { exchange, transientPauses } from '../http/retry';
import { type HttpResponse, TransportError } from '../http/transport';
import { platforms } from '../platforms';
import { type OpenapiError, ownError } from '../result/error';
import type { CallOptions } from '../special/adapter';
import { type PlatformAnswer, readAnyAnswer, readBinaryAnswer, readJsonAnswer } from './answer';
import type { Runtime } from './runtime';
import { type Wire, withQuery } from './wire';

/** What of a call decides how it is sent. */
export interface Sending {
  platform: PlatformName;
  /** Another host than the platform's. */
  origin?: string;
  credential: 'token' | 'secret' | 'none';
  answer: 'json' | 'binary' | 'text' | 'any';
  hasFile: boolean;
  repeatable: boolean;
  /** A catalogue call, known to take the app's token: only its refusal may make us force a new one. */
  mayForce: boolean;
}

/** What a platform's failure to be reached means for the caller. */
export function unreachable(error: unknown, origin: string): OpenapiError {
  if (!(error instanceof TransportError)) throw error;
  const host = origin.replace(/^https?:\/\//, '');
  const code = error.systemCode ? `，${error.systemCode}` : '';
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

/** One attempt with one token: connection failures and busy answers are repeated here by policy. */
async function attempt(
  runtime: Runtime,
  sending: Sending,
  wire: Wire,
  token: string | undefined,
  options: CallOptions,
): Promise<PlatformAnswer> {
  const { platform } = sending;
  const redirect = runtime.configuration.endpoint(platform);
  const own = platforms[platform];
  const base =
    redirect !== undefined
      ? baseOf(redirect)
      : { origin: sending.origin || own.origin, prefix: PLAIN.prefix };
  const use = sending.hasFile ? 'upload' : sending.answer === 'binary' ? 'binary' : 'api';
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
  const transport = runtime.transports.for(platform, use);
  const twin = redirect === undefined && sending.origin === undefined ? own.twin : undefined;
  const policy = { repeatable: sending.repeatable, twin, clock: runtime.clock };
  let pauses: readonly number[] | undefined;
  for (let round = 0; ; round++) {
    let response: HttpResponse;
    try {
      response = await exchange(transport, request, policy);
    } catch (error) {
      throw unreachable(error, base.origin);
    }
    const answer = read(sending.answer, response);
    if (answer.json === undefined || answer.errcode !== own.transient || !sending.repeatable) return answer;
    const pause = (pauses = pauses || transientPauses())[round];
    if (pause === undefined) return answer;
    await runtime.clock.sleep(pause);
  }
}

/** The result of sending, and the token it went with, so that nothing said of it repeats the token. */
export interface Sent {
  answer: PlatformAnswer;
  token: string | undefined;
}

/**
 * Sends a call with the app's token. When the platform calls the token dead, the manager is told which one,
 * and the call is made once more with the token it gives instead. A token of the caller's own is never replaced.
 */
export async function send(
  runtime: Runtime,
  sending: Sending,
  wire: Wire,
  app: App | undefined,
  options: CallOptions,
): Promise<Sent> {
  if (sending.credential !== 'token') {
    return { answer: await attempt(runtime, sending, wire, undefined, options), token: undefined };
  }
  if (options.access_token !== undefined) {
    const token = options.access_token;
    return { answer: await attempt(runtime, sending, wire, token, options), token };
  }
  const { tokens } = runtime;
  const token = tokens.peek(app!) || (await tokens.get(app!));
  const answer = await attempt(runtime, sending, wire, token, options);
  if (answer.json === undefined || !platforms[sending.platform].tokenDead.has(answer.errcode)) {
    return { answer, token };
  }
  const next = await tokens.replace(app!, token, sending.mayForce);
  if (next === undefined) return { answer, token };
  return { answer: await attempt(runtime, sending, wire, next, options), token: next };
}
