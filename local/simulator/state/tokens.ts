import type { App } from './apps';
import type { SimulatorClock } from './clock';
import type { SecretBook } from './secrets';
import { randomText } from './random';

/** When tokens begin and end, in milliseconds. */
export interface TokenTiming {
  /** Life of a new token; default 7,200,000. */
  lifetime: number;
  /** A stable token this close to its end is replaced by the next plain request; default 300,000. */
  renewBefore: number;
  /** How long a replaced token stays good beside its successor; default 300,000. */
  overlap: number;
  /** The same for QQ, where every fetch replaces; default 300,000, 0 retires at once. */
  qqOverlap: number;
}

/** Forced refreshes of one app: at most so many a day, at least so far apart. */
const FORCED_PER_DAY = 20;
const FORCED_APART = 30_000;

type Kind = 'stable' | 'plain' | 'qq';

interface Token {
  readonly value: string;
  readonly appid: string;
  readonly kind: Kind;
  /** End of its own life. */
  readonly expiresAt: number;
  /** End of its use, earlier than `expiresAt` once a successor has taken over, or later by the overlap. */
  goodUntil: number;
  replaced: boolean;
  /** Revoked by the test: the number it is refused with from now on. */
  revokedAs?: number;
}

interface Forced {
  day: number;
  count: number;
  last: number;
}

export interface IssuedToken {
  value: string;
  /** Whole seconds left. */
  expiresIn: number;
}

/** Access tokens with their real life. Stable, plain and QQ tokens live in isolation from each other. */
export class TokenBook {
  private readonly all = new Map<string, Token>();
  private readonly newest = new Map<string, Token>();
  private readonly forced = new Map<string, Forced>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly secrets: SecretBook,
    private readonly timing: TokenTiming,
  ) {}

  /** The stable token: the same one until its last minutes, then a new one beside it. */
  stable(app: App): IssuedToken {
    const now = this.clock.now();
    const current = this.newest.get(`stable ${app.appid}`);
    // A token shorter than the usual renewal window would otherwise be replaced by every request.
    const renewBefore = Math.min(this.timing.renewBefore, this.timing.lifetime / 2);
    const usable = current && current.revokedAs === undefined && current.expiresAt - now > renewBefore;
    return this.hand(usable ? current : this.issue(app, 'stable', this.timing.overlap));
  }

  /** A forced refresh kills what there is at once; the number of the refusal when it comes too often. */
  force(app: App): IssuedToken | 45009 | 45011 {
    const now = this.clock.now();
    const day = this.clock.day();
    const before = this.forced.get(app.appid);
    const count = before?.day === day ? before.count : 0;
    if (before && now - before.last < FORCED_APART) return 45011;
    if (count >= FORCED_PER_DAY) return 45009;
    this.forced.set(app.appid, { day, count: count + 1, last: now });
    for (const token of this.all.values())
      if (token.appid === app.appid && token.kind === 'stable')
        token.goodUntil = Math.min(token.goodUntil, now);
    return this.hand(this.issue(app, 'stable', 0));
  }

  /** `/cgi-bin/token`: a new one each time, the previous one dies after the overlap. */
  plain(app: App): IssuedToken {
    return this.hand(this.issue(app, 'plain', this.timing.overlap));
  }

  /** QQ's `/api/getToken`: likewise. */
  qq(app: App): IssuedToken {
    return this.hand(this.issue(app, 'qq', this.timing.qqOverlap));
  }

  /** Whose token this is; or the number a bad one is refused with. */
  check(value: string | undefined, platform: 'weixin' | 'qq'): { appid: string } | { errcode: number } {
    if (!value) return { errcode: 41001 };
    const token = this.all.get(value);
    const errcode = this.fault(token, value);
    if (token && errcode === undefined && (token.kind === 'qq') === (platform === 'qq')) return token;
    // QQ has one number for every bad token.
    if (platform === 'qq') return { errcode: token?.revokedAs ?? 40014 };
    return { errcode: errcode ?? 40001 };
  }

  private fault(token: Token | undefined, value: string): number | undefined {
    if (!token) return /^[\w-]{64,512}$/.test(value) ? 40001 : 40014;
    if (token.revokedAs !== undefined) return token.revokedAs;
    if (this.clock.now() < token.goodUntil) return undefined;
    return token.replaced ? 40001 : 42001;
  }

  /** Kills every token of the app; the next request gets a new one. Returns how many were good. */
  revoke(appid: string, errcode = 40001): number {
    let count = 0;
    for (const token of this.all.values()) {
      if (token.appid !== appid || token.revokedAs !== undefined) continue;
      if (this.clock.now() < token.goodUntil) count += 1;
      token.revokedAs = errcode;
    }
    return count;
  }

  /** The tokens of the app that are good now, newest last. */
  good(appid: string): string[] {
    return [...this.all.values()]
      .filter(token => token.appid === appid && this.fault(token, token.value) === undefined)
      .map(token => token.value);
  }

  private hand(token: Token): IssuedToken {
    return { value: token.value, expiresIn: Math.floor((token.expiresAt - this.clock.now()) / 1000) };
  }

  private issue(app: App, kind: Kind, overlap: number): Token {
    const now = this.clock.now();
    const slot = `${kind} ${app.appid}`;
    const previous = this.newest.get(slot);
    if (previous) {
      const end = now + overlap;
      // The platform promises the overlap even to a stable token that was about to end.
      const prolongs = kind === 'stable' && now < previous.goodUntil;
      previous.goodUntil = prolongs ? end : Math.min(previous.goodUntil, end);
      previous.replaced = true;
    }
    const value = this.secrets.keep(
      kind === 'qq' ? randomText(200) : `${90 + (now % 10)}_${randomText(kind === 'stable' ? 133 : 149)}`,
    );
    const expiresAt = now + this.timing.lifetime;
    const token: Token = { value, appid: app.appid, kind, expiresAt, goodUntil: expiresAt, replaced: false };
    this.all.set(value, token);
    this.newest.set(slot, token);
    return token;
  }
}
