import { randomBytes } from 'node:crypto';
import { JSON_TYPE, type Answer } from './answer';
import { textOf } from './texts';

/** How a platform spells a failure: WeChat adds a request id, QQ does not, QQ's content checks use camel case. */
export type Spelling = 'weixin' | 'qq' | 'qq-camel';

/** A play's "no": thrown anywhere in a play, answered as the platform would. */
export class Refusal extends Error {
  constructor(
    readonly errcode: number,
    text: string,
    /** Content type, where the platform labels this failure wrongly. */
    readonly type: string = JSON_TYPE,
  ) {
    super(text);
  }
}

/** Ends the play with this number; `text` where the platform says more than usual. */
export function refuse(errcode: number, text?: string, type?: string): never {
  throw new Refusal(errcode, text ?? textOf(errcode), type);
}

/** A request id in the shape of the real ones. */
export function requestId(now: number): string {
  const random = randomBytes(8).toString('hex');
  const seconds = Math.floor(now / 1000).toString(16);
  return `${seconds.padStart(8, '0')}-${random.slice(0, 8)}-${random.slice(8)}`;
}

/** The failure on the wire. */
export function refusalAnswer(refusal: Refusal, spelling: Spelling, now: number): Answer {
  const { errcode, message, type } = refusal;
  const body =
    spelling === 'qq-camel'
      ? { errCode: errcode, errMsg: message }
      : { errcode, errmsg: spelling === 'qq' ? message : `${message} rid: ${requestId(now)}` };
  return { type, body: JSON.stringify(body) };
}
