import { crypto } from '../host/modules';
import { fromBase64 } from './bytes';

/**
 * Keys and certificates as people paste them into a configuration file: with line ends, with `\n` in their
 * place, in one line, or as bare base64 without the lines that say what it is.
 */

/** SM2's curve as DER names it: whoever has it in his key signs by SM2. */
const SM2_CURVE = Buffer.from('06082a811ccf5501822d', 'hex');
/** An uncompressed point, in front of its coordinates. */
const POINT = Buffer.from('03420004', 'hex');
/** The head of an ECPrivateKey, in front of its 32 bytes. */
const EC_PRIVATE = Buffer.from('0201010420', 'hex');

interface Pem {
  /** `RSA PRIVATE KEY`; empty where the text did not say. */
  label: string;
  der: Buffer;
}

function read(text: string): Pem | undefined {
  const plain = text.replace(/\\r|\\n/g, '\n');
  const framed = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(plain);
  const der = fromBase64((framed ? framed[2]! : plain).replace(/\s+/g, ''));
  return der && der.length > 0 ? { label: framed ? framed[1]! : '', der } : undefined;
}

function write({ label, der }: Pem): string {
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The bytes that follow `mark`, which must come after `from`. */
function after(der: Buffer, mark: Buffer, from: number, length: number): Buffer | undefined {
  const at = der.indexOf(mark, from);
  if (at < 0) return undefined;
  const bytes = der.slice(at + mark.length, at + mark.length + length);
  return bytes.length === length ? bytes : undefined;
}

/** A private key, or what an answer's signature is checked by. */
export type AsymmetricKey =
  | { kind: 'rsa'; key: import('crypto').KeyObject }
  /** Hex: the number, or the uncompressed point. */
  | { kind: 'sm2'; key: string };

const isRsa = (key: import('crypto').KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' || (key.asymmetricKeyType as string) === 'rsa-pss';

/** The private key in `text` (PKCS#1, PKCS#8, SEC1; SM2 also as 64 hex digits); `undefined` if there is none. */
export function readPrivateKey(text: string): AsymmetricKey | undefined {
  if (/^\s*[0-9a-fA-F]{64}\s*$/.test(text)) return { kind: 'sm2', key: text.trim().toLowerCase() };
  const pem = read(text);
  if (!pem) return undefined;
  if (pem.der.includes(SM2_CURVE)) {
    const number = after(pem.der, EC_PRIVATE, 0, 32);
    return number && { kind: 'sm2', key: number.toString('hex') };
  }
  const labels = pem.label === '' ? ['PRIVATE KEY', 'RSA PRIVATE KEY'] : [pem.label];
  for (const label of labels) {
    try {
      const key = crypto().createPrivateKey(write({ label, der: pem.der }));
      if (isRsa(key)) return { kind: 'rsa', key };
    } catch {
      // Not in this form. What the parser says may quote the key.
    }
  }
  return undefined;
}

/** The public key of a certificate (or the key itself) in `text`; `undefined` if there is none. */
export function readPublicKey(text: string): AsymmetricKey | undefined {
  const pem = read(text);
  if (!pem) return undefined;
  const curve = pem.der.indexOf(SM2_CURVE);
  if (curve >= 0) {
    const point = after(pem.der, POINT, curve, 64);
    return point && { kind: 'sm2', key: `04${point.toString('hex')}` };
  }
  const labels = pem.label === '' ? ['CERTIFICATE', 'PUBLIC KEY'] : [pem.label];
  for (const label of labels) {
    try {
      const key = crypto().createPublicKey(write({ label, der: pem.der }));
      if (isRsa(key)) return { kind: 'rsa', key };
    } catch {
      // As above.
    }
  }
  return undefined;
}
