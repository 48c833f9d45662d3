import type { OpenapiError } from './error';

/** The four fields every answer has, and whatever the platform sent besides. */
export interface Envelope {
  /** 0, the platform's number, or an own code `vk-openapi-<reason>`. */
  code: number | string;
  /** Chinese: what is wrong and what to do. */
  msg: string;
  /** As `code`: 0 where the platform sent none. */
  errcode: number | string;
  /** The platform's own text; `ok` on success where it sent none. */
  errmsg: string;
  [field: string]: unknown;
}

export const SUCCESS_MSG = '成功';

/** Makes an envelope of a successful answer; `body` is the freshly parsed object and becomes the envelope. */
export function succeed(body: Record<string, unknown>): Envelope {
  body.code = 0;
  body.msg = SUCCESS_MSG;
  body.errcode = 0;
  if (typeof body.errmsg !== 'string' || body.errmsg === '') body.errmsg = 'ok';
  return body as Envelope;
}

/** Makes an envelope of a failed answer, the four fields first because that is what people look at. */
export function fail(body: Record<string, unknown>, code: number, msg: string, errmsg: string): Envelope {
  const { code: _code, msg: _msg, errcode: _errcode, errmsg: _errmsg, ...rest } = body;
  return { code, msg, errcode: code, errmsg, ...rest };
}

/** The envelope of a thrown error. */
export function envelopeOf(error: OpenapiError): Envelope {
  return { code: error.code, msg: error.msg, errcode: error.errcode, errmsg: error.errmsg };
}
