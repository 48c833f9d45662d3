/** What a caller may pass to a call: said once for the types and for the documentation. */
import type { Call, Param } from './catalogue';

/** An option everywhere else; here nothing can be done without it. */
const USER_TOKEN: Param = {
  name: 'access_token',
  doc: '用户授权得到的 access_token（不是应用的）',
  en: "the user's own access_token (not the app's)",
  type: { kind: 'string' },
  required: true,
  advisory: false,
  credential: false,
  openid: false,
  bare: false,
  place: 'query',
  computed: false,
  optional: false,
  aliases: [],
};

/** The parameters a caller may give: the facade's own first, where they replace one of the wire's. */
export function callerParams(call: Call): Param[] {
  const extras = new Map(call.extras.map(extra => [extra.name, extra]));
  const wire = call.params.filter(param => !param.own).map(param => extras.get(param.name) ?? param);
  const rest = call.extras.filter(extra => !call.params.some(param => param.name === extra.name));
  return [...(call.credential === 'user' ? [USER_TOKEN] : []), ...wire, ...rest];
}

/** Whether nothing can be sent without it: neither an adapter nor the module fills it in. */
export const isRequired = (param: Param): boolean =>
  param.required && !param.optional && !param.computed && param.fallback === undefined;
