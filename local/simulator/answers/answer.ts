/** What goes back over the wire. */
export interface Answer {
  /** Default 200: the platforms answer their failures with 200 too. */
  status?: number;
  type: string;
  headers?: Record<string, string>;
  body: string | Buffer;
}

export const JSON_TYPE = 'application/json; encoding=utf-8';

/** A JSON answer exactly as given. */
export function json(value: object): Answer {
  return { type: JSON_TYPE, body: JSON.stringify(value) };
}

/** A success with `errcode` and `errmsg`, as most calls answer. */
export function ok(fields: object = {}): Answer {
  return json({ errcode: 0, errmsg: 'ok', ...fields });
}

/** A success in the camel case of QQ's content checks. */
export function okCamel(fields: object = {}): Answer {
  return json({ errCode: 0, errMsg: 'ok', ...fields });
}

/** Picture bytes. */
export function picture(type: string, body: Buffer, headers?: Record<string, string>): Answer {
  return { type, body, headers };
}
