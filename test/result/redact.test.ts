import { mentions, redact, redactDeep, safeCause } from '../../src/result/redact';

const SECRET = 'Sec/ret+value=0123456789';

describe('redact', () => {
  it.each([
    ['as it is', SECRET],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in JSON with escaped slashes', SECRET.replace('/', '\\/')],
    ['in base64', Buffer.from(SECRET).toString('base64')],
  ])('removes a known secret %s', (_, spelling) => {
    expect(redact(`invalid ${spelling} rid: 1`, [SECRET])).toBe('invalid *** rid: 1');
  });

  it('removes what names itself a secret, known or not', () => {
    const text = redact(
      'GET /x?access_token=AAAA1&secret=BBBB2 {"session_key":"CCCC3"} \\"appsecret\\":\\"DDDD4\\"',
    );
    for (const leak of ['AAAA1', 'BBBB2', 'CCCC3', 'DDDD4']) expect(text).not.toContain(leak);
  });

  it('hides the middle of a phone number and leaves other numbers alone', () => {
    expect(redact('phone 13812345678, rid 613812345678a, 1700000000')).toBe(
      'phone 138****5678, rid 613812345678a, 1700000000',
    );
    for (const spelling of [
      '138-1234-5678',
      '138 1234 5678',
      'x13812345678x',
      '_13812345678',
      '+8613812345678',
    ]) {
      expect(redact(spelling)).not.toMatch(/1234/);
    }
    expect(redact('+852 91234567')).toBe('+852 ****67');
  });

  it('leaves prose about parameters alone', () => {
    const text = 'parameter sessionKey: a required parameter is missing';
    expect(redact(text)).toBe(text);
  });

  it('leaves texts that are too short to be secrets', () => {
    expect(redact('a wx b', ['wx'])).toBe('a wx b');
  });
});

describe('redactDeep', () => {
  it('reaches keys, arrays and depth, and copies', () => {
    const given = { a: [{ [SECRET]: SECRET }], n: 1, nothing: null };
    expect(redactDeep(given, [SECRET])).toEqual({ a: [{ '***': '***' }], n: 1, nothing: null });
    expect(given.a[0]![SECRET]).toBe(SECRET);
  });
  it('does not fall over bottomless input', () => {
    let value: unknown = SECRET;
    for (let i = 0; i < 10_000; i++) value = [value];
    expect(JSON.stringify(redactDeep(value, [SECRET]))).not.toContain(SECRET);
  });
});

it('mentions answers only for texts long enough to be secrets', () => {
  expect(mentions('token abcdef', ['abcdef'])).toBe(true);
  expect(mentions('token abc', ['abc', undefined])).toBe(false);
});

it('safeCause keeps name, code and text, and no stack that could repeat the request', () => {
  const cause = safeCause(
    Object.assign(new TypeError(`GET ?secret=${SECRET}`), { code: 'E', config: SECRET }),
    [SECRET],
  );
  expect(cause).toMatchObject({ name: 'TypeError', code: 'E' });
  expect(`${cause.message}${cause.stack}${JSON.stringify(cause)}`).not.toContain(SECRET);
});
