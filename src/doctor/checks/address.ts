import type { Findings } from '../examine';
import { bad, fine, unknown, type Verdict } from './verdict';

const NOT_ALLOWED = 40164;

/** Whether the token endpoint can be reached from here, and lets this address in. */
export function addressCheck({ app, asked, failure, login }: Findings): Verdict {
  if (failure !== undefined) {
    if (failure.code === NOT_ALLOWED) return bad(failure.msg, failure.code);
    if (typeof failure.code === 'string') return bad(failure.msg, failure.code);
    return unknown('能连接平台；是否在 IP 白名单内未知，因为平台先拒绝了别的内容');
  }
  if (login !== undefined && login.error !== undefined) return bad(login.error.msg, login.error.code);
  if (app.platform === 'qq') return fine('能连接平台；QQ 小程序获取 token 没有 IP 白名单');
  if (asked) return fine('能连接平台，本机的出口 IP 可以获取 token');
  return unknown(
    '能连接平台；是否在 IP 白名单内未核对：正在使用的 token 由其他系统取得，为不与它争用没有向平台获取。' +
      '要核对请用 doctor({ fetch: true })（微信的 token 可以共存，不会影响对方）',
  );
}
