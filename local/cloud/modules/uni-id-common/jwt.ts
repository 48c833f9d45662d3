import { createHmac, timingSafeEqual } from 'crypto';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (text: string, secret: string) =>
  createHmac('sha256', secret).update(text).digest('base64url');

export type Payload = Record<string, unknown> & { exp?: number; iat?: number };

/** A JSON Web Token signed by HMAC-SHA256. */
export function sign(payload: Payload, secret: string): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${text}.${signature(text, secret)}`;
}

/** What a token says, if it was signed with this secret and by this method. */
export function verify(token: unknown, secret: string): Payload | undefined {
  const [header, payload, given, ...rest] = String(token ?? '').split('.');
  if (!header || !payload || !given || rest.length) return undefined;
  const right = Buffer.from(signature(`${header}.${payload}`, secret));
  const offered = Buffer.from(given);
  if (right.length !== offered.length || !timingSafeEqual(right, offered)) return undefined;
  try {
    const { alg } = parse(header);
    return alg === 'HS256' ? parse(payload) : undefined;
  } catch {
    return undefined;
  }
}

const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Payload;
