import type { Runtime } from '../call/runtime';
import type { PlatformName } from '../config/types';
import { host } from '../host/unicloud';
import { asOpenapiError } from '../result/error';
import type { Sight } from '../token/inspect';
import { clockVerdict } from './checks/clock';
import { bad, fine, unknown, type Verdict } from './checks/verdict';
import type { DoctorApp, DoctorCheck } from './report';

type General = Pick<DoctorCheck, 'id' | 'name'> & Verdict;

/** The configuration files, those that are there or ought to be. */
export function fileChecks({ configuration }: Pick<Runtime, 'configuration'>, apps: number): General[] {
  const { files, apps: given } = configuration.sources;
  const isComplete = given !== undefined && !!given.weixin && !!given['weixin.h5'] && !!given.qq;
  const checks: General[] = [];
  const add = (file: string, verdict: Verdict) =>
    checks.push({ id: 'files', name: `配置文件 ${file}`, ...verdict });
  const uniId = isComplete ? undefined : files.uniId();
  if (uniId !== undefined) {
    if (uniId.value !== undefined) add('uni-id/config.json', uniIdVerdict(uniId.value));
    else if (!uniId.absent || apps === 0) {
      const what = `无法读取（${uniId.reason}）：请在 uni-config-center 的 uni-id/config.json 中填写 appid 和 appsecret`;
      add('uni-id/config.json', bad(what, 'vk-openapi-config-missing'));
    }
  }
  const vk = isComplete ? undefined : files.vkUnicloud();
  if (vk !== undefined && vk.value === undefined && !vk.absent) {
    const what = `无法读取（${vk.reason}）：其中的应用用不了；请修正后上传 uni-config-center`;
    add('vk-unicloud/index.js', bad(what, 'vk-openapi-config-missing'));
  }
  const own = files.own();
  if (own.value === undefined && !own.absent) {
    const what = `无法读取（${own.reason}），其中的设置都没有生效：请修正后上传 uni-config-center`;
    add('vk-openapi/config.json', bad(what, 'vk-openapi-config-missing'));
  }
  return checks;
}

function uniIdVerdict(value: object): Verdict {
  if (!Array.isArray(value)) return fine('可以读取');
  if (value.some(entry => Object(entry).isDefaultConfig === true)) {
    return fine(`可以读取，数组形式，共 ${value.length} 项`);
  }
  return bad(
    '数组形式，但没有一项的 isDefaultConfig 为 true：定时触发等没有客户端的调用找不到应用。' +
      '请给默认的一项加上 "isDefaultConfig": true，改后上传 uni-config-center',
    'vk-openapi-config-missing',
  );
}

/** Whether `encryptedKey` can be made. */
export function secretKeyCheck({ configuration }: Pick<Runtime, 'configuration'>): General {
  const about = { id: 'secretKey', name: 'secretKey' };
  try {
    const { length } = configuration.secretKeys();
    if (length > 0)
      return { ...about, ...fine(length > 1 ? `已配置，共 ${length} 个，第一个用来加密` : '已配置') };
    return {
      ...about,
      ...unknown(
        '未配置：code2Session 不返回 encryptedKey。前端需要它时，请在 vk-openapi/config.json 中设置至少 32 个字符的 secretKey',
      ),
    };
  } catch (error) {
    const { msg, code } = asOpenapiError(error);
    return { ...about, ...bad(msg, code) };
  }
}

/** One check for each store that was looked into. */
export function storeChecks(sights: readonly { platform: PlatformName; sight: Sight }[]): General[] {
  const byLabel = new Map<string, General>();
  for (const { platform, sight } of sights) {
    const verdict = storeVerdict(platform, sight);
    const known = byLabel.get(sight.label);
    if (known === undefined || (known.ok && !verdict.ok)) {
      byLabel.set(sight.label, { id: 'store', name: `token 存储（${sight.label}）`, ...verdict });
    }
  }
  return Array.from(byLabel.values());
}

function storeVerdict(platform: PlatformName, { store, failure }: Sight): Verdict {
  if (failure !== undefined) {
    const what = failure.missingCollection ? '集合不存在' : '读不出来';
    const cost = '在此期间每个实例各自获取 token；QQ 的会互相作废';
    return bad(`${what}：${failure.text}。${cost}`);
  }
  if (store !== 'memory') return fine('可以读取');
  if (platform === 'qq' && host() !== undefined) {
    return bad(
      'token 只在各实例自己的内存中，而 QQ 每次获取都会使上一个失效，多个实例会互相作废：' +
        '请把 vk-openapi/config.json 的 tokenStore 改为 "database"',
    );
  }
  return fine('token 只在本实例的内存中，每个实例各取各的');
}

/** One check for WeChat's clock and one for QQ's, where apps of theirs were looked at. */
export function clockChecks(apps: readonly DoctorApp[]): General[] {
  const checks: General[] = [];
  for (const isQQ of [false, true]) {
    const theirs = apps.filter(({ platform }) => (platform === 'qq') === isQQ);
    if (theirs.length === 0) continue;
    const told = theirs.find(({ clockDifference }) => clockDifference !== undefined);
    const verdict = clockVerdict(told && told.clockDifference);
    checks.push({ id: 'clock', name: `时钟（${isQQ ? 'QQ' : '微信'}）`, ...verdict });
  }
  return checks;
}
