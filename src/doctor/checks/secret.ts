import { platforms } from '../../platforms';
import { describe } from '../../result/dictionary';
import type { Findings } from '../examine';
import { bad, fine, unknown, type Verdict } from './verdict';

/** Complaints about the login code: appid and secret were accepted before it was looked at. */
const ABOUT_THE_CODE: readonly number[] = [40029, 40163, 40226];

/** The secret is frozen. */
const FROZEN = 40243;

/** Whether appid and secret are right. */
export async function secretCheck(findings: Findings): Promise<Verdict> {
  const { app, asked, failure, login } = findings;
  const { credentialsWrong } = platforms[app.platform];
  const isWrong = (code: unknown): boolean =>
    code === FROZEN || (typeof code === 'number' && credentialsWrong.has(code));
  if (failure !== undefined && isWrong(failure.code)) return bad(failure.msg, failure.code);
  if (login === undefined) {
    if (asked && failure === undefined) return fine('平台接受了 appid 与 appsecret');
    return unknown('未能核对：向平台获取 token 没有成功，原因见其他各项');
  }
  if (login.error !== undefined) return unknown(`未能核对：${login.error.msg}`);
  const { errcode, errmsg } = login;
  if (ABOUT_THE_CODE.includes(errcode)) {
    return fine('平台接受了 appid 与 appsecret（用一个无效的登录 code 核对，不影响 token）');
  }
  if (isWrong(errcode) || /secret|appid/i.test(errmsg)) {
    const id = `${app.platform}.auth.code2Session`;
    const { msg } = await describe({ id, platform: app.platform }, errcode, errmsg);
    return bad(`${msg}。请到平台后台核对 appid 与 appsecret，更新配置后重新上传`, errcode);
  }
  return unknown(`未能核对：登录接口返回 ${errcode}，没有说明密钥是否正确`);
}
