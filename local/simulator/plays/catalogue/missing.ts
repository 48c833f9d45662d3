import { refuse } from '../../answers/refusal';
import type { Field } from './entry';

/** The names whose absence has a number of its own. */
const NUMBERS: Readonly<Record<string, number>> = {
  access_token: 41001,
  appid: 41002,
  refresh_token: 41003,
  secret: 41004,
  appsecret: 41004,
  media_id: 41006,
  code: 41008,
  js_code: 41008,
  openid: 41009,
  touser: 40003,
  url: 41010,
};

/** The number for this name, if there is one: these may not be empty either. */
export const missingNumber = (name: string): number | undefined =>
  Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;

/** What the platform says when something required is not there. */
export function missing(field: Field): never {
  if (field.type.kind === 'file') return refuse(41005);
  const errcode = missingNumber(field.name);
  return errcode === undefined ? refuse(40035, `invalid parameter, ${field.name} missing`) : refuse(errcode);
}
