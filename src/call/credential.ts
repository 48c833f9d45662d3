import type { App } from '../config/types';
import { exchange, transientPauses } from '../http/retry';
import { platforms } from '../platforms';
import { describe } from '../result/dictionary';
import { OpenapiError, ownError } from '../result/error';
import { redact } from '../result/redact';
import type { Credential, FetchedToken } from '../token/manager';
import { readJsonAnswer } from './answer';
import type { Runtime } from './runtime';
import { baseOf, unreachable } from './send';

/** How the platform is asked for an app's access token. Handed to the token manager, which decides when. */
export function credentialOf(
  runtime: Pick<Runtime, 'configuration' | 'transports' | 'clock'>,
  app: App,
): Credential {
  return { app, kind: 'access-token', fetch: options => fetchToken(runtime, app, options) };
}

async function fetchToken(
  runtime: Pick<Runtime, 'configuration' | 'transports' | 'clock'>,
  app: App,
  { force, timeout }: { force: boolean; timeout: number },
): Promise<FetchedToken> {
  const { platform, appid, appsecret } = app;
  const own = platforms[platform];
  const redirect = runtime.configuration.endpoint(platform);
  const base = redirect === undefined ? { origin: own.origin, prefix: '' } : baseOf(redirect);
  const { method, path, headers, body } = own.tokenRequest({ appid, secret: appsecret, force });
  const request = {
    method,
    origin: base.origin,
    path: base.prefix + path,
    headers,
    body,
    timeout: Math.min(timeout, runtime.configuration.http().timeout),
  };
  const transport = runtime.transports.for(platform, 'token');
  const policy = {
    repeatable: true,
    twin: redirect === undefined ? own.twin : undefined,
    clock: runtime.clock,
  };
  const deadline = runtime.clock.now() + request.timeout;
  const pauses = transientPauses();
  for (let round = 0; ; round++) {
    let response;
    try {
      response = await exchange(transport, request, policy);
    } catch (error) {
      throw unreachable(error, base.origin);
    }
    const { json, errcode } = readJsonAnswer(response);
    if (errcode === 0) return tokenIn(json);
    const pause = pauses[round];
    const left = deadline - runtime.clock.now();
    if (errcode !== own.transient || pause === undefined || pause >= left)
      throw await refusal(app, json, errcode);
    await runtime.clock.sleep(pause);
    request.timeout = Math.max(1, left - pause);
  }
}

function tokenIn(json: Record<string, unknown>): FetchedToken {
  const { access_token: value, expires_in: life } = json;
  const expiresIn = typeof life === 'string' && /^\d+$/.test(life) ? Number(life) : life;
  if (typeof value === 'string' && value !== '' && typeof expiresIn === 'number' && expiresIn > 0) {
    return { value, expiresIn };
  }
  throw ownError(
    'bad-response',
    '平台的 token 接口没有返回 access_token 与 expires_in，请稍后重试',
    'the token endpoint answered without access_token and expires_in',
  );
}

/** The token endpoint's own number: it is the call's failure, never a general one. */
async function refusal(app: App, json: Record<string, unknown>, errcode: number): Promise<OpenapiError> {
  const own = redact(typeof json.errmsg === 'string' ? json.errmsg : '', [app.appsecret]);
  const call = { id: `${app.platform}.auth.getAccessToken`, platform: app.platform };
  const { msg, errmsg } = await describe(call, errcode, own);
  return new OpenapiError({ code: errcode, msg, errcode, errmsg: own || errmsg });
}
