import type { LocalDatabase } from '../../local/cloud/database';
import type { Simulator } from '../../local/simulator';

/** As much of `uniCloud.redis()` as the bridge and the module use. */
export interface Redis {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ...options: (string | number)[]): Promise<unknown>;
  del(key: string): Promise<number>;
}

interface App {
  appid: string;
  appsecret: string;
}

export type Provider = 'weixin-mp' | 'weixin-h5' | 'qq-mp';

/** What is stored, and for how many seconds. */
interface Fetched {
  value: { access_token: string };
  duration: number | undefined;
}

const COLLECTION = 'opendb-open-data';

export const rowId = (provider: Provider, appid: string): string =>
  `uni-id:${provider}:${appid}:access-token`;

/**
 * `uni-open-bridge-common` 1.2.x as far as access tokens go, written from its described behaviour: Redis, then the
 * database, then the platform; no lease, no early refresh, no margin; an expired row is deleted; a value that is
 * for ever has the end -1. On QQ it has no way of its own to ask: one is given to it.
 */
export class Bridge {
  /** How often it asked a platform. */
  fetches = 0;

  constructor(
    private readonly sim: Simulator,
    private readonly database: LocalDatabase,
    private readonly redis?: () => Redis,
    /** Lets a test look in between a miss and the request. */
    private readonly beforeFetch: () => Promise<void> = async () => undefined,
  ) {}

  async getAccessToken(provider: Provider, app: App): Promise<string> {
    const key = rowId(provider, app.appid);
    const stored = (await this.fromRedis(key)) ?? (await this.fromDatabase(key));
    if (stored !== undefined) return tokenIn(stored);
    await this.beforeFetch();
    this.fetches += 1;
    const { value, duration } = await this.fetch(provider, app);
    await this.write(key, value, duration);
    return value.access_token;
  }

  /** `expiresIn` in seconds; `undefined`: for ever. */
  async setAccessToken(provider: Provider, appid: string, access_token: string, expiresIn?: number) {
    await this.write(rowId(provider, appid), { access_token }, expiresIn);
  }

  async removeAccessToken(provider: Provider, appid: string): Promise<void> {
    const key = rowId(provider, appid);
    await this.rows.doc(key).remove();
    await this.open()?.del(key);
  }

  /** Asks the platform and overwrites what there is, whatever there is. */
  async updateAccessToken(provider: Provider, app: App): Promise<string> {
    this.fetches += 1;
    const { value, duration } = await this.fetch(provider, app);
    await this.write(rowId(provider, app.appid), value, duration);
    return value.access_token;
  }

  private get rows() {
    return this.database.collection(COLLECTION);
  }

  /** Silently none in a function without the extension, where `uniCloud.redis()` throws. */
  private open(): Redis | undefined {
    try {
      return this.redis?.();
    } catch {
      return undefined;
    }
  }

  private async fromRedis(key: string): Promise<unknown> {
    const copy = await this.open()?.get(key);
    return copy ? JSON.parse(copy) : undefined;
  }

  private async fromDatabase(key: string): Promise<unknown> {
    const { data } = await this.rows.doc(key).get();
    const row = data[0] as { value: string | object; expired: number } | undefined;
    if (row === undefined) return undefined;
    const left = row.expired - this.sim.now();
    if (row.expired !== -1 && left <= 0) {
      await this.rows.doc(key).remove();
      return undefined;
    }
    const value: unknown = typeof row.value === 'string' ? JSON.parse(row.value) : row.value;
    await this.toRedis(key, value, row.expired === -1 ? undefined : Math.floor(left / 1000));
    return value;
  }

  private async write(key: string, value: object, duration: number | undefined): Promise<void> {
    const expired = duration === undefined ? -1 : this.sim.now() + duration * 1000;
    await this.rows.doc(key).set({ value: JSON.stringify(value), expired });
    await this.toRedis(key, value, duration);
  }

  private async toRedis(key: string, value: unknown, seconds: number | undefined): Promise<void> {
    const redis = this.open();
    if (redis === undefined) return;
    if (seconds !== undefined && seconds < 1) throw new Error('Invalid duration');
    const text = JSON.stringify(value);
    await (seconds === undefined ? redis.set(key, text) : redis.set(key, text, 'EX', seconds));
  }

  private async fetch(provider: Provider, { appid, appsecret: secret }: App): Promise<Fetched> {
    const { url } = this.sim;
    const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret });
    const response = await (provider === 'weixin-mp'
      ? fetch(`${url}/cgi-bin/stable_token`, {
          method: 'POST',
          body: JSON.stringify({ grant_type: 'client_credential', appid, secret }),
        })
      : fetch(`${url}${provider === 'weixin-h5' ? '/cgi-bin/token' : '/api/getToken'}?${query}`));
    const answer = (await response.json()) as { access_token?: string; expires_in?: number };
    if (!answer.access_token) throw new Error('UNI_OPEN_BRIDGE_SYSTEM_ERROR');
    return { value: { access_token: answer.access_token }, duration: answer.expires_in ?? 7200 };
  }
}

const tokenIn = (value: unknown): string => (value as { access_token: string }).access_token;
