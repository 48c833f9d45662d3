import { sm2, sm4 } from 'sm-crypto-v2';
import { type Aead, type Signer, TAG_BYTES, type Verifier } from './algorithms';

/**
 * The Chinese national algorithms, which Node.js knows in part only. The library is built into a file of its own,
 * loaded when a configured key asks for it.
 */

/** SM4-GCM with a key of 16 bytes. */
export function sm4Gcm(key: Buffer): Aead {
  return {
    seal(plain, iv, associatedData) {
      const { output, tag } = sm4.encrypt(plain, key, {
        mode: 'gcm',
        iv,
        associatedData,
        outputTag: true,
        output: 'array',
      });
      return { data: Buffer.from(output), tag: Buffer.from(tag!) };
    },
    open(data, tag, iv, associatedData) {
      // The library compares what bytes there are.
      if (tag.length !== TAG_BYTES) return undefined;
      try {
        return Buffer.from(sm4.decrypt(data, key, { mode: 'gcm', iv, associatedData, tag, output: 'array' }));
      } catch {
        return undefined;
      }
    },
  };
}

/**
 * SM2 with SM3; signatures in DER.
 *
 * @param privateKey 64 hex digits
 * @param userId the number of the key, as the platform lists it
 */
export function sm2Signer(privateKey: string, userId: string): Signer {
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  return text =>
    Buffer.from(sm2.doSignature(text, privateKey, { hash: true, der: true, publicKey, userId }), 'hex');
}

/** @param publicKey the uncompressed point in hex */
export function sm2Verifier(publicKey: string, userId: string): Verifier {
  return (text, signature) => {
    const numbers = signature.length === 64 ? signature.toString('hex') : readDer(signature);
    if (numbers === undefined) return false;
    try {
      return sm2.doVerifySignature(text, numbers, publicKey, { hash: true, userId });
    } catch {
      // A number out of range, or a point that is none.
      return false;
    }
  };
}

/** The two numbers of `SEQUENCE { INTEGER r, INTEGER s }` as 128 hex digits. */
function readDer(der: Buffer): string | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  let at = 2;
  let out = '';
  for (let i = 0; i < 2; i++) {
    const length = der[at + 1];
    if (der[at] !== 0x02 || length === undefined || length === 0) return undefined;
    const bytes = der.slice(at + 2, at + 2 + length);
    const number = bytes.length > 1 && bytes[0] === 0 ? bytes.slice(1) : bytes;
    if (bytes.length !== length || number.length > 32) return undefined;
    out += number.toString('hex').padStart(64, '0');
    at += 2 + length;
  }
  return at === der.length ? out : undefined;
}
