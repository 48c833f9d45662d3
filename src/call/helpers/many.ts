import type { Envelope } from '../../result/envelope';
import { ownError } from '../../result/error';
import type { CallOptions } from '../../special/adapter';
import type { Call } from '../call';
import { asOneApp } from '../one-app';
import { splitOptions } from '../options';
import { type CallPlan, planOf } from '../plan';
import type { Runtime } from '../runtime';
import type { CallSpec } from '../spec';

type Fields = Record<string, unknown>;

/** How far a sending has come. */
export interface Progress {
  done: number;
  total: number;
  failed: number;
}

const DEFAULT_CONCURRENCY = 10;
/** More would only wait for one another, here or at the platform's limit a minute. */
const MOST_AT_ONCE = 100;
/** What says for itself which app one of the receivers is written to by. */
const OWN_APP = ['appid', 'appId', 'appsecret', 'access_token', 'context'];

const invalid = (name: string, zh: string, en: string) =>
  ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);

function concurrencyOf(value: unknown): number {
  if (value === undefined || value === null) return DEFAULT_CONCURRENCY;
  const number = value as number;
  if (Number.isInteger(number) && number >= 1 && number <= MOST_AT_ONCE) return number;
  throw invalid(
    'concurrency',
    `应为 1 到 ${MOST_AT_ONCE} 的整数`,
    `must be a whole number from 1 to ${MOST_AT_ONCE}`,
  );
}

/** Tells `onProgress`; what goes wrong there stops nobody's message. */
function teller(runtime: Runtime, onProgress: unknown): (progress: Progress) => void {
  if (onProgress === undefined || onProgress === null) return () => undefined;
  if (typeof onProgress !== 'function') throw invalid('onProgress', '应为函数', 'must be a function');
  let told = false;
  const broken = () => {
    if (told) return;
    told = true;
    runtime.logger.warn('[vk-openapi] onProgress 出错，已忽略，不影响发送；请检查该函数');
  };
  return progress => {
    try {
      Promise.resolve((onProgress as (progress: Progress) => unknown)(progress)).catch(broken);
    } catch {
      broken();
    }
  };
}

/** The options of every call, the app they mean among them; as given where there is none to be found. */
function sharedOptions(runtime: Runtime, plan: CallPlan, given: Fields): CallOptions | Fields {
  try {
    return asOneApp(runtime, plan, splitOptions({}, given, plan.names).options);
  } catch {
    // Each of the calls says what is wrong.
    return given;
  }
}

/**
 * Makes one call for each element of `list`, a few at a time.
 *
 * @returns an envelope each, in the order of the list; a failure is its receiver's own and stops nobody else's
 * @throws OpenapiError `param-invalid`: the list is none, or an option is wrong; nothing was sent
 */
export async function sendMany(
  runtime: Runtime,
  spec: CallSpec,
  call: Call,
  list: unknown,
  given: Fields | undefined | null,
): Promise<Envelope[]> {
  if (!Array.isArray(list)) throw invalid('list', '应为数组，每人一项', 'must be an array, an element each');
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given))) {
    throw invalid('options', '第二个参数应为对象', 'the second argument must be an object');
  }
  const { concurrency, onProgress, ...rest } = given || {};
  const atOnce = concurrencyOf(concurrency);
  const tell = teller(runtime, onProgress);
  const plan = planOf(spec);
  const shared = sharedOptions(runtime, plan, rest) as Fields;
  const optionsFor = (params: unknown): Fields => {
    const fields = Object(params) as Fields;
    return OWN_APP.some(name => fields[name] !== undefined && !plan.names[name]) ? rest : shared;
  };

  const receivers = list.slice() as Fields[];
  const total = receivers.length;
  const results = new Array<Envelope>(total);
  let next = 0;
  let done = 0;
  let failed = 0;
  const sender = async () => {
    while (next < total) {
      const i = next++;
      const params = receivers[i];
      const result = (await call(params, optionsFor(params))) as Envelope;
      results[i] = result;
      done += 1;
      if (result.code !== 0) failed += 1;
      tell({ done, total, failed });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, sender));
  return results;
}
