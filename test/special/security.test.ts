import { make } from './context';

const V1 = 'weixin.security.msgSecCheckV1';
const RISKY = 87014;
const verdict = (suggest: string, label: number) => ({
  result: { suggest, label },
  detail: [{ suggest, label }],
  trace_id: 't1',
});

describe('msgSecCheck', () => {
  const check = (params: Record<string, unknown>, ...replies: (Record<string, unknown> | number)[]) =>
    make('security.msgSecCheck', params, { replies: replies.length ? replies : [verdict('pass', 100)] });

  test('asks 2.0 where there is an openid, about a comment unless told otherwise', async () => {
    const { result, sent, warnings } = await check({ content: '文本', openid: 'o1', nickname: 'n' });
    expect(sent).toEqual([
      { params: { content: '文本', openid: 'o1', nickname: 'n', version: 2, scene: 2 } },
    ]);
    expect(result).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok', version: 2, trace_id: 't1' });
    expect(warnings).toEqual([]);
    expect((await check({ content: 'a', openid: 'o', scene: 4 })).sent[0]!.params.scene).toBe(4);
  });

  test('asks 1.0 with nothing but the text where there is no openid', async () => {
    for (const params of [{ scene: 1, title: 't' }, { openid: '' }, { openid: null }, { version: '' }]) {
      const { result, sent, warnings } = await check({ content: 'a', ...params }, {});
      expect(sent).toEqual([{ params: { content: 'a' }, call: V1 }]);
      expect(result).toMatchObject({ code: 0, errmsg: 'ok', version: 1 });
      expect(warnings).toEqual([]);
    }
  });

  test('never changes an explicit version', async () => {
    for (const version of [1, '1']) {
      const { sent, result } = await check({ content: 'a', openid: 'o', version }, {});
      expect([sent[0]!.call, result.version]).toEqual([V1, 1]);
    }
    for (const version of [2, '2']) {
      const { sent, result } = await check({ content: 'a', openid: 'o', version });
      expect([sent[0]!.call, sent[0]!.params.version, result.version]).toEqual([undefined, version, 2]);
      const inactive = await check({ content: 'a', openid: 'o', version }, 61010);
      expect([inactive.sent.length, inactive.result.code]).toEqual([1, 61010]);
      const without = await check({ content: 'a', version });
      expect([without.sent.length, without.result.code]).toEqual([0, 'vk-openapi-param-invalid']);
      expect(without.result.msg).toContain('openid');
      const long = await check({ content: '长'.repeat(2501), openid: 'o', version });
      expect(long.sent[0]!.call).toBeUndefined();
    }
  });

  test('takes a text beyond 2,500 characters to 1.0 at once, with one warning', async () => {
    const fits = await check({ content: '😀'.repeat(2500), openid: 'o' });
    expect([fits.sent[0]!.call, fits.warnings.length]).toEqual([undefined, 0]);
    for (const content of ['😀'.repeat(2501), '字'.repeat(2501), 'x'.repeat(500_000)]) {
      const { sent, result, warnings } = await check({ content, openid: 'o' }, {});
      expect(sent).toEqual([{ params: { content }, call: V1 }]);
      expect([result.version, warnings.length]).toEqual([1, 1]);
    }
  });

  test('asks 1.0 about the text of an inactive openid, with one warning', async () => {
    const { sent, result, warnings } = await check({ content: 'a', openid: 'o' }, 61010, {});
    expect(sent.map(s => s.call)).toEqual([undefined, V1]);
    expect(sent[1]!.params).toEqual({ content: 'a' });
    expect(result).toMatchObject({ code: 0, version: 1 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('61010');
  });

  test.each([
    ['risky', 20002, '色情'],
    ['review', 20001, '时政'],
    ['something new', 99999, 'something new'],
  ])('calls %s not clean in every field an application may test', async (suggest, label, word) => {
    const { result } = await check(
      { content: 'a', openid: 'o' },
      { ...verdict(suggest, label), errmsg: 'ok' },
    );
    expect(result).toMatchObject({ code: RISKY, errcode: RISKY, version: 2, ...verdict(suggest, label) });
    expect(result.errmsg).toContain('risky content');
    expect(result.msg).toContain(word);
    expect(result.msg).toContain(suggest);
    expect(result.msg).toContain(String(label));
  });

  test('takes 87014 of 1.0 as it is', async () => {
    const { result } = await check({ content: 'a' }, RISKY);
    expect(result).toMatchObject({ code: RISKY, errcode: RISKY, errmsg: 'risky content', version: 1 });
  });

  test('believes a verdict that 1.0 gives beside errcode 0', async () => {
    expect((await check({ content: 'a' }, verdict('risky', 20002))).result).toMatchObject({
      code: RISKY,
      version: 1,
    });
    expect((await check({ content: 'a' }, verdict('pass', 100))).result).toMatchObject({
      code: 0,
      version: 1,
    });
  });

  test.each([[{}], [{ result: null }], [{ result: {} }], [{ result: 'pass' }], [{ result: { suggest: 1 } }]])(
    'does not take %j from 2.0 for a clean text',
    async reply => {
      const { result } = await check({ content: 'a', openid: 'o' }, reply);
      expect(result.code).toBe('vk-openapi-bad-response');
    },
  );

  test('passes other failures on', async () => {
    expect((await check({ content: 'a', openid: 'o' }, 40003)).result.code).toBe(40003);
    expect((await check({ content: 'a' }, 44002)).result.code).toBe(44002);
  });
});

describe.each(['weixin', 'qq'] as const)('imgSecCheck of %s', platform => {
  const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const check = (params: Record<string, unknown>, reply: Record<string, unknown> | number = {}) =>
    make('security.imgSecCheck', params, { platform, replies: [reply] });
  const base64 = PNG.toString('base64');

  /** What npm's form-data makes. */
  const form = (body: string) => ({
    getBoundary: () => 'XX',
    getBuffer: () => Buffer.from(body.replace('PNG', PNG.toString('latin1')), 'latin1'),
  });
  const filled = form(
    '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--XX--\r\n',
  );

  test.each([
    ['base64', { base64 }],
    ['a data URI', { base64: `data:image/png;base64,${base64}` }],
    ['a data URI with parameters', { base64: `data:image/png;name=a.png;base64,${base64}` }],
    ['base64 in lines', { base64: `${base64.slice(0, 8)}\r\n ${base64.slice(8)}\n` }],
    ['a Buffer', { buffer: PNG }],
    ['dataBuffer', { dataBuffer: PNG }],
    ['the platform’s own name', { media: PNG }],
    ['a Uint8Array', { buffer: new Uint8Array(PNG) }],
    ['a Buffer that went through JSON', { buffer: JSON.parse(JSON.stringify(PNG)) as unknown }],
    ['a form-data object', { formData: filled }],
  ])('takes %s and sends the bytes as media', async (_what, params) => {
    const { result, sent } = await check({ ...params, other: 1 });
    expect(result.code).toBe(0);
    expect(sent).toHaveLength(1);
    expect(Object.keys(sent[0]!.params).sort()).toEqual(['media', 'other']);
    expect(Buffer.isBuffer(sent[0]!.params.media)).toBe(true);
    expect((sent[0]!.params.media as Buffer).equals(PNG)).toBe(true);
  });

  test.each([
    ['nothing', {}],
    ['an empty text', { base64: '' }],
    ['an empty data URI', { base64: 'data:image/png;base64,' }],
    ['an empty Buffer', { buffer: Buffer.alloc(0) }],
    ['text that is no base64', { base64: '这不是图片' }],
    ['base64 for URLs', { base64: '-_-_' }],
    ['a data URI that is no base64', { base64: 'data:image/svg+xml,<svg/>' }],
    ['a number', { base64: 5 }],
    ['text for bytes', { buffer: base64 }],
    ['an object', { buffer: { a: 1 } }],
    ['false bytes', { buffer: { type: 'Buffer', data: [1, 256] } }],
    ['a form without a file', { formData: form('--XX\r\n\r\n\r\n--XX--') }],
    ['no form', { formData: {} }],
  ])('refuses %s before anything is sent', async (_what, params) => {
    const { result, sent } = await check(params);
    expect([result.code, sent]).toEqual(['vk-openapi-param-invalid', []]);
  });

  test('says risky in every field', async () => {
    expect((await check({ base64 }, 87014)).result).toMatchObject({ code: 87014, errmsg: 'risky content' });
  });
});

test('imgSecCheck of weixin holds a picture to 1,048,576 bytes', async () => {
  const check = (bytes: number) => make('security.imgSecCheck', { buffer: Buffer.alloc(bytes, 1) });
  expect((await check(1_048_576)).sent).toHaveLength(1);
  const { result, sent } = await check(1_048_577);
  expect([result.code, sent]).toEqual(['vk-openapi-param-invalid', []]);
  expect(result.msg).toContain('1048576');
});
