/**
 * What the platforms' numbers mean, in words for the person who reads `msg`. The words are a file of their
 * own, loaded at the first failure: a cloud function that works never pays for them.
 */
import type * as Generated from '../generated/errors';

/** The call a number came from. */
export interface Asked {
  id: string;
  platform: string;
  /** What to use now, if the call is deprecated or withdrawn. */
  replacement?: string | undefined;
  retired?: 'deprecated' | 'withdrawn' | undefined;
}

interface Meaning {
  zh: string;
  en: string;
  hint: string;
}

/** `line` of a text of lines that starts with `key` and a tab, without them. */
function lineOf(text: string | undefined, key: string): string | undefined {
  if (text === undefined) return undefined;
  const start = text.startsWith(`${key}\t`) ? 0 : text.indexOf(`\n${key}\t`) + 1;
  if (start === 0 && !text.startsWith(`${key}\t`)) return undefined;
  const end = text.indexOf('\n', start);
  return text.slice(start + key.length + 1, end < 0 ? text.length : end);
}

/** A platform that shares another's numbers has that one's name in place of lines. */
function linesOf(words: typeof Generated, platform: string): string | undefined {
  const text = words.numbers[platform];
  return text === undefined || text.includes('\t') ? text : words.numbers[text];
}

function meaningOf(words: typeof Generated, asked: Asked, code: string): Meaning {
  const own = lineOf(words.meanings[asked.id], code);
  const [action = '', zh = '', en = ''] = (lineOf(linesOf(words, asked.platform), code) || '').split('\t');
  const hint = words.actions[parseInt(action, 36)];
  return { zh: own || zh, en, hint: hint ? hint[1] : '' };
}

const IPV4 = /(?:^|[^\d.])((?:\d{1,3}\.){3}\d{1,3})(?![\d.])/;
const IPV6 = /(?:^|[\s,:])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?=[\s,]|$)/i;

/** What a developer does about the numbers that stop a project on its first day, with the facts of this case. */
function advice(asked: Asked, code: number, errmsg: string): string | undefined {
  if (code === 40164) {
    const address = IPV4.exec(errmsg) || IPV6.exec(errmsg);
    return `请把 ${address ? address[1] : 'errmsg 中的 IP'} 加入平台后台“开发设置”的 IP 白名单；云函数出口地址不固定时，阿里云可用固定 IP（vk-openapi/config.json 的 http.transport 设为 "eip"），本地调试时这是本机的公网地址`;
  }
  if (code === 40125 && !asked.id.endsWith('.request')) {
    return 'AppSecret 与 appid 不匹配或已被重置：请到平台后台核对后更新 uni-config-center 中的 appsecret 并重新上传';
  }
  if (code === 40013 && asked.id.endsWith('.auth.getAccessToken')) {
    return '请核对 uni-config-center 中的 appid 是否属于该平台';
  }
  return undefined;
}

/** Nothing that is put right makes a withdrawn call work again. */
const withdrawn = ({ replacement }: Asked): string =>
  replacement ? `平台已收回此接口，请改用 ${replacement}` : '平台已收回此接口，没有可替代的调用';

/**
 * The words for a number: `msg` in Chinese (the call's own meaning first where it has one, and what to do) and
 * an English `errmsg` for platforms that sent none.
 *
 * @param errmsg the platform's own text, already free of secrets
 */
export async function describe(
  asked: Asked,
  code: number,
  errmsg: string,
): Promise<{ msg: string; errmsg: string }> {
  const words = await import('../generated/errors');
  const { zh, en, hint } = meaningOf(words, asked, String(code));
  const what = zh || (errmsg ? `平台返回错误：${errmsg.slice(0, 200)}` : '平台返回了文档中没有的错误码');
  // A deprecated call still works, so what to do about its number comes first; it warns of itself elsewhere.
  const todo =
    asked.retired === 'withdrawn'
      ? withdrawn(asked)
      : advice(asked, code, errmsg) || hint || '请按 errmsg 的提示处理，或查阅平台文档';
  return { msg: `${what}（${code}）：${todo}`, errmsg: en || `error ${code}` };
}
