import type { App } from '../config/types';
import { busy, exchange, policyForAnswer, quotaUsedUp, transientPauses } from '../http/retry';
import { platforms } from '../platforms';
import { describe } from '../result/dictionary';
import { OpenapiError, ownError } from '../result/error';
import { redact } from '../result/redact';
import type { Credential, FetchedToken } from '../token/manager';
import { quotaHint, type QuotaLimit } from './quota';
import type { Runtime } from './runtime';
import { baseOf, type JsonAnswer, readWatched, unreachable } from './send';

/**
 * How the platform is asked for an app's access token. Handed to the token manager, which decides when.
 *
 * @param runtime the instance, which is not whole yet when its token manager is made
 */
export function credentialOf(runtime: () => Runtime, app: App): Credential {
  return { app, kind: 'access-token', fetch: options => fetchToken(runtime(), app, options) };
}

const idOf = (app: App): string => `${app.platform}.auth.getAccessToken`;

async function fetchToken(
  runtime: Runtime,
  app: App,
  { force, timeout }: { force: boolean; timeout: number },
): Promise<FetchedToken> {
  const { platform, appid, appsecret } = app;
  const { quotas, clock } = runtime;
  const own = platforms[platform];
  const redirect = runtime.configuration.endpoint(platform);
  const base = redirect === undefined ? { origin: own.origin, prefix: '' } : baseOf(redirect);
  const { method, path, headers, body } = own.tokenRequest({ appid, secret: appsecret, force });
  const plainPath = path.split('?', 1)[0]!;
  // Forced requests have a quota of their own: used up, it says nothing about the plain ones.
  const door = force ? `${plainPath} forced` : plainPath;
  const isProbe = quotas.check(app, door);
  const { era } = quotas;
  runtime.counters.tokenFetches += 1;
  const request = {
    method,
    origin: base.origin,
    path: base.prefix + path,
    headers,
    body,
    timeout: Math.min(timeout, runtime.configuration.http().timeout),
  };
  const secrets = [appsecret];
  const watch = runtime.teller.watch({ id: idOf(app), platform, appid, path: plainPath, secrets });
  const direct = runtime.transports.for(platform, 'token');
  const transport = watch === undefined ? direct : watch.through(direct);
  const policy = {
    repeatable: true,
    twin: redirect === undefined ? own.twin : undefined,
    clock,
    onRetry: runtime.onRetry,
  };
  const deadline = clock.now() + request.timeout;
  const pauses = transientPauses();
  for (let round = 0; ; round++) {
    let response;
    try {
      response = await exchange(transport, request, policy);
    } catch (error) {
      throw unreachable(error, base.origin);
    }
    const { json, errcode } = readWatched(watch, 'json', response, secrets) as JsonAnswer;
    const mishap = policyForAnswer(errcode, own);
    if (isProbe && mishap === undefined) quotas.open(app, door);
    if (errcode === 0) return tokenIn(json);
    const pause = pauses[round];
    const left = deadline - clock.now();
    if (mishap === busy && pause !== undefined && pause < left) {
      await clock.sleep(pause);
      runtime.onRetry();
      request.timeout = Math.max(1, left - pause);
      continue;
    }
    const limit =
      mishap === quotaUsedUp
        ? quotas.close(
            app,
            door,
            { errcode, errmsg: json.errmsg },
            { era, isProbe },
            '获取 access_token 的请求',
          )
        : undefined;
    throw await refusal(app, json, errcode, limit);
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
async function refusal(
  app: App,
  json: Record<string, unknown>,
  errcode: number,
  limit: QuotaLimit | undefined,
): Promise<OpenapiError> {
  const own = redact(typeof json.errmsg === 'string' ? json.errmsg : '', [app.appsecret]);
  const { msg, errmsg } = await describe({ id: idOf(app), platform: app.platform }, errcode, own);
  const whole = limit ? `${msg}。${quotaHint(limit)}` : msg;
  return new OpenapiError({ code: errcode, msg: whole, errcode, errmsg: own || errmsg });
}
