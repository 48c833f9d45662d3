import { OpenapiError, ownError } from '../result/error';
import type { SharedFailure } from './lease-note';
import type { CredentialRecord } from './record';
import { FAILURE_MEMORY } from './times';
import { monotonic } from './within';

/** Wrong appid, wrong secret: true for every process. Others (40164: this address) may differ by instance. */
const SHARED_CODES: readonly unknown[] = [40013, 40125];

/** Whether the platform itself answered it: such a failure comes again until something is changed. */
export function isPlatformAnswer(error: OpenapiError): boolean {
  return typeof error.code === 'number';
}

export function remember(record: CredentialRecord, error: OpenapiError): void {
  if (isPlatformAnswer(error)) record.failure = { error, at: monotonic(record.clock) };
}

/** The platform's own failure of a moment ago: asking again would only get it again. */
export function remembered(record: CredentialRecord): OpenapiError | undefined {
  const { failure, clock } = record;
  return failure !== undefined && monotonic(clock) - failure.at < FAILURE_MEMORY ? failure.error : undefined;
}

/** The failure as the lease's row carries it, if it is one for everybody. */
export function toShared(record: CredentialRecord, error: unknown): SharedFailure | undefined {
  if (!(error instanceof OpenapiError) || !SHARED_CODES.includes(error.code)) return undefined;
  const { msg, errmsg } = error;
  return {
    code: error.code as number,
    msg: msg.slice(0, 500),
    errmsg: errmsg.slice(0, 500),
    secret: record.secret,
    at: record.clock.now(),
  };
}

/** Another process's failure, where it is this one's too. */
export function fromShared(
  record: CredentialRecord,
  failure: SharedFailure | undefined,
): OpenapiError | undefined {
  if (failure === undefined || failure.secret !== record.secret || !SHARED_CODES.includes(failure.code)) {
    return undefined;
  }
  if (Math.abs(record.clock.now() - failure.at) >= FAILURE_MEMORY) return undefined;
  const { code, msg, errmsg } = failure;
  return new OpenapiError({ code, msg, errcode: code, errmsg });
}

/** The request was not over in time, whatever it was doing. */
export function requestTooLate(ms: number): OpenapiError {
  return ownError(
    'timeout',
    `平台的 token 接口在 ${ms} 毫秒内没有应答，请检查网络后重试`,
    `the token endpoint did not answer within ${ms} ms`,
  );
}

/** A `fetch` that failed with something it never promised; what it says may hold anything. */
export function unknownFailure(): OpenapiError {
  return ownError('network-error', '获取 token 时出错，请检查网络后重试', 'the token request failed');
}

/** QQ's own number for a token that is no good: nothing better can be had at the moment. */
const TOKEN_INVALID = 40014;

/**
 * No store, and this process has fetched a moment ago: one more fetch would only retire the token of another
 * instance, which would then retire this one's.
 */
export function storeNeeded(label: string, earlier: OpenapiError | undefined): OpenapiError {
  const advice =
    `此平台每次获取 access_token 都会使上一个失效，必须由 token 存储（${label}）让所有实例共用一个；` +
    '该存储现在不可用，因此每个实例 60 秒内只获取一次。请先恢复它（集合缺失时上传其 DB Schema），再重试';
  if (earlier !== undefined) {
    const { code, msg, errcode, errmsg } = earlier;
    return new OpenapiError({ code, msg: `${msg}。${advice}`, errcode, errmsg });
  }
  return new OpenapiError({
    code: TOKEN_INVALID,
    msg: advice,
    errcode: TOKEN_INVALID,
    errmsg: `the access_token cannot be renewed now: the token store (${label}) is unavailable`,
  });
}
