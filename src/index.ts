/**
 * vk-openapi: the server calls of WeChat mini programs, WeChat official accounts and QQ mini programs, in one
 * line each. This file is the face; what a call does is told in `call/call.ts`.
 */
import type { OpenapiOptions } from './call/create';
import { callByName, surfaceOf } from './call/surface';
import { findCall } from './call/table';
import type { Expose, ExposedFunction } from './expose';
import type { Openapi } from './generated/types';

export { OpenapiError } from './result/error';
export type { Clock } from './host/clock';
export type { Logger } from './host/logger';
export type { TokenRow, TokenStore } from './token/store';
export type { OpenapiOptions } from './call/create';
export type * from './generated/types';

const ready = surfaceOf({});

/**
 * The ready instance. It reads its configuration on the first call: `uni-id/config.json`,
 * `vk-unicloud/index.js` and `vk-openapi/config.json`, through `uni-config-center`.
 */
export const openapi = ready.openapi as unknown as Openapi;

/**
 * Another instance of the same shape: for tests, for several spaces, and for plain Node.js without uniCloud.
 * What is not given comes from the configuration files.
 */
export function createOpenapi(options: OpenapiOptions = {}): Openapi {
  return surfaceOf(options).openapi as unknown as Openapi;
}

/**
 * The handler of a thin cloud function: `exports.main = expose('weixin')`. What it takes and answers, and who
 * may call what, is told in `expose/`; it is loaded with the first request.
 *
 * @param scope a platform, a group (`weixin.security`) or one call (`weixin.auth.code2Session`)
 */
export const expose: Expose = (scope, options) => {
  let handler: Promise<ExposedFunction> | undefined;
  const load = async () => {
    const { createExpose } = await import('./expose');
    const engine = await ready.engine();
    return createExpose({
      findCall,
      invoke: (id, params, callOptions) => callByName(ready.openapi, id)(params, callOptions),
      clientApps: () => engine.clientApps(),
    })(scope, options);
  };
  return async (event, context) => (await (handler = handler || load()))(event, context);
};
