import type { CallSpec, ParamSpec } from './spec';

/** What can be known of a call before it is made, so that making it a thousand times costs it once. */
export interface CallPlan {
  readonly spec: CallSpec;
  /** The caller's wire parameters by name; without a prototype. */
  readonly own: Readonly<Record<string, ParamSpec | undefined>>;
  /** The names that are parameters, not options, wherever the caller writes them. */
  readonly names: Readonly<Record<string, true | undefined>>;
  readonly required: readonly ParamSpec[];
  /** Parameters sent with a value of ours when the caller gives none. */
  readonly fallbacks: readonly ParamSpec[];
  /** Parameters that are the calling app's own. */
  readonly self: readonly ParamSpec[];
  /** Everything goes into a JSON body, as most calls have it. */
  readonly plainJson: boolean;
  /** Spellings to be put right before anything else; `undefined` for the many calls without one. */
  readonly aliases?: readonly (readonly [string, string])[];
  readonly hasFile: boolean;
  /** The parameters that are files, the adapter's own included; `undefined` for the many calls without one. */
  readonly files?: readonly ParamSpec[];
}

export function planOf(spec: CallSpec): CallPlan {
  const own: Record<string, ParamSpec | undefined> = Object.create(null);
  const names: Record<string, true | undefined> = Object.create(null);
  const callers = spec.params.filter(param => !param.self);
  for (const param of callers) {
    own[param.name] = param;
    names[param.name] = true;
  }
  for (const extra of spec.extras) names[extra.name] = true;
  const files = [...callers, ...spec.extras].filter(param => param.type === 'file');
  const hasFile = callers.some(param => param.type === 'file');
  const aliases = Object.keys(spec.aliases).map(from => [from, spec.aliases[from]!] as const);
  return {
    spec,
    own,
    names,
    required: callers.filter(param => param.required && param.fallback === undefined),
    fallbacks: callers.filter(param => param.fallback !== undefined),
    self: spec.params.filter(param => param.self),
    plainJson: spec.encoding === 'json' && spec.params.every(param => param.place === 'body'),
    ...(aliases.length > 0 ? { aliases } : {}),
    hasFile,
    ...(files.length > 0 ? { files } : {}),
  };
}

/** `params` under canonical names; the caller's object stays as it is. A canonical name wins over its alias. */
export function resolveAliases(plan: CallPlan, params: Record<string, unknown>): Record<string, unknown> {
  if (!plan.aliases) return params;
  let out = params;
  for (const [from, to] of plan.aliases) {
    if (params[from] === undefined) continue;
    if (out === params) out = { ...params };
    if (out[to] === undefined || out[to] === null) out[to] = params[from];
    delete out[from];
  }
  return out;
}
