import { createHash } from 'node:crypto';
import type { App, Platform } from './apps';
import type { SimulatorClock } from './clock';
import { refuse } from '../answers/refusal';

/** A user counts as active for two hours after a login. */
const ACTIVE = 7_200_000;

/** What the platform knows of a user of one app. */
export interface User {
  unionid?: string;
  lastSeen: number;
  /** Overrides the two-hour rule. */
  active?: boolean;
  /** Official account: whether the user follows it; default true. */
  follower: boolean;
}

const OPENID: Record<Platform, RegExp> = {
  weixin: /^o[\w-]{27}$/,
  'weixin.h5': /^o[\w-]{27}$/,
  'weixin.app': /^o[\w-]{27}$/,
  qq: /^[0-9A-Fa-f]{32}$/,
};

/** The openid this person has in this app: always the same one. */
export function openidOf(app: App, person: string): string {
  const hash = createHash('sha256').update(`${app.appid} ${person}`);
  if (app.platform === 'qq') return hash.digest('hex').slice(0, 32).toUpperCase();
  return `o${hash.digest('base64url').slice(0, 27)}`;
}

/** The person's unionid, if the app is in a group. */
export function unionidOf(app: App, person: string): string | undefined {
  if (!app.unionGroup) return undefined;
  const hash = createHash('sha256').update(`${app.unionGroup} ${app.platform === 'qq'} ${person}`);
  if (app.platform === 'qq') return `UID_${hash.digest('hex').slice(0, 32).toUpperCase()}`;
  return `o${hash.digest('base64url').slice(0, 27)}`;
}

/** The person a demo code names: `demo-alice-1` and `demo-alice-2` are both alice's. */
export function demoPerson(code: string): string {
  return code.split('-')[1] || 'demo';
}

/** Users by app. An openid in the right shape that nobody has introduced is taken for an active user. */
export class UserBook {
  private readonly users = new Map<string, User>();
  private readonly apps = new Map<string, Set<string>>();

  constructor(private readonly clock: SimulatorClock) {}

  /** Introduces a user, or changes what is known of one. */
  put(app: App, openid: string, changes: Partial<User> = {}): User {
    const slot = `${app.appid} ${openid}`;
    const user = { follower: true, lastSeen: this.clock.now(), ...this.users.get(slot), ...changes };
    this.users.set(slot, user);
    const apps = this.apps.get(openid) ?? new Set();
    this.apps.set(openid, apps.add(app.appid));
    return user;
  }

  get(app: App, openid: string): User | undefined {
    return this.users.get(`${app.appid} ${openid}`);
  }

  /** Refuses an openid of the wrong shape, or one that is another app's. */
  check(app: App, openid: unknown): string {
    const owners = typeof openid === 'string' ? this.apps.get(openid) : undefined;
    if (
      typeof openid !== 'string' ||
      !OPENID[app.platform].test(openid) ||
      (owners && !owners.has(app.appid))
    )
      return refuse(40003);
    return openid;
  }

  isActive(app: App, openid: string): boolean {
    const user = this.get(app, openid);
    return user?.active ?? (!user || this.clock.now() - user.lastSeen < ACTIVE);
  }
}
