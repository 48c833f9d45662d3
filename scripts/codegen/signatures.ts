import type { Call, Param, Signature } from './catalogue';

/*
 * What follows from `@signed` and `@apiSigned`. The platforms write each kind of signature into a parameter of
 * one of these names; the module computes it when the caller gives none (src/call/sign.ts).
 */

const NAMES: Record<Signature, readonly string[]> = {
  pay: ['pay_sig'],
  user: ['signature', 'sig'],
  session: ['signature', 'sig'],
  fields: ['sig'],
};
const METHOD = 'sig_method';
/** QQ takes the session_key itself in a parameter of this name. */
const SESSION_KEY = 'openkey';

const bySession = (signed: readonly Signature[]): boolean => signed.some(kind => kind !== 'pay');

/** `params`, those that a signature fills in marked as computed. */
export function computedParams(params: Param[], signed: readonly Signature[]): Param[] {
  if (signed.length === 0) return params;
  const names = new Set<string>(signed.flatMap(kind => NAMES[kind]));
  if (bySession(signed)) names.add(METHOD).add(SESSION_KEY);
  return params.map(param => {
    if (!names.has(param.name)) return param;
    const fallback = param.fallback ?? (param.name === METHOD ? 'hmac_sha256' : undefined);
    return { ...param, computed: true, ...(fallback === undefined ? {} : { fallback }) };
  });
}

const extra = (name: string, doc: string, en: string, aliases: string[] = []): Param => ({
  name,
  doc,
  en,
  type: { kind: 'string' },
  required: false,
  advisory: false,
  credential: false,
  openid: false,
  bare: false,
  place: 'body',
  computed: false,
  optional: false,
  aliases,
});

/** The session_key is a parameter of the call, and never sent: what a signature by it is computed with. */
export function sessionExtras(signed: readonly Signature[], stated: readonly Param[]): Param[] {
  if (!bySession(signed)) return [];
  const extras = [
    extra(
      'sessionKey',
      '会话密钥，用来计算签名，不会发送',
      'the session key, for the signature; never sent',
      ['session_key'],
    ),
    extra(
      'encryptedKey',
      '登录时得到的 encryptedKey，代替 sessionKey',
      'encryptedKey of the login, instead of sessionKey',
    ),
  ];
  return extras.filter(({ name }) => !stated.some(other => other.name === name));
}

/** What is wrong with the signatures of a call. */
export function signedProblems({ signed, params, encoding, method }: Call): string[] {
  const problems: string[] = [];
  for (const kind of signed) {
    const param = params.find(({ name }) => NAMES[kind].includes(name));
    if (!param) problems.push(`@signed("${kind}") needs a parameter ${NAMES[kind].join(' or ')}`);
    else if (param.place !== 'query' && kind !== 'fields')
      problems.push(`${param.name} is made of the body, so it cannot be in it: write @query`);
  }
  if (signed.filter(kind => kind !== 'pay').length > 1)
    problems.push('@signed: only one signature by session_key has a parameter to go in');
  if (signed.includes('pay') && encoding !== 'json')
    problems.push(`@signed("pay") signs a JSON body, and this ${method} has none`);
  return problems;
}

/** Only what has a JSON body can be encrypted; a GET that may be goes in the clear. */
export const isSealable = ({ apiSigned, encoding }: Call): boolean =>
  apiSigned !== undefined && encoding === 'json';

export function apiSignedProblems(call: Call): string[] {
  const { apiSigned, encoding, signed, params, answer } = call;
  if (apiSigned === undefined) return [];
  const problems: string[] = [];
  if (encoding === 'multipart' || encoding === 'raw')
    problems.push('@apiSigned: an upload cannot be encrypted');
  if (apiSigned === 'required' && encoding === 'none')
    problems.push('@apiSigned("required"): a GET has no body to encrypt');
  if (!isSealable(call)) return problems;
  if (signed.length > 0)
    problems.push('@apiSigned and @signed together: which body would be signed is unknown');
  if (answer === 'text') problems.push('@apiSigned: an XML answer cannot be encrypted');
  const odd = params.find(({ place }) => place === 'header' || place === 'raw');
  if (odd) problems.push(`@apiSigned: ${odd.name} is no field of a body`);
  return problems;
}
