import type { App } from '../config/types';
import type { Envelope } from '../result/envelope';
import { OpenapiError, type OpenapiErrorFields, ownError } from '../result/error';
import type { Credential, FetchedToken } from '../token/manager';
import { plainWay } from './call';
import { planOf } from './plan';
import type { Runtime } from './runtime';
import { findCall } from './table';

/**
 * How the platform is asked for an official account's JS-SDK ticket: an ordinary call with the app's access token,
 * which recovers from a dead one as all calls do. Handed to the tickets' manager, which decides when.
 *
 * @param runtime asked for with the first request: it holds the manager that this is made for
 */
export function ticketOf(runtime: () => Runtime, app: App): Credential {
  return {
    app,
    kind: 'ticket',
    prepare: async () => {
      const { tokens } = runtime();
      return tokens.peek(app) || tokens.get(app);
    },
    fetch: ({ timeout }) => fetchTicket(runtime(), app, timeout),
  };
}

async function fetchTicket(runtime: Runtime, app: App, limit: number): Promise<FetchedToken> {
  const timeout = Math.min(limit, runtime.configuration.http().timeout);
  const plan = planOf(findCall(`${app.platform}.auth.getJsapiTicket`)!);
  const { appid, appsecret } = app;
  runtime.counters.tokenFetches += 1;
  const answer = (await plainWay(runtime, plan, {}, { appid, appsecret, timeout })) as Envelope;
  const { code, msg, errcode, errmsg } = answer;
  if (code !== 0) throw new OpenapiError({ code, msg, errcode, errmsg } as OpenapiErrorFields);
  return ticketIn(answer);
}

function ticketIn({ ticket, expires_in: life }: Envelope): FetchedToken {
  const expiresIn = typeof life === 'string' && /^\d+$/.test(life) ? Number(life) : life;
  if (typeof ticket === 'string' && ticket !== '' && typeof expiresIn === 'number' && expiresIn > 0) {
    return { value: ticket, expiresIn };
  }
  throw ownError(
    'bad-response',
    '平台返回成功，但没有可用的 ticket 与 expires_in，请稍后重试',
    'the platform answered without a usable ticket and expires_in',
  );
}
