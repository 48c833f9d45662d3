import { type OpenOptions, openKey, sealKey } from '../../src/crypto/encrypted-key';
import { codeOf } from './seal';

const SECRET = 's'.repeat(32);
const OLD_SECRET = 'o'.repeat(48);
const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
const OWNER = { platform: 'weixin', appid: 'wx1', openid: 'openid-1' };
const MADE = 1_800_000_000_000;

const options = (change: Partial<OpenOptions> = {}): OpenOptions => ({
  secretKeys: [SECRET],
  platform: 'weixin',
  appid: 'wx1',
  now: MADE + 1000,
  expiresIn: 7200,
  ...change,
});
const seal = (secret = SECRET) => sealKey(OWNER, SESSION_KEY, secret, MADE);
const FAILED = 'vk-openapi-decrypt-failed';

test('what was sealed is opened, with or without naming the person', () => {
  expect(openKey(seal(), options())).toBe(SESSION_KEY);
  expect(openKey(seal(), options({ openid: 'openid-1' }))).toBe(SESSION_KEY);
});

test('the text can travel in a URL, differs every time, and shows nothing of what is in it', () => {
  const text = seal();
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(seal()).not.toBe(text);
  const bytes = Buffer.from(text, 'base64');
  for (const part of [SESSION_KEY, 'openid-1', 'wx1', 'weixin']) expect(bytes.includes(part)).toBe(false);
});

test('any of the configured keys opens', () => {
  expect(openKey(seal(OLD_SECRET), options({ secretKeys: [SECRET, OLD_SECRET] }))).toBe(SESSION_KEY);
  expect(codeOf(() => openKey(seal(OLD_SECRET), options()))).toBe(FAILED);
  expect(codeOf(() => openKey(seal(), options({ secretKeys: [] })))).toBe(FAILED);
});

test('no character can be changed, added or left out', () => {
  const text = seal();
  const other = (c: string) => (c === 'A' ? 'B' : 'A');
  for (let i = 0; i < text.length; i++) {
    const altered = text.slice(0, i) + other(text[i]!) + text.slice(i + 1);
    expect(codeOf(() => openKey(altered, options()))).toBe(FAILED);
  }
  // Spellings that a lenient decoder takes for the same bytes.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (const c of alphabet) {
    const altered = text.slice(0, -1) + c;
    if (altered !== text) expect(codeOf(() => openKey(altered, options()))).toBe(FAILED);
  }
  for (const altered of [
    text + '=',
    text + 'A',
    ' ' + text,
    text.slice(1),
    text.slice(0, -1),
    '',
    'A',
    '密钥',
  ]) {
    expect(codeOf(() => openKey(altered, options()))).toBe(FAILED);
  }
  expect(codeOf(() => openKey('A'.repeat(1e6), options()))).toBe(FAILED);
});

test('it ends when its time is over', () => {
  const at = (now: number) => codeOf(() => openKey(seal(), options({ now, expiresIn: 60 })));
  expect(at(MADE + 59_999)).toBe('nothing was thrown');
  expect(at(MADE + 60_000)).toBe(FAILED);
});

test.each([
  ['platform', { platform: 'qq' }],
  ['app', { appid: 'wx2' }],
  ['person', { openid: 'openid-2' }],
])("another %s's is refused", (_what, change) => {
  expect(codeOf(() => openKey(seal(), options(change)))).toBe(FAILED);
});
