import type { Configuration } from '../config/configuration';
import type { ConfigFiles } from '../config/files';
import { at, entryOf, LISTS, NODES } from '../config/nodes';
import type { PlatformName } from '../config/types';

const PLATFORMS: readonly PlatformName[] = ['weixin', 'weixin.h5', 'qq'];

/** An app as it stands in the configuration. */
export interface ListedApp {
  platform: PlatformName;
  appid: string;
  appsecret: string | undefined;
  /** Where it stands, in words. */
  source: string;
  /** The app of calls that name none. */
  isDefault: boolean;
}

/** Every app that the configuration names, each once; those of the same appid and another secret besides. */
export function listApps({ sources }: Pick<Configuration, 'sources'>): ListedApp[] {
  const { files, apps } = sources;
  const found: ListedApp[] = [];
  for (const platform of PLATFORMS) {
    const given = apps && apps[platform];
    if (given !== undefined) fromOptions(found, platform, given);
    else fromUniId(found, platform, files);
  }
  for (const platform of PLATFORMS) {
    if (!(apps && apps[platform])) fromVkList(found, platform, files);
  }
  return merged(found);
}

function fromOptions(found: ListedApp[], platform: PlatformName, given: unknown): void {
  if (!Array.isArray(given)) return;
  given.forEach((item, index) => {
    const { appid, appsecret } = entryOf(item);
    const source = `createOpenapi 的 apps['${platform}'][${index}]`;
    if (appid !== undefined) found.push({ platform, appid, appsecret, source, isDefault: index === 0 });
  });
}

function fromUniId(found: ListedApp[], platform: PlatformName, files: ConfigFiles): void {
  const { value } = files.uniId();
  if (value === undefined) return;
  const entries = Array.isArray(value) ? value : [value];
  const first = Array.isArray(value) ? entries.find(entry => at(entry, ['isDefaultConfig']) === true) : value;
  entries.forEach((entry, index) => {
    let isFirst = entry === first;
    for (const path of NODES[platform]) {
      const { appid, appsecret } = entryOf(at(entry, path));
      if (appid === undefined) continue;
      const which = Array.isArray(value) ? `[${index}]` : '';
      const source = `uni-id/config.json${which} 的 ${path.join('.')}`;
      found.push({ platform, appid, appsecret, source, isDefault: isFirst });
      isFirst = false;
    }
  });
}

/** WeChat's list does not say what kind its apps are: those not known otherwise count as mini programs. */
function fromVkList(found: ListedApp[], platform: PlatformName, files: ConfigFiles): void {
  if (platform === 'weixin.h5') return;
  const { value } = files.vkUnicloud();
  const list = value === undefined ? undefined : at(value, LISTS[platform]);
  if (!Array.isArray(list)) return;
  list.forEach((item, index) => {
    const { appid, appsecret } = entryOf(item);
    if (appid === undefined) return;
    const known = found.find(app => app.appid === appid && (app.platform === 'qq') === (platform === 'qq'));
    const source = `vk-unicloud/index.js 的 ${LISTS[platform].join('.')}[${index}]`;
    found.push({
      platform: known ? known.platform : platform,
      appid,
      appsecret: appsecret || (known && known.appsecret),
      source,
      isDefault: false,
    });
  });
}

function merged(found: ListedApp[]): ListedApp[] {
  const byKey = new Map<string, ListedApp>();
  for (const app of found) {
    const key = `${app.platform}\n${app.appid}\n${app.appsecret || ''}`;
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, { ...app });
      continue;
    }
    known.source = `${known.source}、${app.source}`;
    known.isDefault = known.isDefault || app.isDefault;
  }
  return Array.from(byKey.values());
}
