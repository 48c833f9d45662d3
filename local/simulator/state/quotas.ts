import type { SimulatorClock } from './clock';

/** How often an app may make a call. */
export interface Quota {
  minute?: number;
  day?: number;
}

/** The platforms' published limits, by path, for `startSimulator({ quotas: REAL_QUOTAS })`. */
export const REAL_QUOTAS: Readonly<Record<string, Quota>> = {
  '/cgi-bin/stable_token': { minute: 10_000, day: 500_000 },
  '/cgi-bin/token': { day: 2_000 },
  '/wxa/getwxacodeunlimit': { minute: 5_000 },
  '/wxa/msg_sec_check': { minute: 4_000, day: 2_000_000 },
  '/wxa/img_sec_check': { minute: 2_000, day: 200_000 },
  '/wxa/media_check_async': { minute: 2_000, day: 200_000 },
  '/wxa/resetusersessionkey': { minute: 60_000 },
  '/wxa/business/getliveinfo': { day: 100_000 },
  '/cgi-bin/message/template/send': { day: 100_000 },
  '/api/json/security/MsgSecCheck': { minute: 4_000, day: 2_000_000 },
  '/api/json/security/ImgSecCheck': { minute: 2_000, day: 200_000 },
  '/api/json/template/send': { day: 1_000_000 },
};

/** A day's calls where nobody has published a limit. */
const UNTOLD_DAY = 1_000_000;

/** Counts the calls of each app. */
export class QuotaBook {
  private readonly quotas: Map<string, Quota>;
  private readonly counts = new Map<string, { window: number; count: number }>();

  constructor(
    private readonly clock: SimulatorClock,
    quotas: Readonly<Record<string, Quota>> = {},
  ) {
    this.quotas = new Map(Object.entries(quotas));
  }

  set(path: string, quota: Quota): void {
    this.quotas.set(path, quota);
  }

  /** Counts one call; the number of the refusal when it is one too many. */
  hit(path: string, appid: string): 45009 | 45011 | undefined {
    const { day, minute } = this.quotas.get(path) ?? {};
    if (this.over(`day ${path} ${appid}`, this.clock.day(), day)) return 45009;
    if (this.over(`minute ${path} ${appid}`, this.clock.minute(), minute)) return 45011;
    return undefined;
  }

  /** What the app may still do today; a path without a limit here has its published one, or a generous one. */
  left(path: string, appid: string): { limit: number; used: number; minute: number | undefined } {
    const quota = this.quotas.get(path) ?? REAL_QUOTAS[path];
    const limit = quota?.day ?? UNTOLD_DAY;
    return {
      limit,
      used: Math.min(this.count(`day ${path} ${appid}`, this.clock.day()), limit),
      minute: quota?.minute,
    };
  }

  /** Sets the counts of an app back, of one path or of all. */
  clear(appid: string, path?: string): void {
    for (const slot of this.counts.keys()) {
      const [, counted, app] = slot.split(' ');
      if (app === appid && (path === undefined || counted === path)) this.counts.delete(slot);
    }
  }

  private over(slot: string, window: number, limit: number | undefined): boolean {
    const count = this.count(slot, window);
    if (limit !== undefined && count >= limit) return true;
    this.counts.set(slot, { window, count: count + 1 });
    return false;
  }

  private count(slot: string, window: number): number {
    const before = this.counts.get(slot);
    return before?.window === window ? before.count : 0;
  }
}
