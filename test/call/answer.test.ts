import { readAnyAnswer, readBinaryAnswer, readJsonAnswer } from '../../src/call/answer';

const response = (body: Buffer | string, type = 'application/json', status = 200) => ({
  status,
  headers: { 'content-type': type, 'x-request-id': 'req-1' },
  body: Buffer.from(body as string),
});
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46', 'hex');

describe('a JSON answer', () => {
  it('is read whatever its label says', () => {
    expect(readJsonAnswer(response('{"openid":"o"}', 'text/plain'))).toMatchObject({
      errcode: 0,
      json: { openid: 'o' },
    });
  });
  it('may start with a byte order mark', () => {
    expect(readJsonAnswer(response('\ufeff{"errcode":0}')).errcode).toBe(0);
  });
  it('carries the platform’s number, also as a text or in camel case', () => {
    expect(readJsonAnswer(response('{"errcode":"40001"}')).errcode).toBe(40001);
    expect(readJsonAnswer(response('{"errCode":87014,"errMsg":"risky"}'))).toMatchObject({
      errcode: 87014,
      json: { errmsg: 'risky' },
    });
  });
  it('carries it one level deeper where publisher calls say how they ended', () => {
    const refused = response('{"base_resp":{"err_msg":"invalid action","ret":2009}}');
    expect(readJsonAnswer(refused)).toMatchObject({ errcode: 2009, json: { errmsg: 'invalid action' } });
    const fine = response('{"base_resp":{"err_msg":"ok","ret":0},"list":[]}');
    expect(readJsonAnswer(fine)).toMatchObject({ errcode: 0, json: { errmsg: 'ok', list: [] } });
  });
  it.each(['null', '"2009"', '[2009]', '{}', '{"ret":null}'])(
    'has no number in a base_resp that is %s',
    base => {
      expect(readJsonAnswer(response(`{"base_resp":${base}}`)).errcode).toBe(0);
    },
  );
  it('believes its own number before that of a base_resp', () => {
    const both = response('{"errcode":40001,"errmsg":"a","base_resp":{"ret":0,"err_msg":"ok"}}');
    expect(readJsonAnswer(both)).toMatchObject({ errcode: 40001, json: { errmsg: 'a' } });
  });
  it('keeps whole numbers a double cannot hold, as text', () => {
    const { json } = readJsonAnswer(
      response(
        '{"msgid":3500000000000000001,"small":12,"s":"1234567890123456789","list":[-9007199254740993]}',
      ),
    );
    expect(json).toEqual({
      msgid: '3500000000000000001',
      small: 12,
      s: '1234567890123456789',
      list: ['-9007199254740993'],
    });
  });
  it('may come with an HTTP error status, if the platform’s number is in it', () => {
    expect(readJsonAnswer(response('{"errcode":40001}', 'application/json', 412)).errcode).toBe(40001);
  });

  it.each([
    ['an error page', response('<html>access_token=SECRET</html>', 'text/html', 502)],
    ['cut-off JSON', response('{"errcode":0,"access_token":"SECR')],
    ['an empty body', response('')],
    ['an array', response('[1]')],
    ['a bare number', response('12')],
    ['an errcode that is no number', response('{"errcode":{"a":1}}')],
    ['an error status without a number', response('{"message":"oops"}', 'application/json', 500)],
  ])('%s is a bad response that never quotes the body', (_, given) => {
    expect.assertions(3);
    try {
      readJsonAnswer(given);
    } catch (error) {
      const { code, msg, errmsg } = error as { code: string; msg: string; errmsg: string };
      expect(code).toBe('vk-openapi-bad-response');
      expect(errmsg).toContain(`HTTP ${given.status}, content-type ${given.headers['content-type']}`);
      expect(`${msg}${errmsg}`).not.toMatch(/SECR|oops/);
    }
  });
});

describe('a binary answer', () => {
  it('is known by its bytes before its label', () => {
    expect(readBinaryAnswer(response(PNG, 'image/jpeg'))).toMatchObject({ contentType: 'image/png' });
    expect(readBinaryAnswer(response(JPEG, ''))).toMatchObject({ contentType: 'image/jpeg' });
  });
  it('is WeChat’s error JSON even when labelled as an image', () => {
    expect(
      readBinaryAnswer(response(' {"errcode":41030,"errmsg":"invalid page"}', 'image/jpeg')),
    ).toMatchObject({
      errcode: 41030,
    });
  });
  it('takes the label’s word for bytes it does not know', () => {
    expect(readBinaryAnswer(response('xyz', 'image/jpeg; charset=x'))).toMatchObject({
      contentType: 'image/jpeg',
    });
  });
  it.each([
    ['nothing', response('', 'image/jpeg')],
    ['a page', response('<html>', 'text/html')],
    ['cut-off JSON labelled as an image', response('{"errcode":41', 'image/jpeg')],
    ['bytes with an error status', response(PNG, 'image/png', 500)],
  ])('%s is a bad response', (_, given) => {
    expect(() => readBinaryAnswer(given)).toThrow(
      expect.objectContaining({ code: 'vk-openapi-bad-response' }),
    );
  });
});

it('an answer of a call nobody described is read by what it is', () => {
  expect(readAnyAnswer(response(PNG, 'image/png')).bytes).toHaveLength(PNG.length);
  expect(readAnyAnswer(response('{"errcode":1}', 'image/jpeg')).json).toEqual({ errcode: 1 });
  expect(readAnyAnswer(response('{"a":1}')).json).toEqual({ a: 1 });
});
