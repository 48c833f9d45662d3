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
    const quota = this.quotas.get(path);
    if (!quota) return undefined;
    if (this.over(`day ${path} ${appid}`, this.clock.day(), quota.day)) return 45009;
    if (this.over(`minute ${path} ${appid}`, this.clock.minute(), quota.minute)) return 45011;
    return undefined;
  }

  private over(slot: string, window: number, limit: number | undefined): boolean {
    if (limit === undefined) return false;
    const before = this.counts.get(slot);
    const count = before?.window === window ? before.count : 0;
    if (count >= limit) return true;
    this.counts.set(slot, { window, count: count + 1 });
    return false;
  }
}
