import type { Adapter, AdapterContext } from '../adapter';

/** Below this a number of seconds is no date of this century: it can only be meant from now on. */
const RELATIVE_BELOW = 1e9;
const MAX_SECONDS = 30 * 24 * 3600;

/** The seconds from now that `expire_time` means, or `undefined` where it is a point in time, or nothing. */
function relativeSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds < RELATIVE_BELOW ? seconds : undefined;
}

function absolute(relative: number, context: AdapterContext): number {
  const seconds = Math.min(Math.floor(relative), MAX_SECONDS);
  const expireTime = Math.floor(context.clock.now() / 1000) + seconds;
  const clipped = relative > MAX_SECONDS ? '，已按平台上限缩短为 30 天' : '';
  context.logger.warn(
    `vk-openapi: weixin.urlscheme.generate 的 expire_time ${relative} 不是时间戳，按“${relative} 秒后失效”处理${clipped}。请改传 Unix 时间戳（秒），或用 expire_type: 1 与 expire_interval（天）`,
  );
  return expireTime;
}

/**
 * An `expire_time` below 10^9 is understood as seconds from now and clipped to the platform's 30 days, with a
 * warning; a point in time is sent as it is, and the platform decides.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-scheme/api_generatescheme.html
 */
export const generate: Adapter = (params, context) => {
  const relative = relativeSeconds(params.expire_time);
  if (relative === undefined) return context.request(params);
  return context.request({ ...params, expire_time: absolute(relative, context) });
};
