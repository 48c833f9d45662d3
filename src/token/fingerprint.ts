import type { App } from '../config/types';
import { crypto } from '../host/modules';

/** Enough to tell values apart, too little to be of use to anybody who reads it. */
const LENGTH = 16;

function digest(text: string): string {
  return crypto().createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}

/** Names a secret without containing it. */
export function secretFingerprint(app: App): string {
  return digest(`${app.platform}\n${app.appid}\n${app.appsecret}`);
}

/** Names a token without containing it. */
export function tokenFingerprint(token: string): string {
  return digest(token);
}

/** A name nobody else has. */
export function randomName(): string {
  return crypto().randomBytes(12).toString('hex');
}
