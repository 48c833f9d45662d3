import { generateKeyPairSync, randomBytes, sign, verify, constants } from 'crypto';
import { sm2 } from 'sm-crypto-v2';
import { aes256Gcm, rsaPssSigner, rsaPssVerifier } from '../../src/crypto/algorithms';
import { readPrivateKey, readPublicKey } from '../../src/crypto/pem';
import { sm2Signer, sm2Verifier, sm4Gcm } from '../../src/crypto/sm';
import { GUIDE, SM2, SM4_GCM } from './api-vectors';

const hex = (text: string) => Buffer.from(text, 'hex');
const base64 = (text: string) => Buffer.from(text, 'base64');

describe('AES-256-GCM', () => {
  test.each([['request'], ['answer']] as const)("opens the %s of the platform's example", part => {
    const { body, timestamp, plain } = GUIDE[part];
    const { iv, data, authtag } = JSON.parse(body);
    const aad = Buffer.from(`${GUIDE.url}|${GUIDE.appid}|${timestamp}|${GUIDE.symmetric.sn}`);
    const cipher = aes256Gcm(base64(GUIDE.symmetric.key));
    const opened = cipher.open(base64(data), base64(authtag), base64(iv), aad)!;
    expect(JSON.parse(opened.toString())).toEqual(plain);
    const sealed = cipher.seal(opened, base64(iv), aad);
    expect([sealed.data.toString('base64'), sealed.tag.toString('base64')]).toEqual([data, authtag]);
  });

  test('opens nothing that was altered', () => {
    const cipher = aes256Gcm(randomBytes(32));
    const [nonce, aad] = [randomBytes(12), Buffer.from('a')];
    const { data, tag } = cipher.seal(Buffer.from('text'), nonce, aad);
    expect(cipher.open(data, tag, nonce, aad)?.toString()).toBe('text');
    expect(cipher.open(data, tag, nonce, Buffer.from('b'))).toBeUndefined();
    expect(cipher.open(data, randomBytes(16), nonce, aad)).toBeUndefined();
    expect(cipher.open(data, tag.slice(0, 4), nonce, aad)).toBeUndefined();
    expect(cipher.open(Buffer.from('tex!'), tag, nonce, aad)).toBeUndefined();
  });
});

describe('RSA with PSS', () => {
  const signedText = ({ timestamp, body }: { timestamp: number; body: string }) =>
    Buffer.from(`${GUIDE.url}\n${GUIDE.appid}\n${timestamp}\n${body}`);
  const verifierOf = (pem: string) => {
    const key = readPublicKey(pem);
    if (key?.kind !== 'rsa') throw new Error('not an RSA key');
    return rsaPssVerifier(key.key);
  };

  test("accepts the request's signature of the platform's example", () => {
    const isRight = verifierOf(GUIDE.request.publicKey);
    expect(isRight(signedText(GUIDE.request), base64(GUIDE.request.signature))).toBe(true);
    expect(isRight(signedText(GUIDE.answer), base64(GUIDE.request.signature))).toBe(false);
    expect(isRight(signedText(GUIDE.request), Buffer.from('x'))).toBe(false);
  });

  test("accepts the answer's signature of the platform's example by its certificate", () => {
    const isRight = verifierOf(GUIDE.answer.certificate);
    expect(isRight(signedText(GUIDE.answer), base64(GUIDE.answer.signature))).toBe(true);
    expect(isRight(signedText(GUIDE.request), base64(GUIDE.answer.signature))).toBe(false);
  });

  test('signs with a salt of 32 bytes, which nobody else would accept otherwise', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = Buffer.from('some text');
    const signature = rsaPssSigner(privateKey)(text);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    expect(verify('sha256', text, { key: publicKey, padding, saltLength: 32 }, signature)).toBe(true);
    expect(verify('sha256', text, { key: publicKey, padding, saltLength: 20 }, signature)).toBe(false);
    const longer = sign('sha256', text, { key: privateKey, padding, saltLength: 64 });
    expect(rsaPssVerifier(publicKey)(text, longer)).toBe(true);
  });
});

