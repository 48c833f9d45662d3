import { createCipheriv, randomBytes } from 'crypto';

/** Encrypts as the platform's client does; the counterpart of the decryption under test. */
export function sealOpenData(content: unknown, sessionKey = randomBytes(16).toString('base64')) {
  const iv = randomBytes(16);
  const aes = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const encryptedData = Buffer.concat([aes.update(text, 'utf8'), aes.final()]).toString('base64');
  return { encryptedData, iv: iv.toString('base64'), sessionKey };
}

export function codeOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'nothing was thrown';
}
