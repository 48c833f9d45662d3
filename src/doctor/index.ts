import type { Runtime } from '../call/runtime';
import type { App, PlatformName } from '../config/types';
import { asOpenapiError, ownError } from '../result/error';
import { redact } from '../result/redact';
import type { Sight } from '../token/inspect';
import { type ListedApp, listApps } from './apps';
import { addressCheck } from './checks/address';
import { conflictCheck, worthRemembering } from './checks/conflict';
import { quotaCheck, quotaFacts } from './checks/quota';
import { secretCheck } from './checks/secret';
import { tokenCheck, tokenFacts } from './checks/token';
import { bad, fine, type Verdict } from './checks/verdict';
import { examine, type Findings } from './examine';
import { clockChecks, fileChecks, secretKeyCheck, storeChecks } from './general';
import { History } from './history';
import {
  type Doctor,
  type DoctorApp,
  type DoctorCheck,
  type DoctorOptions,
  type DoctorReport,
  reportOf,
} from './report';
import { PLATFORM_ZH } from './words';

export type { Doctor, DoctorApp, DoctorCheck, DoctorOptions, DoctorReport } from './report';

/** How many apps are looked at together: a report should not take a function's whole time, nor flood a platform. */
const TOGETHER = 4;

/** What came of one app. */
interface Patient {
  platform: PlatformName;
  facts: DoctorApp;
  checks: DoctorCheck[];
  sight?: Sight;
  /** Tokens that were seen, so that nothing said repeats one. */
  tokens: (string | undefined)[];
}

/** The doctor of one instance (`createOpenapi`). */
export function createDoctor(runtime: Runtime): Doctor {
  const history = new History();
  return async options => {
    try {
      return await diagnose(runtime, history, checked(options));
    } catch (error) {
      const { code, msg, errcode, errmsg } = asOpenapiError(error);
      return { code, msg, errcode, errmsg, apps: [], checks: [] };
    }
  };
}

const invalid = (name: string, zh: string, en: string) =>
  ownError('param-invalid', `doctor 的参数 ${name} 不正确：${zh}`, `doctor: ${name} ${en}`);

function checked(given: DoctorOptions | undefined | null): DoctorOptions {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw invalid('options', '应为对象', 'must be an object');
  const { platform, appid, fetch, paths } = given;
  if (platform !== undefined && !Object.prototype.hasOwnProperty.call(PLATFORM_ZH, platform)) {
    throw invalid('platform', '只能是 weixin、weixin.h5、qq', 'must be weixin, weixin.h5 or qq');
  }
  if (appid !== undefined && typeof appid !== 'string')
    throw invalid('appid', '应为字符串', 'must be a string');
  if (paths !== undefined && !(Array.isArray(paths) && paths.every(path => typeof path === 'string'))) {
    throw invalid('paths', '应为接口路径的数组', 'must be an array of paths');
  }
  return { platform, appid, fetch: fetch === true, paths };
}

async function diagnose(
  runtime: Runtime,
  history: History,
  { platform, appid, fetch = false, paths = [] }: DoctorOptions,
): Promise<DoctorReport> {
  const all = listApps(runtime.configuration);
  const listed = all.filter(
    app =>
      (platform === undefined || app.platform === platform) && (appid === undefined || app.appid === appid),
  );
  const patients: Patient[] = [];
  for (let i = 0; i < listed.length; i += TOGETHER) {
    const some = listed.slice(i, i + TOGETHER);
    patients.push(
      ...(await Promise.all(some.map(app => visit(runtime, history, app, all, { fetch, paths })))),
    );
  }
  const checks: DoctorCheck[] = fileChecks(runtime, all.length);
  if (listed.length === 0) checks.push(nobody(platform, appid));
  checks.push(secretKeyCheck(runtime));
  checks.push(
    ...storeChecks(patients.flatMap(({ platform: of, sight }) => (sight ? [{ platform: of, sight }] : []))),
  );
  checks.push(...clockChecks(patients.map(patient => patient.facts)));
  for (const patient of patients) checks.push(...patient.checks);
  const secrets = [...all.map(app => app.appsecret), ...patients.flatMap(patient => patient.tokens)];
  for (const check of checks) check.msg = redact(check.msg, secrets);
  return reportOf(
    patients.map(patient => patient.facts),
    checks,
  );
}