describe('SM4-GCM', () => {
  const cipher = sm4Gcm(hex(SM4_GCM.key));

  test('agrees with RFC 8998', () => {
    const { data, tag } = cipher.seal(hex(SM4_GCM.plain), hex(SM4_GCM.iv), hex(SM4_GCM.aad));
    expect([data.toString('hex'), tag.toString('hex')]).toEqual([SM4_GCM.data, SM4_GCM.tag]);
    const opened = cipher.open(hex(SM4_GCM.data), hex(SM4_GCM.tag), hex(SM4_GCM.iv), hex(SM4_GCM.aad));
    expect(opened?.toString('hex')).toBe(SM4_GCM.plain);
  });

  test('opens what is no whole number of blocks, and nothing that was altered', () => {
    const [nonce, aad] = [randomBytes(12), Buffer.from('url|appid|1|sn')];
    for (const length of [0, 1, 15, 16, 17, 1000]) {
      const plain = randomBytes(length);
      const { data, tag } = cipher.seal(plain, nonce, aad);
      expect(cipher.open(data, tag, nonce, aad)?.equals(plain)).toBe(true);
      expect(cipher.open(data, tag, nonce, Buffer.from('other'))).toBeUndefined();
      for (const cut of [0, 1, 15]) expect(cipher.open(data, tag.slice(0, cut), nonce, aad)).toBeUndefined();
      if (length > 0) {
        data[0]! ^= 1;
        expect(cipher.open(data, tag, nonce, aad)).toBeUndefined();
      }
    }
  });
});

describe('SM2 with SM3', () => {
  const text = Buffer.from(SM2.text);
  const isRight = sm2Verifier(SM2.publicKey, SM2.userId);

  test('accepts a signature of OpenSSL, for the same text and the same number of the key only', () => {
    expect(isRight(text, base64(SM2.signature))).toBe(true);
    expect(isRight(Buffer.from('another'), base64(SM2.signature))).toBe(false);
    expect(sm2Verifier(SM2.publicKey, 'DEMO-KEY-0002')(text, base64(SM2.signature))).toBe(false);
  });

  test('accepts its own signatures, which are in DER, and the two numbers of one without it', () => {
    const sign = sm2Signer(SM2.hex, SM2.userId);
    for (let i = 0; i < 20; i++) {
      const der = sign(text);
      expect(der[0]).toBe(0x30);
      expect(isRight(text, der)).toBe(true);
    }
    const numbers = sm2.doSignature(text, SM2.hex, { hash: true, userId: SM2.userId });
    expect(isRight(text, hex(numbers))).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['zeroes', '00'.repeat(64)],
    ['numbers beyond the order', 'ff'.repeat(64)],
    ['zeroes in DER', '3006020100020100'],
    ['a length that is not true', `30460221${'00'.repeat(8)}`],
    ['more than two numbers', '3009020101020101020101'],
  ])('refuses %s', (_, signature) => {
    expect(isRight(text, hex(signature))).toBe(false);
  });
});

describe('keys as people paste them', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = (type: 'pkcs1' | 'pkcs8') => rsa.privateKey.export({ type, format: 'pem' }).toString();
  const bare = (text: string) => text.replace(/-----[^-]+-----|\s/g, '');

  test.each([
    ['PKCS#1', pem('pkcs1')],
    ['PKCS#8', pem('pkcs8')],
    ['PKCS#8 in one line', pem('pkcs8').replace(/\n/g, '')],
    ['PKCS#1 with \\n for its line ends', pem('pkcs1').replace(/\n/g, '\\n')],
    ['PKCS#8 with Windows line ends', pem('pkcs8').replace(/\n/g, '\r\n')],
    ['the base64 of PKCS#8 alone', bare(pem('pkcs8'))],
    ['the base64 of PKCS#1 alone', bare(pem('pkcs1'))],
  ])('an RSA private key is read: %s', (_, text) => {
    const key = readPrivateKey(text);
    expect(key?.kind === 'rsa' && key.key.export({ type: 'pkcs8', format: 'pem' })).toBe(pem('pkcs8'));
  });

  test.each([
    ['PKCS#8', SM2.pkcs8],
    ['SEC1', SM2.sec1],
    ['hex', SM2.hex.toUpperCase()],
    ['one line', SM2.pkcs8.replace(/\n/g, '')],
  ])('an SM2 private key is read: %s', (_, text) => {
    expect(readPrivateKey(text)).toEqual({ kind: 'sm2', key: SM2.hex });
  });

  test('public keys are read from certificates of both kinds, and as they are', () => {
    expect(readPublicKey(SM2.certificate)).toEqual({ kind: 'sm2', key: SM2.publicKey });
    expect(readPublicKey(bare(SM2.certificate))).toEqual({ kind: 'sm2', key: SM2.publicKey });
    expect(readPublicKey(bare(GUIDE.answer.certificate))).toMatchObject({ kind: 'rsa' });
    expect(readPublicKey(GUIDE.request.publicKey.replace(/\n/g, '\\n'))).toMatchObject({ kind: 'rsa' });
  });

  test.each([
    ['nothing', ''],
    ['no base64', 'not a key'],
    ['half a key', pem('pkcs8').slice(0, 400)],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    [
      'an encrypted key',
      rsa.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
    ],
    ['bytes of no meaning', randomBytes(200).toString('base64')],
  ])('%s is no key', (_, text) => {
    expect([readPrivateKey(text), readPublicKey(text)]).toEqual([undefined, undefined]);
  });
});
