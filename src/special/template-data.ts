/** Objects are the platform's own form, whatever they hold; everything else is a value. */
const isBare = (value: unknown) => typeof value !== 'object' || value === null;

/**
 * A template's data with every bare value in the platform's form `{ value }`. The caller's object stays as it
 * is; what is no object at all is left for the check of the parameter.
 */
export function wrapValues(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue;
    Object.defineProperty(out, key, {
      value: isBare(value) ? { value } : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return out;
}

/** `params` with its `data` in the platform's form. */
export function withWrappedData(params: Record<string, unknown>): Record<string, unknown> {
  return params.data === undefined ? params : { ...params, data: wrapValues(params.data) };
}
