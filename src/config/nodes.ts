import type { AppEntry } from './settings';
import type { PlatformName } from './types';

/** Where a platform's apps stand in `uni-id/config.json`, first the one that is looked at first. */
export const NODES: Record<PlatformName, readonly (readonly string[])[]> = {
  weixin: [['mp-weixin', 'oauth', 'weixin']],
  'weixin.h5': [
    ['web', 'oauth', 'weixin-h5'],
    ['h5-weixin', 'oauth', 'weixin'],
    ['web-weixin', 'oauth', 'weixin'],
    ['h5', 'oauth', 'weixin'],
  ],
  'weixin.app': [
    ['app', 'oauth', 'weixin'],
    ['app-plus', 'oauth', 'weixin'],
  ],
  qq: [['mp-qq', 'oauth', 'qq']],
};

/** Where further apps of a platform stand in `vk-unicloud/index.js`. */
export const LISTS: Record<PlatformName, readonly string[]> = {
  weixin: ['vk', 'oauth', 'weixin', 'list'],
  'weixin.h5': ['vk', 'oauth', 'weixin', 'list'],
  'weixin.app': ['vk', 'oauth', 'weixin', 'list'],
  qq: ['vk', 'oauth', 'qq', 'list'],
};

/** What stands at `path`, own properties only. */
export function at(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.prototype.hasOwnProperty.call(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** What templates of configuration files write where an id or a secret belongs. */
const PLACEHOLDER = /[^\x21-\x7e]|[<>{}]|^your|^(?:wx)?x{3,}$|^\*+$/i;

/** An appid or a secret as written in a file; `undefined` where there is none, or only a placeholder. */
export function configured(value: unknown): string | undefined {
  // QQ's appids are numbers, and some people write them so.
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' || PLACEHOLDER.test(text) ? undefined : text;
}

/** The app that an object of a configuration file describes; a part that is missing is `undefined`. */
export function entryOf(node: unknown): Partial<AppEntry> {
  return { appid: configured(at(node, ['appid'])), appsecret: configured(at(node, ['appsecret'])) };
}
