import { createCipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SimulatorClock } from './clock';
import type { SecretBook } from './secrets';

/** The session_keys of logged-in users, and what is made with them. */
export class SessionBook {
  private readonly keys = new Map<string, string>();
  private readonly encrypted = new Map<string, { appid: string; seconds: number }>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly secrets: SecretBook,
  ) {}

  /** A new session_key for the user (base64 of 16 bytes); the previous one is void. */
  open(appid: string, openid: string): string {
    const key = this.secrets.keep(randomBytes(16).toString('base64'));
    this.keys.set(`${appid} ${openid}`, key);
    return key;
  }

  get(appid: string, openid: string): string | undefined {
    return this.keys.get(`${appid} ${openid}`);
  }

  /** Whether `signature` is hex(HMAC-SHA256) of `text` with the user's session_key. */
  isSigned(appid: string, openid: string, text: string | Buffer, signature: unknown): boolean {
    const key = this.get(appid, openid);
    if (!key || typeof signature !== 'string') return false;
    const expected = Buffer.from(createHmac('sha256', key).update(text).digest('hex'));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** `data` as a front end receives it: AES-128-CBC with the session_key, a watermark inside. */
  encrypt(
    appid: string,
    sessionKey: string,
    data: object,
    iv: Buffer = randomBytes(16),
  ): { encryptedData: string; iv: string } {
    const watermark = { timestamp: this.clock.seconds(), appid };
    const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
    const bytes = Buffer.concat([cipher.update(JSON.stringify({ watermark, ...data })), cipher.final()]);
    const encryptedData = bytes.toString('base64');
    const hash = createHash('sha256').update(encryptedData).digest('hex');
    this.encrypted.set(hash, { appid, seconds: this.clock.seconds() });
    return { encryptedData, iv: iv.toString('base64') };
  }

  /** When the data of this SHA-256 was made for this app, in seconds. */
  madeAt(appid: string, hash: string): number | undefined {
    const found = this.encrypted.get(hash.toLowerCase());
    return found?.appid === appid ? found.seconds : undefined;
  }
}
