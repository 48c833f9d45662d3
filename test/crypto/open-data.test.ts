import { randomBytes } from 'crypto';
import { decryptOpenData } from '../../src/crypto/open-data';
import { codeOf, sealOpenData } from './seal';
import { OPEN_DATA } from './vectors';

const APPID = 'wx4f4bc4dec97d474b';
const FAILED = 'vk-openapi-decrypt-failed';

test('the published example is reproduced', () => {
  const plain = decryptOpenData(OPEN_DATA, APPID);
  expect(plain).toMatchObject({
    openId: OPEN_DATA.openId,
    unionId: OPEN_DATA.unionId,
    nickName: 'Band',
    watermark: { timestamp: 1477314187, appid: APPID },
  });
});

test('line breaks that a transport put into the texts do no harm', () => {
  const encryptedData = OPEN_DATA.encryptedData.replace(/(.{76})/g, '$1\r\n');
  expect(decryptOpenData({ ...OPEN_DATA, encryptedData }, APPID).openId).toBe(OPEN_DATA.openId);
});

test('another session_key, a shortened or an altered text fail, and the error holds none of them', () => {
  const wrong = [
    { sessionKey: randomBytes(16).toString('base64') },
    { sessionKey: '' },
    { sessionKey: randomBytes(24).toString('base64') },
    { sessionKey: '不是 base64' },
    { iv: randomBytes(15).toString('base64') },
    { iv: 'r7BXXKkLb8qrSNn05n0qiA' + '!!' },
    { encryptedData: '' },
    { encryptedData: OPEN_DATA.encryptedData.slice(4) },
    { encryptedData: OPEN_DATA.encryptedData.slice(0, 64) },
    { encryptedData: OPEN_DATA.encryptedData.replace(/\+/g, ' ') },
  ];
  for (const change of wrong) {
    const data = { ...OPEN_DATA, ...change };
    expect([change, codeOf(() => decryptOpenData(data, APPID))]).toEqual([change, FAILED]);
  }
  try {
    decryptOpenData({ ...OPEN_DATA, iv: '' }, APPID);
  } catch (error) {
    const { msg, stack } = error as { msg: string; stack: string };
    expect(msg).toContain('session_key');
    expect(msg + stack + JSON.stringify(error)).not.toContain(OPEN_DATA.sessionKey);
  }
});

test.each([['[]'], ['"text"'], ['null'], ['{"a":1'], ['']])('content %j is no open data', content => {
  expect(codeOf(() => decryptOpenData(sealOpenData(content), APPID))).toBe(FAILED);
});

test.each([
  [{ watermark: { appid: 'wx_someone_else' } }],
  [{ watermark: {} }],
  [{ watermark: null }],
  [{ watermark: APPID }],
  [{}],
])('the watermark of %j is refused', content => {
  const code = codeOf(() => decryptOpenData(sealOpenData(content), APPID));
  expect(code).toBe('vk-openapi-watermark-mismatch');
});
