import { callerOf } from './caller';
import type { Fields } from './event';
import { dataOf, paramsOf } from './event';
import type { ClientApps } from './parameters';
import { clientParameters } from './parameters';
import { authorize } from './policy';
import { answer, failure } from './result';
import type { FindCall, Scope } from './scope';
import { readScope } from './scope';

/** What `expose` needs of the instance it opens. */
export interface ExposeDependencies {
  /** The catalogue. */
  findCall: FindCall;
  /** Makes a call, or a platform's `request`, by its whole name; resolves and rejects as the call itself does. */
  invoke(id: string, params: Fields, options: Fields): Promise<unknown>;
  clientApps: ClientApps;
}

/** The options of `expose`. */
export interface ExposeOptions {
  /** Makes the calls on this instance (of `createOpenapi`) instead of the ready one. */
  openapi?: object;
}

/** The handler of a cloud function: `exports.main`. Always resolves, to a JSON object with a `code`. */
export type ExposedFunction = (event?: unknown, context?: unknown) => Promise<Record<string, unknown>>;

/**
 * Makes the handler of a thin cloud function.
 *
 * @param scope What the function is for: a platform (`'weixin'`, which includes `weixin.h5`), a group
 *   (`'weixin.security'`) or one call (`'weixin.auth.code2Session'`). A name that is none of them does not
 *   throw here, where it would only keep the function from loading: every call is then answered with
 *   `vk-openapi-unknown-api`, whose `msg` names the scope.
 * @returns `exports.main`. The event is `{ action, params }`; with a scope of one call there is no `action`,
 *   and the parameters are `params` or the event itself. Through HTTP the same stands in the body as JSON.
 *   Only calls from other cloud functions, timers and the console (`context.SOURCE`) may be of every level.
 * @example exports.main = expose('weixin')
 */
export type Expose = (scope: string, options?: ExposeOptions) => ExposedFunction;

type Call = (params: Fields, options: Fields) => Promise<unknown>;

/** The call of that whole name on an instance; the name comes from the catalogue, never from a caller. */
function callOn(openapi: object, id: string): Call {
  return id.split('.').reduce<unknown>((node, name) => (node as Fields)[name], openapi) as Call;
}

/** The way of one exposed call: who asks → what is asked → is it allowed → which parameters pass → the answer. */
export function createExpose({ findCall, invoke, clientApps }: ExposeDependencies): Expose {
  return (scopeName, { openapi } = {}) => {
    const make = openapi
      ? (id: string, params: Fields, options: Fields) => callOn(openapi, id)(params, options)
      : invoke;
    let scope: Scope | undefined;
    return async (event, context) => {
      const caller = callerOf(context);
      try {
        scope = scope || readScope(scopeName, findCall);
        const data = dataOf(event, caller);
        const target = scope.only || scope.find(data.action);
        authorize(target, caller);
        const sent = paramsOf(data, scope.only !== undefined, caller);
        const params = caller.trusted ? sent : await clientParameters(target.spec, sent, clientApps);
        const outcome = await make(target.id, params, optionsOf(params, context));
        return answer(target, outcome, caller);
      } catch (error) {
        return failure(error, caller);
      }
    };
  };
}

/**
 * The function's own options. What a trusted caller chose stands: its `context`, and `cloudPath`, which asks
 * for a file instead of bytes.
 */
function optionsOf(params: Fields, context: unknown): Fields {
  const options: Fields = {};
  if (!params.cloudPath) options.responseType = 'base64';
  if (!params.context && context) options.context = context;
  return options;
}
