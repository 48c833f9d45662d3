import type { CallSpec } from '../call/spec';
import { ownError } from '../result/error';
import type { Fields } from './event';

/**
 * Never taken from a client, even where a call has a parameter of the name: they lead to a credential, bring
 * one in, or choose where the request goes or what is stored.
 */
const NEVER_FROM_CLIENTS: readonly string[] = [
  'access_token',
  'appid',
  'appsecret',
  'cache',
  'cloudPath',
  'context',
  'endpoints',
  'grant_type',
  'needKey',
  'responseType',
  'secret',
  'sessionKey',
  'session_key',
  'timeout',
];

const own = (fields: Fields, name: string): unknown =>
  Object.prototype.hasOwnProperty.call(fields, name) ? fields[name] : undefined;

const given = (fields: Fields, name: string): boolean =>
  own(fields, name) !== undefined && own(fields, name) !== null;

/** The app a client names, under either spelling; refused unless `clientApps` of the configuration has it. */
async function appOf(params: Fields, clientApps: ClientApps): Promise<string | undefined> {
  let appid: string | undefined;
  for (const name of ['appid', 'appId']) {
    if (!given(params, name)) continue;
    const value = own(params, name);
    const allowed = await clientApps();
    if (typeof value !== 'string' || !allowed.includes(value)) {
      throw ownError(
        'param-invalid',
        `参数 ${name} 不正确：前端只能指定 vk-openapi/config.json 的 clientApps 中列出的 appid；不传则使用默认应用`,
        `${name}: a client may only name an appid listed in clientApps`,
      );
    }
    if (appid === undefined) appid = value;
  }
  return appid;
}

/**
 * A client's file, which is what it sent and nothing else: an object that names a path or a fileID would make the
 * server read a file of its own. Text is a data URI or is refused later, never taken for a path.
 */
function fileOf(name: string, value: unknown): unknown {
  if (typeof value === 'string' || value === undefined || value === null) return value;
  const fields = Object(value) as Fields;
  const [base64, type, data] = ['base64', 'type', 'data'].map(field => own(fields, field));
  if (typeof base64 === 'string') {
    const out: Fields = { base64 };
    for (const label of ['filename', 'contentType']) {
      if (typeof own(fields, label) === 'string') out[label] = fields[label];
    }
    return out;
  }
  // What JSON makes of a Buffer.
  if (type === 'Buffer' && Array.isArray(data)) return { type, data };
  throw ownError(
    'param-invalid',
    `参数 ${name} 不正确：前端传文件只能用 { base64 } 或 data URI；path、fileID 与流只能在云端代码里使用`,
    `${name}: a client may only send a file as { base64 } or a data URI`,
  );
}

/** The appids a client may name (`clientApps` of `vk-openapi/config.json`). */
export type ClientApps = () => readonly string[] | Promise<readonly string[]>;

/**
 * What of a client's parameters is passed on: the call's own, and the app if the project allows it to be
 * named. All else is dropped before anything is checked; an `appsecret` is refused, so that nobody ships one
 * in a front end without noticing.
 */
export async function clientParameters(
  spec: CallSpec | undefined,
  params: Fields,
  clientApps: ClientApps,
): Promise<Fields> {
  if (given(params, 'appsecret')) {
    throw ownError(
      'param-invalid',
      '参数 appsecret 不正确：前端不得传 appsecret，请从前端代码中删除，并配置到云端的 uni-id/config.json',
      'appsecret: must not be sent by a client',
    );
  }
  const out: Fields = {};
  const appid = await appOf(params, clientApps);
  if (appid !== undefined) out.appid = appid;
  if (!spec) return out;

  const names = new Set<string>();
  for (const { name, self } of spec.params) if (!self) names.add(name);
  for (const { name } of spec.extras) names.add(name);
  for (const name of NEVER_FROM_CLIENTS) names.delete(name);
  for (const alias of Object.keys(spec.aliases)) {
    if (names.has(spec.aliases[alias]!) && !NEVER_FROM_CLIENTS.includes(alias)) names.add(alias);
  }
  const files = new Set<string>();
  for (const { name, type } of spec.params.concat(spec.extras)) if (type === 'file') files.add(name);
  for (const name of names) {
    const value = own(params, name);
    if (value === undefined) continue;
    const canonical = spec.aliases[name];
    const isFile = files.has(name) || (canonical !== undefined && files.has(canonical));
    out[name] = isFile ? fileOf(name, value) : value;
  }
  return out;
}
