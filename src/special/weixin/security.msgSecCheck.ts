import { SUCCESS_MSG } from '../../result/envelope';
import { ownError } from '../../result/error';
import type { Adapter, AdapterContext, Answer } from '../adapter';
import { badParam, isBlank, without } from '../params';
import { RISKY, sayRisky } from '../risk';

type Json = Record<string, unknown>;

/** 2.0's limit in characters. */
const MAX_CHARACTERS = 2500;
/** The user has not opened the mini program within two hours. */
const INACTIVE = 61010;
/** 2.0 wants to know where the text stands; 2 is a comment, which most texts of users are. */
const DEFAULT_SCENE = 2;

const LABEL_ZH: Readonly<Record<string, string>> = {
  '10001': '广告',
  '20001': '时政',
  '20002': '色情',
  '20003': '辱骂',
  '20006': '违法犯罪',
  '20008': '欺诈',
  '20012': '低俗',
  '20013': '版权',
  '21000': '其他',
};

const SUGGEST_ZH: Readonly<Record<string, string>> = { risky: '含有违规内容', review: '需要人工复核' };

const isOne = (version: unknown) =>
  version === 1 || (typeof version === 'string' && /^1(\.0)?$/.test(version));

/** Counted in characters: an emoji is one, and two units of JavaScript. */
function isTooLong(content: unknown): boolean {
  if (typeof content !== 'string' || content.length <= MAX_CHARACTERS) return false;
  return content.length > 2 * MAX_CHARACTERS || Array.from(content).length > MAX_CHARACTERS;
}

/** What the platform thinks of the text, if it says so. */
function verdictOf(answer: Answer): { suggest: string; label: string } | undefined {
  const result = answer.result as { suggest?: unknown; label?: unknown } | null | undefined;
  if (typeof result !== 'object' || result === null) return undefined;
  if (typeof result.suggest !== 'string' || result.suggest === '') return undefined;
  return { suggest: result.suggest.slice(0, 20), label: String(result.label ?? '').slice(0, 20) };
}

/** Makes the answer of version `version` say the verdict in `code`, `errcode` and `errmsg` too. */
function judge(answer: Answer, version: number): Answer {
  if (answer.code !== 0) {
    return answer.code === RISKY ? { ...sayRisky(answer), version } : answer;
  }
  const verdict = verdictOf(answer);
  if (!verdict) {
    // 1.0 says it all with its errcode; an answer of 2.0 without a verdict must not pass for a clean text.
    if (version === 1) return { ...answer, version };
    throw ownError(
      'bad-response',
      '平台返回的文本检测结果中没有结论（result.suggest），不能当作通过，请稍后重试',
      'the answer has no verdict (result.suggest)',
    );
  }
  if (verdict.suggest === 'pass') return { ...answer, msg: SUCCESS_MSG, version };
  const { suggest, label } = verdict;
  const suggestZh = SUGGEST_ZH[suggest] || '未通过检测';
  const labelZh = LABEL_ZH[label] || '未知类型';
  return {
    ...answer,
    code: RISKY,
    msg: `文本${suggestZh}（suggest: ${suggest}，label: ${label} ${labelZh}），请勿直接发布`,
    errcode: RISKY,
    errmsg: `risky content (suggest: ${suggest}, label: ${label})`,
    version,
  };
}

/** What makes it 2.0; 1.0 knows nothing but the text. */
const OF_TWO = ['version', 'openid', 'scene', 'title', 'nickname', 'signature'] as const;

async function checkByOne(params: Json, context: AdapterContext): Promise<Answer> {
  return judge(await context.request(without(params, ...OF_TWO), 'weixin.security.msgSecCheckV1'), 1);
}

function askOneInstead(why: string, params: Json, context: AdapterContext): Promise<Answer> {
  context.logger.warn(`vk-openapi: weixin.security.msgSecCheck ${why}，改用 1.0 检测（精度较低）`);
  return checkByOne(params, context);
}

/**
 * Text check. Without `version`: 2.0 where there is an `openid`, else 1.0; a text beyond 2.0's 2,500 characters
 * and an openid it calls inactive (61010) go to 1.0 with one warning. An explicit `version` is never changed.
 * `code`, `errcode` and `errmsg` are 87014 and a text that says so unless the verdict is `pass`; `version` says
 * which one judged.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/api_msgseccheck.html
 */
export const msgSecCheck: Adapter = async (params, context) => {
  const explicit = !isBlank(params.version);
  if (explicit ? isOne(params.version) : isBlank(params.openid)) return checkByOne(params, context);
  if (!explicit && isTooLong(params.content)) {
    return askOneInstead(`的文本超过 2.0 的 ${MAX_CHARACTERS} 字`, params, context);
  }
  // In front of this adapter the openid is optional, so that the wire's own check does not ask for it.
  if (params.openid === undefined || params.openid === null) {
    throw badParam(
      'openid',
      '文本检测 2.0 需要 openid（字符串）；没有时请不要指定 version',
      'required by version 2',
    );
  }
  const answer = await context.request({
    ...params,
    version: explicit ? params.version : 2,
    scene: isBlank(params.scene) ? DEFAULT_SCENE : params.scene,
  });
  if (!explicit && answer.code === INACTIVE) {
    return askOneInstead('的用户近两小时未访问小程序（61010）', params, context);
  }
  return judge(answer, 2);
};
