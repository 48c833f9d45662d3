/** The ways of being called that only the project's owner has. Set by the cloud, never by who calls. */
const TRUSTED_SOURCES: readonly unknown[] = ['function', 'timing', 'server'];

/** Who called the cloud function, by what the cloud itself says of it. */
export interface Caller {
  /** Another cloud function, a timer, or the console's "run". Everybody else is a client. */
  readonly trusted: boolean;
  /** `context.SOURCE` as it is; anything may stand there, or nothing. */
  readonly source: unknown;
}

/**
 * Tells who is calling from the function's `context`, and from nothing else: whatever is in `event` was
 * written by the caller.
 */
export function callerOf(context: unknown): Caller {
  const source =
    typeof context === 'object' && context !== null ? (context as { SOURCE?: unknown }).SOURCE : undefined;
  return { trusted: TRUSTED_SOURCES.includes(source), source };
}
