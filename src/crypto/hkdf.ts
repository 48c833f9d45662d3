import { crypto } from '../host/modules';

const HASH_BYTES = 32;

/**
 * HKDF with SHA-256 (RFC 5869), written out because `crypto.hkdfSync` came with Node 15.
 *
 * @param secret the input key material
 * @param salt may be empty
 * @param info what the key is for: other uses of the same secret get other keys
 * @param length bytes wanted, at most 8160
 */
export function hkdfSha256(
  secret: Buffer | string,
  salt: Buffer | string,
  info: Buffer,
  length: number,
): Buffer {
  const hmac = (key: Buffer | string, ...parts: Buffer[]) => {
    const mac = crypto().createHmac('sha256', key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const material = Buffer.isBuffer(secret) ? secret : Buffer.from(secret, 'utf8');
  const pseudoRandomKey = hmac(salt.length > 0 ? salt : Buffer.alloc(HASH_BYTES), material);
  const blocks: Buffer[] = [];
  let block = Buffer.alloc(0);
  for (let i = 1; blocks.length * HASH_BYTES < length; i++) {
    block = hmac(pseudoRandomKey, block, info, Buffer.from([i]));
    blocks.push(block);
  }
  return Buffer.concat(blocks).slice(0, length);
}
