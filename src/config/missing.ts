import { type OpenapiError, ownError } from '../result/error';
import { LISTS, NODES } from './nodes';
import type { PlatformName } from './types';

const PLATFORM_ZH: Record<PlatformName, string> = {
  weixin: '微信小程序',
  'weixin.h5': '微信公众号',
  'weixin.app': '微信开放平台移动应用',
  qq: 'QQ 小程序',
};

const UNI_ID = 'uni-id/config.json';
const VK = 'vk-unicloud/index.js';
const AFTER_EDIT = '改后请上传 uni-config-center';

const dotted = (path: readonly string[]) => path.join('.');

/** Texts of a caller's or a file's own, kept from filling a log. */
const short = (text: string) => text.slice(0, 64);

const missing = (zh: string, en: string) => ownError('config-missing', zh, en);

/** The node's spellings: the usual one, then the others. */
function nodeNames(platform: PlatformName): string {
  const [first, ...others] = NODES[platform].map(dotted);
  return others.length === 0 ? first! : `${first!}（或 ${others.join('、')}）`;
}

/** `uni-id/config.json` cannot be read at all. */
export function fileUnreadable(platform: PlatformName, reason: string): OpenapiError {
  return missing(
    `未配置${PLATFORM_ZH[platform]}的 appid 和 appsecret：无法读取 uni-config-center 的 ${UNI_ID}（${reason}）。请在该文件的 ${nodeNames(platform)} 中填写；不在 uniCloud 中运行时，请使用 createOpenapi({ apps })`,
    `cannot read ${UNI_ID} (${dotted(NODES[platform][0]!)})`,
  );
}

/** The file is there; the node, or a part of it, is not. `entry`: the dcloudAppid of an array's entry. */
export function nodeMissing(
  platform: PlatformName,
  path: readonly string[] | undefined,
  entry: string | undefined,
): OpenapiError {
  const where = entry === undefined ? '' : `中 dcloudAppid 为 ${short(entry) || '(未填写)'} 的一项`;
  const what = path ? `${dotted(path)}.appsecret` : `${nodeNames(platform)} 的 appid 和 appsecret`;
  return missing(
    `未配置${PLATFORM_ZH[platform]}：uni-config-center 的 ${UNI_ID} ${where}缺少 ${what}。请填写，${AFTER_EDIT}`,
    `${UNI_ID}: ${path ? `${dotted(path)}.appsecret` : dotted(NODES[platform][0]!)} is missing`,
  );
}

/** An array without an entry for the caller, and without the one that is for everybody. */
export function defaultEntryMissing(platform: PlatformName, appId: string | undefined): OpenapiError {
  const who =
    appId === undefined ? '无法确定是哪个客户端应用在调用' : `没有 dcloudAppid 为 ${short(appId)} 的一项`;
  return missing(
    `未配置${PLATFORM_ZH[platform]}：uni-config-center 的 ${UNI_ID} 是数组形式，${who}，也没有 isDefaultConfig 为 true 的一项。请给默认的一项加上 "isDefaultConfig": true（其中应有 ${nodeNames(platform)}），${AFTER_EDIT}；或在调用时传入 context 或 appid`,
    `${UNI_ID}: no entry for the calling application and none with isDefaultConfig`,
  );
}

/** Why the places where the secret of an appid could stand did not have it. */
export interface SecretSearch {
  /** Why `uni-id/config.json` could not be read. */
  uniId?: string;
  /** Why `vk-unicloud/index.js` could not be read. */
  vk?: string;
  /** The list has the appid, but no secret with it. */
  listedWithoutSecret?: boolean;
}

/** An appid without its secret anywhere. */
export function secretMissing(platform: PlatformName, appid: string, search: SecretSearch): OpenapiError {
  const list = dotted(LISTS[platform]);
  const found = search.listedWithoutSecret ? '（该项存在，但没有填写 appsecret）' : '';
  const vk = search.vk === undefined ? '' : `；${VK} 无法读取：${search.vk}`;
  const uniId = search.uniId === undefined ? '' : `；${UNI_ID} 无法读取：${search.uniId}`;
  return missing(
    `找不到${PLATFORM_ZH[platform]} appid ${short(appid)} 的 appsecret：请在 uni-config-center 的 ${VK} 的 ${list} 中加入 { appid: '${short(appid)}', appsecret }${found}，或配置到 ${UNI_ID} 的 ${nodeNames(platform)}，${AFTER_EDIT}${vk}${uniId}`,
    `no appsecret for ${short(appid)} in ${VK} (${list}) or ${UNI_ID}`,
  );
}

/** `createOpenapi({ apps })` names the platform, but not (all of) the app. */
export function optionMissing(platform: PlatformName, appid: string | undefined): OpenapiError {
  const which = appid === undefined ? '第一项' : `appid 为 ${short(appid)} 的一项`;
  return missing(
    `未配置${PLATFORM_ZH[platform]}：createOpenapi 的 apps['${platform}'] 中缺少${which}，或其 appid、appsecret 未填写`,
    `createOpenapi: apps['${platform}'] lacks ${appid === undefined ? 'a first app' : short(appid)}, its appid or appsecret`,
  );
}
