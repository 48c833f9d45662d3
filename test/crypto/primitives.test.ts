import { createHash, createHmac, hkdfSync, randomBytes } from 'crypto';
import { fromBase64, fromBase64Url, toBase64Url } from '../../src/crypto/bytes';
import { hkdfSha256 } from '../../src/crypto/hkdf';
import { hmacSha256Hex, verifyRawData } from '../../src/crypto/signatures';

describe('HKDF', () => {
  test('agrees with RFC 5869, test cases 1 and 3', () => {
    const ikm = Buffer.alloc(22, 0x0b);
    const salt = Buffer.from('000102030405060708090a0b0c', 'hex');
    const info = Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex');
    expect(hkdfSha256(ikm, salt, info, 42).toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    expect(hkdfSha256(ikm, '', Buffer.alloc(0), 42).toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });

  test("agrees with Node's own", () => {
    for (const length of [1, 31, 32, 33, 64, 100]) {
      const [ikm, salt, info] = [randomBytes(40), randomBytes(7), randomBytes(11)];
      const expected = Buffer.from(hkdfSync('sha256', ikm, salt, info, length));
      expect(hkdfSha256(ikm, salt, info, length).equals(expected)).toBe(true);
    }
  });
});

describe('base64', () => {
  test('is read strictly', () => {
    expect(fromBase64('aGVsbG8=')?.toString()).toBe('hello');
    expect(fromBase64('aGVsbG8')?.toString()).toBe('hello');
    expect(fromBase64('')).toHaveLength(0);
    for (const bad of ['aGVsbG8==', 'aGVs bG8=', 'a', '=', 'aGVsb-8=', 'aGVsbG8=x', '数据', 'aGVsbA=']) {
      expect([bad, fromBase64(bad)]).toEqual([bad, undefined]);
    }
  });

  test('of many megabytes is read without trouble', () => {
    const text = randomBytes(12_000_000).toString('base64');
    expect(fromBase64(text)).toHaveLength(12_000_000);
    expect(fromBase64(`${text}!`)).toBeUndefined();
  });

  test('for URLs has one spelling only', () => {
    for (let length = 0; length < 8; length++) {
      const bytes = randomBytes(length);
      expect(fromBase64Url(toBase64Url(bytes))?.equals(bytes)).toBe(true);
    }
    expect(toBase64Url(Buffer.from([0xfb, 0xff]))).toBe('-_8');
    for (const bad of ['-_9', '-_8=', '+/8', ' -_8']) expect(fromBase64Url(bad)).toBeUndefined();
  });
});

describe('signatures', () => {
  const sessionKey = 'HyVFkGl5F5OQWJZZaNzBBg==';
  const rawData =
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/1"}';
  const signature = createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex');

  test('of rawData are SHA-1 over it and the session_key', () => {
    expect(verifyRawData(rawData, sessionKey, signature)).toBe(true);
    expect(verifyRawData(rawData, sessionKey, signature.toUpperCase())).toBe(true);
    expect(verifyRawData(`${rawData} `, sessionKey, signature)).toBe(false);
    expect(verifyRawData(rawData, 'other', signature)).toBe(false);
    for (const bad of ['', 'short', '签名', signature.slice(1)]) {
      expect(verifyRawData(rawData, sessionKey, bad)).toBe(false);
    }
  });

  test("agree with the documentation's published example", () => {
    const published =
      '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
    expect(verifyRawData(published, sessionKey, '75e81ceda165f4ffa64f4068af58c64b8f54b88c')).toBe(true);
  });

  test('with the session_key take it as the text it is', () => {
    const expected = createHmac('sha256', sessionKey).update('数据').digest('hex');
    expect(hmacSha256Hex(sessionKey, '数据')).toBe(expected);
    expect(hmacSha256Hex('', '')).toHaveLength(64);
  });
});
