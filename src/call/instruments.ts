/**
 * What can be seen of an instance from outside: its counters, and who is told what it does. Part of the face,
 * because both can be asked for before the first call; so nothing here needs more than itself.
 */
import type { Hooks } from '../config/hooks';

/** `openapi.stats()`: what this instance has done since it was made. */
export interface Stats {
  /** Calls that were made, whatever became of them. */
  calls: number;
  /** Failed calls by `code`; `other` where there are too many different ones. */
  failures: Record<string, number>;
  /** Requests for a token or ticket. */
  tokenFetches: number;
  /** Calls that waited for another one's request for a token, in this process or another. */
  tokenWaits: number;
  /** HTTP requests that repeated another one. */
  retries: number;
  /** Failures of the token store. */
  storeErrors: number;
  /** Calls and token requests that were not sent because their quota is used up. */
  quotaRefusals: number;
  /** Wall-clock milliseconds. */
  since: number;
}

/** Besides the calls, every instance has these; they are not enumerable, so that tools list calls only. */
export interface Instruments {
  /** What this instance has done so far, as a copy. */
  stats(): Stats;
  /** Tells `hooks` from now on what this instance does. Returns a function that ends it. */
  observe(hooks: Hooks): () => void;
}

/** Codes that are counted apart; the platforms have some hundreds, a call that fails has few. */
const MOST_CODES = 200;

export class Counters {
  calls = 0;
  tokenFetches = 0;
  tokenWaits = 0;
  retries = 0;
  storeErrors = 0;
  quotaRefusals = 0;
  private readonly failures = new Map<number | string, number>();

  constructor(private readonly since: number) {}

  /** Told what a call resolved to: a failure is whatever carries a `code` other than 0. */
  ended(result: unknown): void {
    if (typeof result !== 'object' || result === null) return;
    const { code } = result as { code?: number | string };
    if (code !== 0 && code !== undefined) this.failed(code);
  }

  failed(code: number | string): void {
    const { failures } = this;
    const slot = failures.has(code) || failures.size < MOST_CODES ? code : 'other';
    failures.set(slot, (failures.get(slot) || 0) + 1);
  }

  copy(): Stats {
    const { calls, tokenFetches, tokenWaits, retries, storeErrors, quotaRefusals, since } = this;
    const failures: Record<string, number> = {};
    this.failures.forEach((count, code) => (failures[code] = count));
    return { calls, failures, tokenFetches, tokenWaits, retries, storeErrors, quotaRefusals, since };
  }
}

const HOOK_NAMES = ['onRequest', 'onResponse', 'onToken'] as const;
const NO_HOOKS = 'hooks must be an object of functions { onRequest, onResponse, onToken }';

/** Who is told. A list is never changed but replaced, so that who is being told may leave meanwhile. */
export class Audience {
  list: readonly Hooks[] = [];

  add(hooks: Hooks): () => void {
    if (typeof hooks !== 'object' || hooks === null) throw new TypeError(NO_HOOKS);
    // Bound to their object, and an object of their own: the same hooks may be added twice, each ended by itself.
    const own: Record<string, unknown> = {};
    for (const name of HOOK_NAMES) {
      const hook: unknown = hooks[name];
      if (hook === undefined || hook === null) continue;
      if (typeof hook !== 'function') throw new TypeError(NO_HOOKS);
      own[name] = hook.bind(hooks);
    }
    this.list = [...this.list, own];
    return () => {
      this.list = this.list.filter(other => other !== own);
    };
  }
}

/** The two together, as the machinery is handed them. */
export interface Insides {
  readonly counters: Counters;
  readonly audience: Audience;
}