function nobody(platform: PlatformName | undefined, appid: string | undefined): DoctorCheck {
  const which = `${platform === undefined ? '' : PLATFORM_ZH[platform]}${appid === undefined ? '' : ` appid ${appid.slice(0, 64)}`}`;
  const msg =
    `配置中没有${which || '任何应用'}。请在 uni-config-center 的 uni-id/config.json（或 vk-unicloud/index.js）中填写 ` +
    'appid 和 appsecret 并上传；不在 uniCloud 中运行时，请使用 createOpenapi({ apps })';
  return { id: 'config', name: '应用配置', ...bad(msg, 'vk-openapi-config-missing') };
}

/** Everything about one app. Never rejects: what goes wrong with one must not hide the others. */
async function visit(
  runtime: Runtime,
  history: History,
  listed: ListedApp,
  all: readonly ListedApp[],
  options: { fetch: boolean; paths: readonly string[] },
): Promise<Patient> {
  const { platform, appid, source, isDefault } = listed;
  const about = (id: string, what: string, verdict: Verdict): DoctorCheck => ({
    id,
    name: `${PLATFORM_ZH[platform]} ${appid}：${what}`,
    ...verdict,
    platform,
    appid,
  });
  const facts: DoctorApp = { platform, appid, source, isDefault, token: { present: false }, quota: [] };
  const config = configVerdict(listed, all);
  const patient: Patient = { platform, facts, checks: [about('config', '配置', config)], tokens: [] };
  if (listed.appsecret === undefined) return patient;
  let findings: Findings;
  try {
    const app: App = runtime.configuration.app(platform, { appid, appsecret: listed.appsecret });
    findings = await examine(runtime, app, options);
  } catch (error) {
    const { msg, code } = asOpenapiError(error);
    patient.checks.push(about('store', 'token 存储', bad(msg, code)));
    return patient;
  }
  const now = runtime.clock.now();
  const { before, after, clockDifference } = findings;
  const key = `${platform}\n${appid}`;
  const earlier = history.differs(key, before.held && before.held.value, now);
  history.remember(key, worthRemembering(findings, now), now);
  facts.token = tokenFacts(findings, now);
  facts.quota = quotaFacts(findings);
  if (clockDifference !== undefined) facts.clockDifference = clockDifference;
  patient.sight = before.failure === undefined ? after : before;
  patient.tokens = [before, after].flatMap(({ held, memory, copy }) => [held && held.value, memory, copy]);
  patient.checks.push(
    about('secret', '密钥', await secretCheck(findings)),
    about('address', '网络与 IP 白名单', addressCheck(findings)),
    about('token', 'access_token', tokenCheck(findings, now)),
    about('conflict', '与其他系统争用', conflictCheck(findings, earlier, now)),
    about('quota', '额度', await quotaCheck(findings)),
  );
  return patient;
}

function configVerdict(
  { platform, appid, appsecret, source, isDefault }: ListedApp,
  all: readonly ListedApp[],
): Verdict {
  if (appsecret === undefined) {
    return bad(
      `${source} 中没有填写 appsecret：请填写，改后上传 uni-config-center`,
      'vk-openapi-config-missing',
    );
  }
  const rivals = all.filter(
    other => other.platform === platform && other.appid === appid && other.appsecret !== undefined,
  );
  if (rivals.length > 1) {
    const where = rivals.map(rival => rival.source).join('、');
    return bad(
      `${where} 中，同一 appid 配置了不同的 appsecret：请改为同一个，改后上传 uni-config-center`,
      'vk-openapi-config-missing',
    );
  }
  return fine(`来自 ${source}${isDefault ? '，是默认应用' : ''}`);
}
