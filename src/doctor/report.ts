import type { PlatformName } from '../config/types';

/** What the doctor is asked to look at. */
export interface DoctorOptions {
  /** This platform's apps only. */
  platform?: PlatformName;
  /** This app only. */
  appid?: string;
  /**
   * Ask the platform for a token even where that touches another system: where a valid token of another system is
   * stored (on WeChat: both go on working), and on QQ where every such request retires the token in use after some
   * five minutes. Default `false`.
   */
  fetch?: boolean;
  /** The paths whose quota is asked for, such as `/wxa/getwxacodeunlimit`; WeChat only. */
  paths?: string[];
}

/** One thing that was looked at. */
export interface DoctorCheck {
  /** What it is about: `files`, `store`, `secretKey`, `clock`; of an app `config`, `secret`, `address`, `token`, `conflict`, `quota`. */
  id: string;
  /** The same in Chinese, with the app it belongs to. */
  name: string;
  ok: boolean;
  /** Nothing is wrong as far as is known: it does not apply, or finding out would do harm. `ok` is true then. */
  skipped?: boolean;
  /** The platform's number, or an own code, behind a failed check. */
  code?: number | string;
  /** What was found; of a failed check also what to do. */
  msg: string;
  platform?: PlatformName;
  appid?: string;
}

/** What was found out about one app. Never a token, never a secret. */
export interface DoctorApp {
  platform: PlatformName;
  appid: string;
  /** Where it is configured. */
  source: string;
  /** The app of calls that name none. */
  isDefault: boolean;
  token: {
    /** The name of the store, and its row. */
    store?: string;
    key?: string;
    /** A token that is not expired is stored. */
    present: boolean;
    writer?: 'vk-openapi' | 'other';
    /** Seconds since it was made; of another system's token reckoned from the usual life of two hours. */
    age?: number;
    /** Seconds; -1: until the platform refuses it. */
    remaining?: number;
    /** Whether the platform accepts it. */
    accepted?: boolean;
  };
  quota: { path: string; limit: number; used: number; remain: number }[];
  /** Milliseconds that this machine's clock is ahead of the platform's; to a second. */
  clockDifference?: number;
}

/** What `vk.openapi.doctor()` resolves to. */
export interface DoctorReport {
  /** 0: nothing is wrong; `vk-openapi-unhealthy`: see the checks that are not `ok`. */
  code: number | string;
  msg: string;
  errcode: number | string;
  errmsg: string;
  apps: DoctorApp[];
  checks: DoctorCheck[];
}

/** `vk.openapi.doctor`. Never rejects, and never puts a secret or a token into what it says. */
export type Doctor = (options?: DoctorOptions) => Promise<DoctorReport>;

const UNHEALTHY = 'vk-openapi-unhealthy';

export function reportOf(apps: DoctorApp[], checks: DoctorCheck[]): DoctorReport {
  const failed = checks.filter(check => !check.ok);
  if (failed.length === 0) {
    const msg = `没有发现问题：检查了 ${apps.length} 个应用，共 ${checks.length} 项`;
    return { code: 0, msg, errcode: 0, errmsg: 'ok', apps, checks };
  }
  const msg = `发现 ${failed.length} 个问题。${failed.map(({ name, msg: what }) => `【${name}】${what}`).join('；')}`;
  const errmsg = `${failed.length} of ${checks.length} checks failed`;
  return { code: UNHEALTHY, msg, errcode: UNHEALTHY, errmsg, apps, checks };
}
