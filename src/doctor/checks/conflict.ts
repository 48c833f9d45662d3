import type { Sight } from '../../token/inspect';
import { isValid } from '../../token/rows';
import type { Findings } from '../examine';
import type { Earlier } from '../history';
import { duration } from '../words';
import { bad, fine, unknown, type Verdict } from './verdict';

/** What is left of a token below this is no time in which anybody could do harm, in milliseconds. */
const NEARLY_OVER = 60_000;

/** The dead token's replacement, in words. */
function mended({ app, asked, failure, after, stored }: Findings): string {
  if (!asked || failure !== undefined) return '';
  const isAnother = after.held !== undefined && after.held.value !== stored!.token;
  if (isAnother) return '。本次诊断已换取新的 token';
  return app.platform === 'qq'
    ? ''
    : '。平台仍给出同一个 token：下一次接口调用会强制刷新（10 分钟内至多一次）';
}

/** Signs that somebody else makes tokens of this app, and what each means. */
function signs(findings: Findings, earlier: Earlier | undefined, now: number): string[] {
  const { app, before, after, stored, memory, copy } = findings;
  const found: string[] = [];
  if (stored !== undefined && stored.accepted === false) {
    const { expired } = before.held!;
    const left = expired === -1 ? '没有期限' : `按记录还有 ${duration(expired - now)}`;
    const causes =
      app.platform === 'qq'
        ? '另有系统自己获取了 token（QQ 每次获取都会使上一个失效）'
        : '另有系统强制刷新（force_refresh）、用旧接口获取，或重置了 AppSecret';
    found.push(`存储中的 token 已被平台拒绝（${left}）：多半是${causes}${mended(findings)}`);
  }
  if (stored !== undefined && !before.isOwn && ownShouldLive(before, now)) {
    found.push(
      '存储中的 token 不是本模块写入的，而本模块最近取得的那个按时间应当仍然有效：另有系统改写了该行' +
        '（偶尔一次可能只是两边同时去取，无害）',
    );
  }
  if (memory !== undefined && memory.accepted !== false && !before.isOwn) {
    found.push('本实例内存中的 token 与存储中的不同，两个都有效：另有系统在近期另取了一个');
  }
  if (earlier !== undefined && !before.isOwn) {
    found.push(`${duration(now - earlier.at)}前的诊断看到的是另一个尚有效的 token：另有系统在此期间改写了它`);
  }
  if (changedMeanwhile(findings)) {
    found.push('诊断期间存储中的 token 被其他系统改写');
  }
  if (copy !== undefined && copy.accepted === false) {
    found.push(
      `Redis 中的副本（${after.key}）是已失效的 token，而 uni-open-bridge 先读它：请删除这个 key，它会改用数据库中的`,
    );
  }
  return found;
}

function ownShouldLive({ note }: Sight, now: number): boolean {
  if (note.token === undefined || note.life === undefined || note.at === 0) return false;
  return note.at + note.life * 1000 - now > NEARLY_OVER;
}

/** Only where nobody of this module's had reason to write. */
function changedMeanwhile({ asked, before, after }: Findings): boolean {
  if (asked || before.held === undefined || after.held === undefined) return false;
  return before.held.value !== after.held.value && !after.isOwn;
}

/** Whether another system is fighting over the app's token. */
export function conflictCheck(findings: Findings, earlier: Earlier | undefined, now: number): Verdict {
  const { app, before, stored } = findings;
  const found = signs(findings, earlier, now);
  if (found.length > 0) {
    const advice =
      app.platform === 'qq'
        ? '请让所有系统共用存储中的这一行（或停用另一个），不要各自获取'
        : '请找到那个系统，让它读取存储中的 token，或改用 stable_token 的普通模式；不要使用 force_refresh';
    return bad(`${found.join('；')}。${advice}`);
  }
  if (before.failure !== undefined) return unknown('不知道：token 存储读不出来');
  const { forced } = before.note;
  const lately =
    forced !== undefined && Math.abs(now - forced) < 86_400_000
      ? `（本模块在 ${duration(now - forced)}前强制刷新过一次，说明当时的 token 被作废过）`
      : '';
  if (stored === undefined) return fine(`没有发现其他系统的痕迹${lately}`);
  if (stored.accepted === undefined) return unknown('未能核对：没有得到平台对存储中 token 的答复');
  return fine(`平台接受存储中的 token，没有发现其他系统与本模块争用${lately}`);
}

/** What a later diagnosis should know of this one: the token in force, if it has a while to live. */
export function worthRemembering({ after, stored }: Findings, now: number): string | undefined {
  const { held } = after;
  if (held === undefined || !isValid(held, now)) return undefined;
  if (stored !== undefined && stored.token === held.value && stored.accepted === false) return undefined;
  return held.expired === -1 || held.expired - now > 10 * NEARLY_OVER ? held.value : undefined;
}
