import { crypto } from '../host/modules';

/** Authenticated encryption with nonces of 12 bytes and tags of 16. */
export interface Aead {
  seal(plain: Buffer, nonce: Buffer, aad: Buffer): { data: Buffer; tag: Buffer };
  /** `undefined` if the data, its tag or `aad` is not what was sealed. */
  open(data: Buffer, tag: Buffer, nonce: Buffer, aad: Buffer): Buffer | undefined;
}

export type Signer = (text: Buffer) => Buffer;
export type Verifier = (text: Buffer, signature: Buffer) => boolean;

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
const SALT_BYTES = 32;

/** AES-256-GCM. */
export function aes256Gcm(key: Buffer): Aead {
  return {
    seal(plain, nonce, aad) {
      const aes = crypto().createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      aes.setAAD(aad);
      const data = Buffer.concat([aes.update(plain), aes.final()]);
      return { data, tag: aes.getAuthTag() };
    },
    open(data, tag, nonce, aad) {
      try {
        const aes = crypto().createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
        aes.setAAD(aad);
        aes.setAuthTag(tag);
        return Buffer.concat([aes.update(data), aes.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

/** RSASSA-PSS with SHA-256 and a salt of 32 bytes: the platform's `RSAwithSHA256`. */
export function rsaPssSigner(key: import('crypto').KeyObject): Signer {
  return text => {
    const { createSign, constants } = crypto();
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return createSign('RSA-SHA256').update(text).sign({ key, padding, saltLength: SALT_BYTES });
  };
}

/** The same, for answers: theirs may have a salt of another length. */
export function rsaPssVerifier(key: import('crypto').KeyObject): Verifier {
  return (text, signature) => {
    const { createVerify, constants } = crypto();
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
    return createVerify('RSA-SHA256').update(text).verify({ key, padding, saltLength }, signature);
  };
}
