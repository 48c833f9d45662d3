import { describe } from '../../result/dictionary';
import type { Findings } from '../examine';
import type { DoctorApp } from '../report';
import { bad, fine, unknown, type Verdict } from './verdict';

/** A tenth of the day's limit. */
const LITTLE = 0.1;

const DAY_LIMIT = 45009;

/** The quotas that the platform told. */
export function quotaFacts({ quotas }: Findings): DoctorApp['quota'] {
  const facts: DoctorApp['quota'] = [];
  for (const { path, answer } of quotas) {
    if (answer.error !== undefined || answer.errcode !== 0) continue;
    const quota = Object(answer.json.quota) as Record<string, unknown>;
    const [limit, used, remain] = [quota.daily_limit, quota.used, quota.remain].map(Number);
    if ([limit, used, remain].every(number => Number.isFinite(number))) {
      facts.push({ path, limit: limit!, used: used!, remain: remain! });
    }
  }
  return facts;
}

/** What is left of the day's calls. */
export async function quotaCheck(findings: Findings): Promise<Verdict> {
  const { app, quotas } = findings;
  if (app.platform === 'qq') return unknown('QQ 没有查询额度的接口');
  if (quotas.length === 0) return unknown('未能查询：没有可用的 token');
  const facts = quotaFacts(findings);
  const said = facts.map(({ path, limit, remain }) => {
    const little = limit > 0 && remain > 0 && remain < limit * LITTLE ? '，所剩不多' : '';
    return limit > 0 ? `${path} 今日剩余 ${remain} / ${limit} 次${little}` : `${path} 没有每日上限`;
  });
  for (const { path, answer } of quotas) {
    if (facts.some(fact => fact.path === path)) continue;
    if (answer.error !== undefined) said.push(`${path} 未能查询：${answer.error.msg}`);
    else if (answer.errcode === 0) said.push(`${path} 未能查询：平台没有给出数字`);
    else {
      const asked = { id: 'weixin.openApi.getApiQuota', platform: app.platform };
      said.push(`${path} 未能查询：${(await describe(asked, answer.errcode, answer.errmsg)).msg}`);
    }
  }
  const msg = said.join('；');
  const usedUp = facts.filter(({ limit, remain }) => limit > 0 && remain <= 0);
  if (usedUp.length > 0) {
    return bad(
      `${msg}。额度已用完，北京时间次日 0 点恢复；急需时可用 request 调用 /cgi-bin/openapi/quota/clear 重置（每月次数有限），` +
        '并检查是否有循环调用',
      DAY_LIMIT,
    );
  }
  return facts.length > 0 ? fine(msg) : unknown(msg);
}
