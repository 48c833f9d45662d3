/** Plain objects are the platform's own form, whatever they hold; everything else is a value. */
const isBare = (value: unknown) =>
  typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date;

/**
 * A template's data with every bare value in the platform's form `{ value }`. The caller's object stays as it
 * is; what is no object at all is left for the check of the parameter.
 */
export function wrapValues(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const given = data as Record<string, unknown>;
  const keys = Object.keys(given);
  if (!keys.some(key => isBare(given[key]))) return data;
  const out: Record<string, unknown> = {};
  for (const key of keys) {
    const value = given[key];
    if (value === undefined) continue;
    const wrapped = isBare(value) ? { value } : value;
    // An assignment to `__proto__` would vanish; a definition of every key would cost each call a microsecond.
    if (key === '__proto__') Object.defineProperty(out, key, { value: wrapped, enumerable: true });
    else out[key] = wrapped;
  }
  return out;
}

/** `params` with its `data` in the platform's form. */
export function withWrappedData(params: Record<string, unknown>): Record<string, unknown> {
  return params.data === undefined ? params : { ...params, data: wrapValues(params.data) };
}
