import { randomBytes } from 'node:crypto';
import type { SimulatorClock } from './clock';
import type { SecretBook } from './secrets';

/** Seconds a version is the newest one. */
const LIFE = 3_600;
/** How many versions the platform gives out. */
const KEPT = 3;

interface UserKey {
  encrypt_key: string;
  iv: string;
  version: number;
  create_time: number;
}

/** The encryption keys of users: a new version when the newest has ended, the last few versions given out. */
export class UserKeyBook {
  private readonly keys = new Map<string, UserKey[]>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly secrets: SecretBook,
  ) {}

  /** The user's last versions, newest first, as `key_info_list` has them. */
  list(appid: string, openid: string): (UserKey & { expire_in: number })[] {
    const slot = `${appid} ${openid}`;
    const now = this.clock.seconds();
    let keys = this.keys.get(slot) ?? [];
    const [newest] = keys;
    if (!newest || this.left(newest, now) <= 0) {
      const made: UserKey = {
        encrypt_key: this.secrets.keep(randomBytes(16).toString('base64')),
        iv: randomBytes(8).toString('hex'),
        version: (newest?.version ?? 0) + 1,
        create_time: now,
      };
      keys = [made, ...keys].slice(0, KEPT);
      this.keys.set(slot, keys);
    }
    return keys.map(key => ({ ...key, expire_in: Math.max(0, this.left(key, now)) }));
  }

  private left(key: UserKey, now: number): number {
    return key.create_time + LIFE - now;
  }
}
