import { readJsonAnswer } from '../call/answer';
import type { Runtime } from '../call/runtime';
import { baseOf, unreachable } from '../call/send';
import type { App } from '../config/types';
import { exchange } from '../http/retry';
import { platforms } from '../platforms';
import { asOpenapiError, type OpenapiError } from '../result/error';
import { redact } from '../result/redact';

/** What the platform answered, or why nothing came. */
export interface Answered {
  errcode: number;
  errmsg: string;
  json: Record<string, unknown>;
  error?: undefined;
  /** Milliseconds that this machine's clock is ahead of the platform's, where it said its time. */
  clockDifference?: number;
}
export type Probed = Answered | { error: OpenapiError };

type Instruments = Pick<Runtime, 'configuration' | 'transports' | 'clock'>;

interface Question {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const query = (fields: Record<string, string>): string =>
  Object.keys(fields)
    .map(name => `${name}=${encodeURIComponent(fields[name]!)}`)
    .join('&');

/** One request that changes nothing at the platform, outside the ways of calls: it is neither counted nor repeated. */
async function ask(
  runtime: Instruments,
  app: App,
  { method, path, body }: Question,
  secrets: string[],
): Promise<Probed> {
  const { configuration, clock, transports } = runtime;
  try {
    const { platform } = app;
    const own = platforms[platform];
    const redirect = configuration.endpoint(platform);
    const base = redirect === undefined ? { origin: own.origin, prefix: '' } : baseOf(redirect);
    const request = {
      method,
      origin: base.origin,
      path: base.prefix + path,
      headers: body === undefined ? {} : JSON_HEADERS,
      body: body && JSON.stringify(body),
      timeout: configuration.http().timeout,
    };
    const twin = redirect === undefined ? own.twin : undefined;
    const asked = clock.now();
    let response;
    try {
      response = await exchange(transports.for(platform, 'api'), request, { repeatable: true, twin, clock });
    } catch (error) {
      throw unreachable(error, base.origin);
    }
    const answered = clock.now();
    const { json, errcode } = readJsonAnswer(response);
    const errmsg = redact(typeof json.errmsg === 'string' ? json.errmsg : '', [app.appsecret, ...secrets]);
    const theirs = Date.parse(String(response.headers.date));
    // The header names a second that had begun: half of one is right on average.
    const difference = Math.round((asked + answered) / 2 - (theirs + 500));
    return { errcode, errmsg, json, ...(Number.isNaN(difference) ? {} : { clockDifference: difference }) };
  } catch (error) {
    return { error: asOpenapiError(error) };
  }
}

/** Sends a token with a call that does nothing: whether it is accepted, and what is left of a path's quota. */
export function probeToken(runtime: Instruments, app: App, token: string, quotaOf: string): Promise<Probed> {
  const access = query({ access_token: token });
  const question: Question =
    app.platform === 'qq'
      ? {
          method: 'POST',
          path: `/api/json/security/MsgSecCheck?${access}`,
          body: { appid: app.appid, content: 'ok' },
        }
      : { method: 'POST', path: `/cgi-bin/openapi/quota/get?${access}`, body: { cgi_path: quotaOf } };
  return ask(runtime, app, question, [token]);
}

/** A login with a code that nobody has: whoever complains about the code has accepted appid and secret. */
export function probeSecret(runtime: Instruments, app: App): Promise<Probed> {
  const { appid, appsecret: secret, platform } = app;
  const code = 'vk-openapi-doctor-no-such-code';
  const grant_type = 'authorization_code';
  const path =
    platform === 'weixin.h5'
      ? `/sns/oauth2/access_token?${query({ appid, secret, code, grant_type })}`
      : `/sns/jscode2session?${query({ appid, secret, js_code: code, grant_type })}`;
  return ask(runtime, app, { method: 'GET', path }, []);
}

/** Whether the platform took the token; `undefined`: its answer says nothing about that. */
export function isAccepted(app: App, probed: Probed | undefined): boolean | undefined {
  if (probed === undefined || probed.error !== undefined) return undefined;
  const { tokenDead, transient } = platforms[app.platform];
  if (probed.errcode === transient) return undefined;
  return !tokenDead.has(probed.errcode);
}
