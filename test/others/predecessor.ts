import type { LocalDatabase } from '../../local/cloud/database';
import type { Simulator } from '../../local/simulator';

const COLLECTION = 'vk-global-data';

export type Client = 'mp-weixin' | 'h5-weixin' | 'mp-qq';

export const cacheKey = (client: Client, appid: string): string =>
  client === 'mp-qq' ? `${client}-access_token-${appid}` : `${client}-${appid}`;

/**
 * The cache of the framework of the same name, as far as its tokens go, written from the described shape of its
 * rows: the bare token, its end in `expired_at`, an expired row being none. It asks for tokens by WeChat's older
 * endpoint, takes no lease and replaces whatever is there.
 */
export class Predecessor {
  fetches = 0;

  constructor(
    private readonly sim: Simulator,
    private readonly database: LocalDatabase,
  ) {}

  async getAccessToken(client: Client, app: { appid: string; appsecret: string }): Promise<string> {
    const key = cacheKey(client, app.appid);
    const row = (await this.rows.doc(key).get()).data[0] as { value: string; expired_at: number } | undefined;
    if (row !== undefined && row.expired_at > this.sim.now()) return row.value;
    this.fetches += 1;
    const query = new URLSearchParams({
      grant_type: 'client_credential',
      appid: app.appid,
      secret: app.appsecret,
    });
    const path = client === 'mp-qq' ? '/api/getToken' : '/cgi-bin/token';
    const answer = (await (await fetch(`${this.sim.url}${path}?${query}`)).json()) as {
      access_token: string;
      expires_in: number;
    };
    await this.set(key, answer.access_token, answer.expires_in);
    return answer.access_token;
  }

  async set(key: string, value: string, seconds: number): Promise<void> {
    const now = this.sim.now();
    await this.rows.doc(key).set({
      key,
      value,
      expired_at: now + seconds * 1000,
      _add_time: now,
      _add_time_str: '2026-11-20 18:00:00',
    });
  }

  async clear(key: string): Promise<void> {
    await this.rows.doc(key).remove();
  }

  private get rows() {
    return this.database.collection(COLLECTION);
  }
}
