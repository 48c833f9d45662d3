import { signJsapi } from '../crypto/signatures';
import { crypto } from '../host/modules';
import { ownError } from '../result/error';
import type { AdapterContext, Answer } from './adapter';
import { ownAppid } from './own-app';
import { badParam, isBlank, requiredText } from './params';

type Params = Record<string, unknown>;

/** What `wx.config` is given besides the names of what the page wants to use. */
export interface JsapiConfig {
  appId: string;
  timestamp: number;
  nonceStr: string;
  signature: string;
}

/** The ticket that the module keeps. One that another system stored and nobody can use is replaced. */
export async function keptTicket(params: Params, context: AdapterContext): Promise<string> {
  const kept = await context.ticket(params.cache !== false);
  if (isTicket(kept)) return kept;
  const asked = await context.ticket(false);
  if (isTicket(asked)) return asked;
  throw unusable();
}

/** Asks the platform for a ticket, with whatever token the caller brought. Its `ticket` is usable. */
export async function askForTicket(context: AdapterContext): Promise<Answer> {
  const answer = await context.request({}, 'weixin.h5.auth.getJsapiTicket');
  if (answer.code === 0 && !isTicket(answer.ticket)) throw unusable();
  return answer;
}

const unusable = () =>
  ownError(
    'bad-response',
    '平台返回成功，但没有可用的 ticket，请稍后重试',
    'the platform answered without a usable ticket',
  );

/** Whatever else stands where a ticket should be would give a signature that every page refuses. */
function isTicket(value: unknown): value is string {
  return typeof value === 'string' && /^(?!(?:undefined|null)$)[^\s&]{1,512}$/.test(value);
}

/**
 * Signs a page for the JS-SDK. `failure`: the platform's answer, when the ticket had to be asked for and was
 * refused. Throws an `OpenapiError` for a parameter that is wrong and a ticket that cannot be had.
 */
export async function signPage(
  params: Params,
  context: AdapterContext,
): Promise<{ config: JsapiConfig; url: string } | { failure: Answer }> {
  const url = pageOf(requiredText(params, 'url'));
  const { timestamp } = params;
  const nonceStr = isBlank(params.nonceStr) ? randomNonce() : requiredText(params, 'nonceStr');
  const seconds = typeof timestamp === 'number' ? timestamp : Math.floor(context.clock.now() / 1000);
  // Both begin in the same tick: who is calling is known now.
  const [appId, found] = await Promise.all([ownAppid(context), ticketFor(params, context)]);
  if (typeof found !== 'string') return { failure: found };
  const signature = signJsapi({ ticket: found, nonceStr, timestamp: seconds, url });
  return { config: { appId, timestamp: seconds, nonceStr, signature }, url };
}

/** The address as the platform compares it: whole, and without its fragment. */
function pageOf(url: string): string {
  const page = url.split('#')[0]!.trim();
  if (!/^https?:\/\/[^\s/?]/i.test(page)) {
    throw badParam(
      'url',
      '应为当前网页的完整地址（前端的 location.href，以 http:// 或 https:// 开头，不要做 encodeURIComponent）',
      'must be the whole address of the page (location.href), not URL-encoded',
    );
  }
  return page;
}

async function ticketFor(params: Params, context: AdapterContext): Promise<string | Answer> {
  const given = params.jsapi_ticket;
  if (given !== undefined && given !== null) {
    if (isTicket(given)) return given;
    throw badParam(
      'jsapi_ticket',
      '不是可用的票据；不传则由模块获取和保存',
      'is not a usable ticket; leave it out and the module gets one',
    );
  }
  if (context.options.access_token === undefined) return keptTicket(params, context);
  const answer = await askForTicket(context);
  return answer.code === 0 ? (answer.ticket as string) : answer;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

function randomNonce(): string {
  return Array.from(crypto().randomBytes(16), byte => LETTERS[byte % LETTERS.length]).join('');
}
