import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import { redact } from '../result/redact';
import type { TokenRow, TokenStore } from './store';
import { StoreFailure } from './store-failure';
import { Thawed, watchSleep } from './thawed';
import { STORE_LIMIT, STORE_REST, WARNING_INTERVAL } from './times';
import { monotonic, within } from './within';

/** Says at most one thing a minute: a store in trouble is in trouble at every call. */
export function createWarner(clock: Clock, logger: Logger): (message: string) => void {
  let last = -Infinity;
  return message => {
    const now = monotonic(clock);
    if (now - last < WARNING_INTERVAL) return;
    last = now;
    logger.warn(message);
  };
}

/**
 * A store that answers in time or fails with a `StoreFailure`, and after a failure is left alone for a while, so
 * that its trouble costs a call as little as possible.
 */
export class GuardedStore {
  private restingUntil = -Infinity;
  private troubledAt = -Infinity;

  constructor(
    /** The store as it is: for who can bear its failures. */
    readonly store: TokenStore,
    /** What users know the store by: `opendb-open-data 集合`. */
    readonly label: string,
    private readonly clock: Clock,
    private readonly warn: (message: string) => void,
  ) {}

  /**
   * The store for somebody who has time until `deadline()` (monotonic milliseconds) and is told by `onFailure` of
   * every failure that is the store's own.
   */
  until(deadline: () => number, onFailure?: () => void): TokenStore {
    const user = { deadline, onFailure };
    return {
      get: key => this.run(user, [], async () => rowOrNone(await this.store.get(key))),
      compareAndSet: (key, expected, next) =>
        this.run(user, [expected, next], async () =>
          yesOrNo(await this.store.compareAndSet(key, expected, next)),
        ),
      remove: (key, expected) =>
        this.run(user, [expected], async () => yesOrNo(await this.store.remove(key, expected))),
    };
  }

  private async run<T>(
    { deadline, onFailure }: { deadline: () => number; onFailure: (() => void) | undefined },
    rows: (TokenRow | undefined)[],
    work: () => Promise<T>,
  ): Promise<T> {
    const started = monotonic(this.clock);
    if (started < this.restingUntil) throw new StoreFailure('resting', 'the store failed a moment ago');
    const limit = Math.min(STORE_LIMIT, deadline() - started);
    // What nobody waits for must not happen: a lease renewed that late would be nobody's.
    if (limit <= 0) throw new StoreFailure('unavailable', 'there is no time left for it');
    const slept = watchSleep(this.clock);
    let unanswered = false;
    try {
      return await within(this.clock, limit, work, () => {
        unanswered = true;
        return new StoreFailure('unavailable', `no answer within ${limit} ms`);
      });
    } catch (error) {
      if (slept(limit)) throw new Thawed();
      // One who had no time left himself knows nothing about the store.
      if (!unanswered || limit === STORE_LIMIT) {
        this.rest(error, rows);
        if (onFailure) onFailure();
      }
      throw error instanceof StoreFailure ? error : new StoreFailure('unavailable', 'the store failed');
    }
  }

  private rest(error: unknown, rows: (TokenRow | undefined)[]): void {
    this.troubledAt = monotonic(this.clock);
    this.restingUntil = this.troubledAt + STORE_REST;
    this.warn(
      `[vk-openapi] token 存储（${this.label}）出错，已改为直接向平台获取并只保存在内存中，30 秒后再试：` +
        this.explain(error, rows),
    );
  }

  /** It said that it wrote, or did not, and the rows say otherwise: it is left alone like one that fails. */
  distrust(): StoreFailure {
    const lie = new StoreFailure(
      'unavailable',
      'what it says it has written is not what it reads',
      '写入与读取的结果不一致：请检查该存储是否丢失写入，或读取的是过期的副本',
    );
    this.rest(lie, []);
    return lie;
  }

  /** Whether it has failed within so many milliseconds. */
  hadTrouble(within: number): boolean {
    return monotonic(this.clock) - this.troubledAt < within;
  }

  /** What the store said, and what to do, without what was being stored (`rows`). */
  explain(error: unknown, rows: (TokenRow | undefined)[] = []): string {
    const advice = error instanceof StoreFailure && error.advice !== undefined ? `。${error.advice}` : '';
    return `${safeText(error, rows)}${advice}`;
  }
}

/** Stores of users' own are written in JavaScript too: `null` is as good a way to say that there is no row. */
function rowOrNone(row: TokenRow | undefined | null): TokenRow | undefined {
  return row === null ? undefined : row;
}

/** A store that does not say whether it wrote cannot be used to agree on anything. */
function yesOrNo(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new StoreFailure(
    'unavailable',
    'compareAndSet and remove must resolve to true or false',
    'TokenStore 的 compareAndSet 与 remove 必须返回布尔值，表示是否真的写入或删除',
  );
}

/** What a store's error says, without what was being stored: a driver may well quote the document it refused. */
function safeText(error: unknown, rows: (TokenRow | undefined)[]): string {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const text = [code, typeof message === 'string' ? message : String(error)]
    .filter(part => typeof part === 'string' || typeof part === 'number')
    .join(' ');
  const secrets: string[] = [];
  for (const row of rows) if (row !== undefined) secrets.push(row.value, ...stringsIn(row.value));
  return redact(text, secrets)
    .replace(/[\w+/=.~-]{32,}/g, '***')
    .slice(0, 300);
}

function stringsIn(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Object.values(Object(parsed) as object).filter(item => typeof item === 'string');
  } catch {
    return [];
  }
}
