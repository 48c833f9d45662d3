import type { PlatformName } from '../config/types';

export const PLATFORM_ZH: Readonly<Record<PlatformName, string>> = {
  weixin: '微信小程序',
  'weixin.h5': '微信公众号',
  'weixin.app': '微信开放平台移动应用',
  qq: 'QQ 小程序',
};

/** A length of time as people say it. */
export function duration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} 天`;
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分钟`;
}
