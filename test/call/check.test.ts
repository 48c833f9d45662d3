import { checkParams } from '../../src/call/check';
import { planOf } from '../../src/call/plan';
import type { CallSpec, ParamSpec } from '../../src/call/spec';

const param = (name: string, rest: Partial<ParamSpec> = {}): ParamSpec => ({
  name,
  type: 'string',
  place: 'body',
  required: false,
  ...rest,
});

const spec = (...params: ParamSpec[]): CallSpec => ({
  id: 'weixin.test.call',
  platform: 'weixin',
  group: 'test',
  name: 'call',
  method: 'POST',
  path: '/test',
  credential: 'token',
  encoding: 'json',
  answer: 'json',
  params,
  extras: [],
  aliases: {},
  repeatable: false,
  rejects: false,
  level: 'admin',
  credentials: [],
});

function check(params: ParamSpec[], given: Record<string, unknown>) {
  const advice: string[] = [];
  const sent = checkParams(planOf(spec(...params)), given, message => advice.push(message));
  return { sent, advice };
}

function refusal(params: ParamSpec[], given: Record<string, unknown>): string {
  try {
    check(params, given);
  } catch (error) {
    expect(error).toMatchObject({ code: 'vk-openapi-param-invalid', errcode: 'vk-openapi-param-invalid' });
    return (error as { msg: string }).msg;
  }
  throw new Error('was not refused');
}

describe('a required parameter', () => {
  const scene = [param('scene', { required: true })];
  it.each([undefined, null])('is missing when it is %s', value => {
    expect(refusal(scene, { scene: value })).toContain('scene');
  });
  it('is sent when it is an empty text, so that the platform can say what it thinks of it', () => {
    expect(check(scene, { scene: '' }).sent).toEqual({ scene: '' });
  });
  it('cannot be given through the prototype', () => {
    expect(refusal(scene, JSON.parse('{"__proto__":{"scene":"a"}}'))).toContain('scene');
  });
  it('inside an object is named with its path', () => {
    const line = param('line_color', {
      type: 'object',
      fields: [param('r', { type: 'number', required: true })],
    });
    expect(refusal([line], { line_color: { g: 1 } })).toContain('line_color.r');
  });
});

describe('values are converted where nothing is lost', () => {
  it.each([
    ['string', 12, '12'],
    ['string', -1.5, '-1.5'],
    ['string', 10n, '10'],
    ['integer', '430', 430],
    ['integer', '-1', -1],
    ['number', '1.50', 1.5],
    ['number', '1e3', 1000],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
  ] as const)('%s from %p', (type, given, sent) => {
    expect(check([param('p', { type })], { p: given }).sent).toEqual({ p: sent });
  });

  it.each([
    ['string', 2 ** 53],
    ['string', NaN],
    ['string', true],
    ['string', {}],
    ['string', []],
    ['string', () => 1],
    ['integer', '1.5'],
    ['integer', 1.5],
    ['integer', ''],
    ['integer', ' 1'],
    ['integer', '0x10'],
    ['integer', '12345678901234567890'],
    ['number', '1.2345678901234567890123'],
    ['number', Infinity],
    ['number', true],
    ['boolean', 1],
    ['boolean', 'yes'],
    ['object', '{}'],
    ['object', []],
    ['array', {}],
    ['file', 'text'],
  ] as const)('%s refuses %p', (type, given) => {
    expect(refusal([param('p', { type })], { p: given })).toContain('p');
  });

  it('inside objects and arrays too, without changing what the caller holds', () => {
    const given = { list: [1, '2'], box: { n: '3', keep: 'x' } };
    const copy = JSON.parse(JSON.stringify(given));
    const params = [
      param('list', { type: 'array', items: 'string' }),
      param('box', { type: 'object', fields: [param('n', { type: 'integer' })] }),
    ];
    expect(check(params, given).sent).toEqual({ list: ['1', '2'], box: { n: 3, keep: 'x' } });
    expect(given).toEqual(copy);
  });
});

describe('limits', () => {
  it('count characters as people do', () => {
    const title = [param('title', { maxLength: 2 })];
    expect(check(title, { title: '😀😀' }).sent).toEqual({ title: '😀😀' });
    expect(refusal(title, { title: '😀😀a' })).toMatch(/title.*3.*2/);
  });
  it('name the range', () => {
    const width = [param('width', { type: 'integer', min: 280, max: 1280 })];
    expect(refusal(width, { width: 1281 })).toMatch(/width.*1281.*280.*1280/);
    expect(refusal(width, { width: '279' })).toContain('279');
  });
  it('name the characters', () => {
    expect(refusal([param('scene', { chars: '0-9a-z=' })], { scene: 'a=中' })).toContain('scene');
  });
  it('of a file are given in bytes', () => {
    const media = [param('media', { type: 'file', maxBytes: 3 })];
    expect(check(media, { media: Buffer.alloc(3) }).sent.media).toHaveLength(3);
    expect(refusal(media, { media: Buffer.alloc(4) })).toMatch(/4 字节.*3 字节/);
  });
  it('known from a note only are spoken of at debug level', () => {
    const { sent, advice } = check([param('content', { maxLength: 1, advisory: true })], { content: 'ab' });
    expect(sent).toEqual({ content: 'ab' });
    expect(advice).toHaveLength(1);
  });
});

describe('what is not the catalogue’s business', () => {
  it('an unlisted value is sent', () => {
    const { sent, advice } = check([param('lang', { values: ['zh_CN'] })], { lang: 'fr_FR' });
    expect(sent).toEqual({ lang: 'fr_FR' });
    expect(advice).toHaveLength(1);
  });
  it('an unknown parameter passes through', () => {
    expect(check([], { brand_new: { a: 1 } }).sent).toEqual({ brand_new: { a: 1 } });
  });
  it('template values are never type-checked', () => {
    const data = param('data', { type: 'object', map: true, fields: [param('value', { required: true })] });
    const given = { data: { thing1: { value: 5 }, date2: { value: null }, bare: 'x' } };
    expect(check([data], given).sent).toEqual(given);
  });
  it('what is sent when the caller gives nothing does not replace what the caller gives', () => {
    const state = [param('state', { fallback: 'formal' })];
    expect(check(state, {}).sent).toEqual({ state: 'formal' });
    expect(check(state, { state: 'trial' }).sent).toEqual({ state: 'trial' });
  });
});
