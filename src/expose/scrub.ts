import { redact } from '../result/redact';

/** Names of fields that are credentials, in lower case without separators. */
const CREDENTIALS: readonly string[] = [
  'accesstoken',
  'appsecret',
  'authorizeraccesstoken',
  'authorizerrefreshtoken',
  'componentaccesstoken',
  'encodingaeskey',
  'encryptkey',
  'jsapiticket',
  'jsticket',
  'openkey',
  'refreshtoken',
  'secret',
  'secretkey',
  'sessionkey',
  'ticket',
  'token',
];

const isCredential = (name: string): boolean =>
  CREDENTIALS.includes(name.toLowerCase().replace(/[_\-\s]/g, ''));

/** Deeper than any answer of a platform. */
const MAX_DEPTH = 30;

/** A copy of `value` without the fields that are credentials; `also` names further ones. */
export function scrub(value: unknown, also: readonly string[] = [], depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map(item => scrub(item, also, depth + 1));
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    if (name === '__proto__' || isCredential(name) || also.includes(name)) continue;
    const field = (value as Record<string, unknown>)[name];
    out[name] =
      (name === 'msg' || name === 'errmsg') && typeof field === 'string'
        ? redact(field)
        : scrub(field, also, depth + 1);
  }
  return out;
}
