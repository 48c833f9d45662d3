const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The bytes of a base64 text, or `undefined` if it is none. Node's own decoder skips what it cannot read, which
 * would turn a damaged text into other bytes instead of an error.
 *
 * @param text standard alphabet, with or without padding, without white space
 */
export function fromBase64(text: string): Buffer | undefined {
  if (!BASE64.test(text)) return undefined;
  const unpadded = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  if (unpadded % 4 === 1 || (unpadded !== text.length && text.length % 4 !== 0)) return undefined;
  return Buffer.from(text, 'base64');
}

/** Base64 for URLs, unpadded. Node knows it as `base64url` only since version 15. */
export function toBase64Url(bytes: Buffer): string {
  return bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes of a text that `toBase64Url` wrote; any other spelling of the same bytes is `undefined`. */
export function fromBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text.replace(/-/g, '+').replace(/_/g, '/'), 'base64');
  return toBase64Url(bytes) === text ? bytes : undefined;
}
