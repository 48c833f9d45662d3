import type { AppKeys } from '../config/settings';
import { OWN_FILE } from '../config/own-file';
import { hmacSha256Hex } from '../crypto/signatures';
import { ownError } from '../result/error';
import type { AdapterContext } from '../special/adapter';
import { isBlank, without } from '../special/params';
import { sessionKeyOf } from '../special/session-key';
import type { CallPlan } from './plan';
import type { Signature } from './spec';
import { queryPair, type Wire, wireOf, withQuery } from './wire';

/**
 * Signatures in a request's parameters. One that the caller gives is sent as it is. The body is written once: what
 * is signed is what is sent.
 */

type Values = Record<string, unknown>;

/** What a signature is made with, looked up only when one is made. */
export interface Keyring {
  /** For the session_key in the parameters. */
  readonly context: AdapterContext;
  /** The app whose keys these are. */
  appid(): string;
  keys(appid: string): AppKeys | undefined;
}

const NAMES: Readonly<Record<Signature, readonly string[]>> = {
  pay: ['pay_sig'],
  user: ['signature', 'sig'],
  session: ['signature', 'sig'],
  fields: ['sig'],
};

/** QQ takes the session_key itself under this name. */
const SESSION_KEY = 'openkey';

/** Never part of the text that QQ's virtual payment signs. */
const UNSIGNED = ['sig', 'user_ip'];

/** The AppKey of the environment that the request names: 0 or none production, 1 sandbox. */
function payKey(values: Values, { appid, keys }: Keyring): string {
  const environment = Number(values.env) === 1 ? 'sandbox' : 'production';
  const owner = appid();
  const { pay } = keys(owner) || {};
  const key: unknown = pay && pay[environment];
  if (typeof key === 'string' && key !== '') return key;
  const path = `keys.${owner}.pay.${environment}`;
  const name = environment === 'sandbox' ? '沙箱' : '现网';
  throw ownError(
    'config-missing',
    `缺少支付签名的密钥：请在 uni-config-center 的 ${OWN_FILE} 的 ${path} 中填写${name} AppKey（小程序管理后台的支付设置中查看），改后请上传 uni-config-center；也可以自己计算 pay_sig 传入`,
    `${OWN_FILE}: ${path} is missing, pay_sig cannot be computed`,
  );
}

/** `POST`, the path, the fields in order of their names, the session_key: the text of QQ's virtual payment. */
function fieldsText(path: string, values: Values, sessionKey: string): string {
  const names = Object.keys(values).filter(name => !UNSIGNED.includes(name));
  const pairs = names.sort().map(name => {
    const value = values[name];
    return `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
  });
  return ['POST', encodeURIComponent(path), ...pairs, `session_key=${sessionKey}`].join('&');
}

/** The request of a call that is signed, its missing signatures computed. */
export async function signedWire(plan: CallPlan, given: Values, keyring: Keyring): Promise<Wire> {
  const { params, signed = [], path } = plan.spec;
  const values = without(given, 'sessionKey', 'encryptedKey');
  let sessionKey: string | undefined;
  const session = async (): Promise<string> =>
    sessionKey === undefined ? (sessionKey = await sessionKeyOf(given, keyring.context)) : sessionKey;

  const missing: [kind: Signature, name: string][] = [];
  for (const kind of signed) {
    const { name } = params.find(param => NAMES[kind].includes(param.name))!;
    if (!isBlank(values[name])) continue;
    delete values[name];
    missing.push([kind, name]);
  }
  if (isBlank(values[SESSION_KEY]) && params.some(param => param.name === SESSION_KEY)) {
    values[SESSION_KEY] = await session();
  }
  for (const [kind, name] of missing) {
    if (kind === 'fields') {
      const key = await session();
      values[name] = hmacSha256Hex(key, fieldsText(path, values, key));
    }
  }

  const wire = wireOf(plan, values);
  const body = wire.body === undefined ? '' : wire.body;
  const uri = wire.path.split('?', 1)[0]!;
  let query = '';
  for (const [kind, name] of missing) {
    if (kind === 'fields') continue;
    const signature =
      kind === 'pay'
        ? hmacSha256Hex(payKey(values, keyring), `${uri}&${body.toString()}`)
        : hmacSha256Hex(await session(), kind === 'user' ? body : '');
    query += `${query && '&'}${queryPair(name, signature)}`;
  }
  return {
    ...wire,
    path: withQuery(wire.path, query),
    ...(sessionKey === undefined ? {} : { secrets: [sessionKey] }),
  };
}
