import { createHash } from 'crypto';
import { JSAPI } from '../crypto/vectors';
import { configMissing, type Fixture, make as makeCall, NOW } from './context';

const INVALID = 'vk-openapi-param-invalid';
const PAGE = 'https://example.com/a?b=c&d=中';

type Params = Record<string, unknown>;
const on =
  (name: string) =>
  (params: Params, fixture: Fixture = {}) =>
    makeCall(name, params, { platform: 'weixin.h5', ...fixture });
const sign = on('auth.getJsapiSign');
const signature = on('jsapi.getSignature');
const ticket = on('auth.getJsapiTicket');

const expected = (jsapiTicket: string, nonceStr: unknown, timestamp: unknown, url: string) =>
  createHash('sha1')
    .update(
      `jsapi_ticket=${jsapiTicket}&noncestr=${String(nonceStr)}&timestamp=${String(timestamp)}&url=${url}`,
    )
    .digest('hex');

describe('getJsapiSign', () => {
  test('reproduces the published example', async () => {
    const { signature: published, ...params } = JSAPI;
    const { result, tickets } = await sign(params);
    expect(result).toEqual({
      code: 0,
      msg: '成功',
      errcode: 0,
      errmsg: 'ok',
      config: {
        appId: 'wx1',
        timestamp: params.timestamp,
        nonceStr: params.nonceStr,
        signature: published,
      },
      url: params.url,
    });
    expect(tickets).toEqual([]);
  });

  test('takes the kept ticket, the time of now and a random text', async () => {
    const { result, tickets } = await sign({ url: PAGE });
    const { timestamp, nonceStr, ...config } = result.config as Params;
    expect(timestamp).toBe(NOW / 1000);
    expect(nonceStr).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(config).toEqual({ appId: 'wx1', signature: expected('TICKET', nonceStr, timestamp, PAGE) });
    expect(tickets).toEqual([true]);
    const again = (await sign({ url: PAGE, nonceStr: '' })).result.config as Params;
    expect(again.nonceStr).not.toBe(nonceStr);
  });

  test.each([
    [`${PAGE}#/pages/index?x=1#y`, PAGE],
    [`${PAGE}#`, PAGE],
    [` ${PAGE}\n`, PAGE],
    ['https://example.com', 'https://example.com'],
    ['HTTP://EXAMPLE.com/%E4%B8%AD', 'HTTP://EXAMPLE.com/%E4%B8%AD'],
  ])('signs %j without its fragment and otherwise as it is', async (url, signed) => {
    const { result } = await sign({ url });
    const { timestamp, nonceStr, signature: made } = result.config as Params;
    expect(result.url).toBe(signed);
    expect(made).toBe(expected('TICKET', nonceStr, timestamp, signed));
  });

  test.each([
    [undefined],
    [''],
    [5],
    [{ href: PAGE }],
    ['#/pages/index'],
    ['/pages/index'],
    ['example.com/a'],
    ['https://'],
    ['https:///a'],
    ['javascript://example.com/a'],
    [encodeURIComponent(PAGE)],
  ])('refuses the address %j and asks for nothing', async url => {
    const { result, tickets } = await sign({ url });
    expect(result.code).toBe(INVALID);
    expect(result.msg).toContain('url');
    expect(tickets).toEqual([]);
  });

  test.each([[''], ['a b'], ['a&noncestr=x'], ['undefined'], ['null'], [{}], ['x'.repeat(513)]])(
    'refuses the ticket %j',
    async jsapi_ticket => {
      const { result, tickets } = await sign({ url: PAGE, jsapi_ticket });
      expect(result.code).toBe(INVALID);
      expect(result.msg).toContain('jsapi_ticket');
      expect(tickets).toEqual([]);
    },
  );

  test('fails as the ticket does', async () => {
    const tickets = [configMissing('没有公众号')];
    expect((await sign({ url: PAGE }, { tickets })).result).toMatchObject({
      code: 'vk-openapi-config-missing',
      msg: '没有公众号',
    });
  });

  test('asks once more where a ticket nobody can use was stored, and never signs with one', async () => {
    const healed = await sign({ url: PAGE }, { tickets: ['undefined', 'GOOD'] });
    const { timestamp, nonceStr, signature: made } = healed.result.config as Params;
    expect(made).toBe(expected('GOOD', nonceStr, timestamp, PAGE));
    expect(healed.tickets).toEqual([true, false]);
    const hopeless = await sign({ url: PAGE }, { tickets: ['null'] });
    expect(hopeless.result.code).toBe('vk-openapi-bad-response');
    expect(hopeless.result.config).toBeUndefined();
  });

  test('asks the platform once more with cache: false', async () => {
    expect((await sign({ url: PAGE, cache: false })).tickets).toEqual([false]);
  });

  test('with a ticket of the caller’s own needs no secret', async () => {
    const app = configMissing('no secret');
    const { result } = await sign({ url: PAGE, jsapi_ticket: 'OWN' }, { app, options: { appid: 'wx9' } });
    expect(result).toMatchObject({ code: 0, config: { appId: 'wx9' } });
  });

  test('with an access_token of the caller’s own asks with that, and leaves the kept ticket alone', async () => {
    const options = { access_token: 'OWN', appid: 'wx9' };
    const { result, sent, tickets } = await sign({ url: PAGE }, { options, replies: [{ ticket: 'THEIRS' }] });
    const { timestamp, nonceStr, signature: made } = result.config as Params;
    expect(made).toBe(expected('THEIRS', nonceStr, timestamp, PAGE));
    expect(sent).toEqual([{ params: {}, call: 'weixin.h5.auth.getJsapiTicket' }]);
    expect(tickets).toEqual([]);
    const refused = await sign({ url: PAGE }, { options, replies: [40001] });
    expect(refused.result).toMatchObject({ code: 40001, errcode: 40001 });
    const nothing = await sign({ url: PAGE }, { options, replies: [{ ticket: '' }] });
    expect(nothing.result.code).toBe('vk-openapi-bad-response');
  });
});

test('jsapi.getSignature has the same signature in the result itself', async () => {
  const { signature: published, ...params } = JSAPI;
  const { result } = await signature(params);
  expect(result).toEqual({
    code: 0,
    msg: '成功',
    errcode: 0,
    errmsg: 'ok',
    appId: 'wx1',
    timestamp: params.timestamp,
    nonceStr: params.nonceStr,
    signature: published,
  });
});

describe('getJsapiTicket', () => {
  test('gives the kept ticket, or asks once more', async () => {
    const kept = await ticket({});
    expect(kept.result).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok', jsapi_ticket: 'TICKET' });
    expect(kept.tickets).toEqual([true]);
    expect((await ticket({ cache: false })).tickets).toEqual([false]);
  });

  test('with an access_token of the caller’s own asks the platform and keeps nothing', async () => {
    const options = { access_token: 'OWN' };
    const { result, tickets } = await ticket({}, { options, replies: [{ ticket: 'T', expires_in: 7200 }] });
    expect(result).toMatchObject({ code: 0, jsapi_ticket: 'T' });
    expect(tickets).toEqual([]);
    expect((await ticket({}, { options, replies: [42001] })).result.code).toBe(42001);
  });
});
