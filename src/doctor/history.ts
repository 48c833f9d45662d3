import { tokenFingerprint } from '../token/fingerprint';

/** After this a change of token is nothing remarkable any more, in milliseconds. */
const REMEMBERED = 1_800_000;

/** Another token that was good at an earlier diagnosis of this instance. */
export interface Earlier {
  at: number;
}

/** Which token each app had when this instance last looked: by fingerprint, never the token. */
export class History {
  private readonly seen = new Map<string, { token: string; at: number }>();

  /** The earlier look, if a moment ago it saw another token than `token`, which should still be good. */
  differs(key: string, token: string | undefined, now: number): Earlier | undefined {
    const last = this.seen.get(key);
    if (last === undefined || token === undefined || Math.abs(now - last.at) > REMEMBERED) return undefined;
    return last.token === tokenFingerprint(token) ? undefined : { at: last.at };
  }

  /** `token`: the one in force, to be remembered. */
  remember(key: string, token: string | undefined, now: number): void {
    if (token === undefined) this.seen.delete(key);
    else this.seen.set(key, { token: tokenFingerprint(token), at: now });
  }
}
