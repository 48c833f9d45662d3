import type { App } from '../config/types';
import type { Clock } from '../host/clock';
import { platforms, type QuotaWindow } from '../platforms';
import { OpenapiError } from '../result/error';

/**
 * Which quotas are used up, so that nobody hammers a closed door: a call that was refused for its quota is not
 * sent again until that has ended. Kept by app and path, in this instance of the module.
 *
 * Somebody may have set the quota back or bought more: a clearing call of the app opens its doors at once, and
 * of a day's quota one call in ten minutes is let through to see; the first one at the next full minute where the
 * number may mean the minute's quota as well.
 */

/** Milliseconds between two calls that are let through although the day's quota is used up. */
const PROBE_INTERVAL = 600_000;

/** Doors remembered at most; beyond that the oldest is forgotten, which costs one refused request. */
const MOST_DOORS = 1000;

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Beijing is eight hours ahead of UTC all the year round. */
const BEIJING = 8 * 3_600_000;

/** Until when a quota is used up. */
export interface QuotaLimit {
  readonly window: QuotaWindow;
  /** Wall-clock milliseconds. */
  readonly end: number;
  /** It may be the minute's quota after all: when that would end. */
  readonly orElse?: number;
  /** What is not sent until then, in Chinese. */
  readonly what: string;
}

/** What is not sent, where nothing more is known than that it is the call being made. */
const THIS_CALL = '该接口的请求';

/** What of an answer is looked at. */
export interface QuotaAnswer {
  errcode: number;
  /** The platform's text. */
  errmsg: unknown;
}

/** What is to be known of a request when its answer comes. */
export interface SentRequest {
  era: number;
  isProbe: boolean;
}

interface Door extends QuotaLimit {
  readonly appid: string;
  readonly errcode: number;
  readonly closedAt: number;
  probeAt: number;
}

/** The end of the window that `now` lies in: days end at midnight in Beijing. */
export function endOf(window: QuotaWindow, now: number): number {
  if (window === 'minute') return Math.floor(now / MINUTE) * MINUTE + MINUTE;
  return Math.floor((now + BEIJING) / DAY) * DAY + DAY - BEIJING;
}

/** `2026-11-21 00:00`, as clocks in Beijing show it: both windows end at a full minute. */
const inBeijing = (time: number): string =>
  new Date(time + BEIJING).toISOString().slice(0, 16).replace('T', ' ');

/** What is added to the meaning of a quota's number: when it ends. */
export function quotaHint({ window, end, orElse, what }: QuotaLimit): string {
  const until = `北京时间 ${inBeijing(end)} 恢复`;
  if (window === 'minute') return `本分钟额度已用完，${until}；此前不再发送${what}`;
  const orMinute = orElse === undefined ? '' : `（若只是每分钟的额度，${inBeijing(orElse)} 即恢复）`;
  return `今日额度已用完，${until}${orMinute}；此前不再发送${what}（每 10 分钟试发一次，清零额度成功后立即恢复）`;
}

/** What a call is told whose door is closed: the same number, without asking the platform. */
function refusal(door: Door): OpenapiError {
  const { errcode, window, end } = door;
  return new OpenapiError({
    code: errcode,
    msg: `调用次数已达上限（${errcode}）：${quotaHint(door)}`,
    errcode,
    errmsg: `the quota of this ${window} is used up until ${inBeijing(end)} Beijing time; nothing was sent`,
  });
}

/** Text in which the platform itself says that a number usually meant for the day is about the minute. */
const ABOUT_A_MINUTE = /minute|分钟/i;

function windowOf(
  app: App,
  path: string,
  { errcode, errmsg }: QuotaAnswer,
): QuotaWindow | 'either' | undefined {
  const { quotaWindows, quotaPeculiar, quotaClearing } = platforms[app.platform];
  const usual = quotaWindows[errcode];
  if (usual === undefined || quotaClearing.has(path)) return undefined;
  const peculiar = quotaPeculiar[path];
  if (peculiar === 'unknown') return undefined;
  if (usual === 'minute' || (typeof errmsg === 'string' && ABOUT_A_MINUTE.test(errmsg))) return 'minute';
  return peculiar === undefined ? usual : peculiar;
}

export class QuotaMemory {
  private readonly doors = new Map<string, Door>();

  /**
   * Changes whenever quotas were set back: a refusal of a request that was sent before says nothing any more.
   */
  era = 0;

  constructor(
    private readonly clock: Clock,
    private readonly refused: () => void,
  ) {}

  /** How many doors are remembered. */
  get size(): number {
    return this.doors.size;
  }

  /**
   * Throws where the quota is known to be used up. Costs nothing as long as nothing is remembered.
   *
   * @returns whether the call is a probe: sent to see whether the door is open again
   */
  check(app: App, path: string): boolean {
    if (this.doors.size === 0) return false;
    const key = keyOf(app, path);
    const door = this.doors.get(key);
    if (door === undefined) return false;
    const now = this.clock.now();
    // A clock that was set back says nothing about when the quota ends.
    if (now >= door.end || now < door.closedAt) {
      this.doors.delete(key);
      return false;
    }
    if (now >= door.probeAt) {
      door.probeAt = now + PROBE_INTERVAL;
      return true;
    }
    this.refused();
    throw refusal(door);
  }

  /**
   * Told of a refusal for a used-up quota: remembers it, and says until when it is used up.
   *
   * @param sent how the request was sent: what `era` was then, and whether it was a probe
   */
  close(
    app: App,
    path: string,
    answer: QuotaAnswer,
    { era, isProbe }: SentRequest,
    what = THIS_CALL,
  ): QuotaLimit | undefined {
    if (era !== this.era) return undefined;
    const known = windowOf(app, path, answer);
    if (known === undefined) return undefined;
    const window = known === 'either' ? 'day' : known;
    const closedAt = this.clock.now();
    const key = keyOf(app, path);
    const before = this.doors.get(key);
    // Somebody was refused a moment ago already: what is known by then stays known.
    const isSure = known !== 'either' || isProbe || (before !== undefined && before.orElse === undefined);
    const limit = {
      window,
      end: endOf(window, closedAt),
      what,
      ...(isSure ? {} : { orElse: endOf('minute', closedAt) }),
    } as const;
    const probeAt =
      limit.orElse !== undefined ? limit.orElse : window === 'day' ? closedAt + PROBE_INTERVAL : Infinity;
    this.doors.delete(key);
    if (this.doors.size >= MOST_DOORS) this.doors.delete(this.doors.keys().next().value as string);
    const door: Door = { ...limit, appid: app.appid, errcode: answer.errcode, closedAt, probeAt };
    this.doors.set(key, door);
    return door;
  }

  /** Told that a probe was answered otherwise: there is quota again. */
  open(app: App, path: string): void {
    this.doors.delete(keyOf(app, path));
  }

  /**
   * Told of a successful call. One that sets quotas back opens all doors of its app, and of every app that the
   * request names; sent with a token of the caller's own, nobody knows whose, all doors.
   */
  succeeded(
    { platform, path }: { platform: App['platform']; path: string },
    app: App | undefined,
    wire: { path: string; body?: string | Buffer },
  ): void {
    if (!platforms[platform].quotaClearing.has(path)) return;
    this.era += 1;
    const text = `${wire.path} ${String(wire.body)}`;
    for (const [key, { appid }] of this.doors) {
      if (app === undefined || appid === app.appid || text.includes(appid)) this.doors.delete(key);
    }
  }
}

/** A platform counts by appid, whatever the app is used as. */
const keyOf = (app: App, path: string): string => `${app.appid} ${path}`;
