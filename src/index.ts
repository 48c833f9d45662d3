/**
 * vk-openapi: the server calls of WeChat mini programs, WeChat official accounts and QQ mini programs, in one
 * line each. This file is the face; what a call does is told in `call/call.ts`.
 */
import type { OpenapiOptions } from './call/create';
import type { Instruments } from './call/instruments';
import { callByName, surfaceOf, type Surface } from './call/surface';
import { findCall } from './call/table';
import type { Doctor, DoctorReport } from './doctor';
import type { Expose, ExposedFunction } from './expose';
import type { Openapi } from './generated/types';

export { OpenapiError } from './result/error';
export type { OwnCode, OwnReason } from './result/error';
export type { Clock } from './host/clock';
export type { Logger } from './host/logger';
export type { TokenRow, TokenStore } from './token/store';
export type { OpenapiOptions } from './call/create';
export type { AppEntry, AppKeys, CustomTransport, HttpSettings, TransportName } from './config/settings';
export type { PlatformName } from './config/types';
export type { Expose, ExposedFunction, ExposeOptions } from './expose';
export type { Instruments, Stats } from './call/instruments';
export type { Doctor, DoctorApp, DoctorCheck, DoctorOptions, DoctorReport } from './doctor';
export type { Hooks, RequestEvent, ResponseEvent, TokenEvent, TokenEventName } from './config/hooks';
export type * from './generated/types';

/** All calls, and a look at what is going on. */
export interface VkOpenapi extends Openapi, Instruments {
  /**
   * Looks at every configured app: secret, IP allow-list, stored token, other systems fighting over it, quota,
   * clock; in Chinese, with what to do. Reads only; gets a token as any call would. Never rejects, and nothing it
   * says holds a secret or a token.
   */
  doctor: Doctor;
}

/** The instance as users see it. What is no platform is not listed among them. */
function faceOf({ openapi: face, engine }: Surface): VkOpenapi {
  let loading: Promise<Doctor> | undefined;
  const load = async (): Promise<Doctor> => {
    const [{ createDoctor }, { runtime }] = await Promise.all([import('./doctor'), engine()]);
    return createDoctor(runtime);
  };
  const doctor: Doctor = async (options): Promise<DoctorReport> =>
    (await (loading = loading || load()))(options);
  Object.defineProperty(face, 'doctor', { value: doctor, configurable: true, writable: true });
  return face as unknown as VkOpenapi;
}

const ready = surfaceOf({});

/**
 * The ready instance. It reads its configuration on the first call: `uni-id/config.json`,
 * `vk-unicloud/index.js` and `vk-openapi/config.json`, through `uni-config-center`.
 */
export const openapi = faceOf(ready);

/**
 * Another instance of the same shape: for tests, for several spaces, and for plain Node.js without uniCloud.
 * What is not given comes from the configuration files.
 */
export function createOpenapi(options: OpenapiOptions = {}): VkOpenapi {
  return faceOf(surfaceOf(options));
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
