import type { Held } from '../../token/rows';
import { isValid } from '../../token/rows';
import type { Sight } from '../../token/inspect';
import type { Findings } from '../examine';
import type { DoctorApp } from '../report';
import { duration } from '../words';
import { bad, fine, unknown, type Verdict } from './verdict';

/** The life the platforms give a token, in milliseconds, where nobody wrote it down. */
const USUAL_LIFE = 7_200_000;

/** Milliseconds since the token was made; `undefined` where nothing tells. */
export function ageOf({ isOwn, note }: Sight, { expired }: Held, now: number): number | undefined {
  if (expired === -1) return undefined;
  const life = isOwn && note.life !== undefined ? note.life * 1000 : USUAL_LIFE;
  return Math.max(0, now - (expired - life));
}

/** The token of the store as the report's facts. */
export function tokenFacts({ after, used, stored }: Findings, now: number): DoctorApp['token'] {
  const { store, key, held, isOwn } = after;
  if (held === undefined || !isValid(held, now)) return { store, key, present: false };
  const age = ageOf(after, held, now);
  const tried = [used, stored].find(one => one !== undefined && one.token === held.value);
  return {
    store,
    key,
    present: true,
    writer: isOwn ? 'vk-openapi' : 'other',
    ...(age === undefined ? {} : { age: Math.round(age / 1000) }),
    remaining: held.expired === -1 ? -1 : Math.round((held.expired - now) / 1000),
    ...(tried === undefined || tried.accepted === undefined ? {} : { accepted: tried.accepted }),
  };
}

/** Whether a token is where all instances find it; how old, for how long, by whom. */
export function tokenCheck(findings: Findings, now: number): Verdict {
  const { app, before, after, asked, failure, used, stored } = findings;
  const { held } = after;
  const current = [used, stored].find(
    one => one !== undefined && (held === undefined || one.token === held.value),
  );
  if (current !== undefined && current.accepted === false) {
    const { answer } = current;
    const code = answer.error === undefined ? answer.errcode : undefined;
    return bad(
      '平台拒绝现有的 token，却没有给出别的。下一次接口调用会再试（微信在必要时强制刷新，10 分钟内至多一次）；' +
        '一直如此时请到平台后台重置 AppSecret',
      code,
    );
  }
  if (held !== undefined && isValid(held, now)) return fine(described(findings, held, now));
  if (failure !== undefined) return bad(`存储中没有有效的 token，也没有取得：${failure.msg}`, failure.code);
  if (after.failure !== undefined) {
    return unknown(`不知道：${after.label}读不出来，见“token 存储”一项`);
  }
  if (!asked) {
    return unknown(
      `${after.label} 中没有 token。QQ 每次获取都会使上一个在约 5 分钟后失效，诊断没有为此去取；` +
        '要取请用 doctor({ fetch: true })',
    );
  }
  if (app.platform === 'qq' && before.memory !== undefined) {
    return bad(
      `本实例的内存中有有效的 token，${after.label} 中却没有：该行（${after.key}）被删除了。` +
        '其他实例会另取一个，使本实例的失效；请不要手工删除该行，也请检查是否有其他系统删除它',
    );
  }
  return bad(
    `向平台取得了 token，但它没有出现在${after.label}中（${after.key}）：其他实例会各取各的。` +
      '请检查该集合是否可写、是否有其他程序在删除它',
  );
}

function described({ app, before, after }: Findings, held: Held, now: number): string {
  const wasThere = before.held !== undefined && isValid(before.held, now);
  const age = ageOf(after, held, now);
  const parts = [
    wasThere ? `${after.label} 中有有效的 token` : `${after.label} 中原来没有有效的 token，现已取得`,
    held.expired === -1 ? '没有期限，用到平台拒绝为止' : `还剩 ${duration(held.expired - now)}`,
  ];
  if (wasThere && age !== undefined) parts.push(`约 ${duration(age)}前取得`);
  parts.push(after.isOwn ? '由本模块取得' : `由其他系统写入（${others(app.platform)}）`);
  return parts.join('，');
}

const others = (platform: string): string =>
  platform === 'qq' ? '其他系统或手工' : 'uni-open-bridge 等，或手工';
