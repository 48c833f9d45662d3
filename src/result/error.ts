/** The reasons of this module's own failures; `code` is `vk-openapi-<reason>`. */
export type OwnReason =
  | 'param-invalid'
  | 'config-missing'
  | 'network-error'
  | 'timeout'
  | 'bad-response'
  | 'decrypt-failed'
  | 'watermark-mismatch'
  | 'unknown-api'
  | 'forbidden'
  | 'unauthenticated'
  | 'rate-limited';

export type OwnCode = `vk-openapi-${OwnReason}`;

export interface OpenapiErrorFields {
  code: number | OwnCode;
  /** Chinese: what is wrong and what to do. */
  msg: string;
  errcode: number | OwnCode;
  /** The platform's own text, or an English one for an own code. */
  errmsg: string;
  /** What went wrong underneath, already free of secrets. */
  cause?: unknown;
}

/** Thrown where a call cannot return an envelope, and inside the module until the envelope is made. */
export class OpenapiError extends Error {
  readonly code: number | OwnCode;
  readonly msg: string;
  readonly errcode: number | OwnCode;
  readonly errmsg: string;
  override readonly cause?: unknown;

  constructor(fields: OpenapiErrorFields) {
    super(fields.msg);
    this.name = 'OpenapiError';
    this.code = fields.code;
    this.msg = fields.msg;
    this.errcode = fields.errcode;
    this.errmsg = fields.errmsg;
    if (fields.cause !== undefined) this.cause = fields.cause;
  }
}

/** An own failure: `msg` for the developer in Chinese, `errmsg` the same in English. */
export function ownError(reason: OwnReason, msg: string, errmsg: string, cause?: unknown): OpenapiError {
  const code: OwnCode = `vk-openapi-${reason}`;
  return new OpenapiError({ code, msg, errcode: code, errmsg, cause });
}

/**
 * Whatever was thrown, as an `OpenapiError`. What is not one already is a fault of this module; its text may
 * hold anything, so nothing of it but its kind is passed on.
 */
export function asOpenapiError(error: unknown): OpenapiError {
  if (error instanceof OpenapiError) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return ownError(
    'bad-response',
    `vk-openapi 内部错误（${kind}）：请把调用的名称与参数（去掉密钥和用户数据）反馈给维护者`,
    `internal error of vk-openapi (${kind})`,
  );
}
