import { Bench, OPENID, QQ, WX } from './support';

const TEXT = '/wxa/msg_sec_check';
const IMAGE = '/wxa/img_sec_check';
const QQ_IMAGE = '/api/json/security/ImgSecCheck';
const MEDIA = '/wxa/media_check_async';
const v2 = { version: 2, scene: 2, openid: OPENID };
const media = (value: string | Buffer, filename: string | undefined = 'a.png') => [
  { name: 'media', filename, type: 'image/png', value },
];

describe('content checks', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  describe('of text, 1.0', () => {
    it('pass clean text and refuse risky text with 87014', async () => {
      expect((await bench.call(TEXT, { content: '你好' })).json).toEqual({ errcode: 0, errmsg: 'ok' });
      const { json } = await bench.call(TEXT, { content: '这是模拟违规内容' });
      expect(json.errcode).toBe(87014);
      expect(json.errmsg).toMatch(/^risky content rid: /);
    });

    it('miss a word that comes as an escape, as the real one does', async () => {
      const escaped = JSON.stringify({ content: '模拟违规' }).replace(
        /[\u4e00-\u9fff]/g,
        c => `\\u${c.charCodeAt(0).toString(16)}`,
      );
      expect((await bench.call(TEXT, escaped)).json.errcode).toBe(0);
    });

    it('want some text, and not too much', async () => {
      expect((await bench.call(TEXT, { content: '' })).json.errcode).toBe(44004);
      expect((await bench.call(TEXT, {})).json.errcode).toBe(44004);
      expect((await bench.call(TEXT, '')).json.errcode).toBe(44002);
      expect((await bench.call(TEXT, '{"content":')).json.errcode).toBe(47001);
      expect((await bench.call(TEXT, { content: 'a'.repeat(500 * 1024) })).json.errcode).toBe(0);
      expect((await bench.call(TEXT, { content: 'a'.repeat(500 * 1024 + 1) })).json.errcode).toBe(45002);
    });
  });

  describe('of text, 2.0', () => {
    it('answer with a verdict, never with 87014', async () => {
      const clean = (await bench.call(TEXT, { ...v2, content: '你好' })).json;
      expect(clean).toMatchObject({ errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 } });
      expect(clean.trace_id).toMatch(/^[0-9a-f-]{26}$/);
      const risky = (await bench.call(TEXT, { ...v2, content: '模拟辱骂' })).json;
      expect(risky).toMatchObject({ errcode: 0, result: { suggest: 'risky', label: 20003 } });
      expect(risky.detail[1]).toMatchObject({ strategy: 'keyword', keyword: '模拟辱骂', label: 20003 });
      const review = (await bench.call(TEXT, { ...v2, content: '模拟复审' })).json;
      expect(review.result).toEqual({ suggest: 'review', label: 21000 });
      const nickname = (await bench.call(TEXT, { ...v2, content: 'a', nickname: '模拟广告' })).json;
      expect(nickname.result.label).toBe(10001);
    });

    it.each([
      ['no openid', { openid: undefined }, 40003],
      ['an openid of the wrong shape', { openid: 'someone' }, 40003],
      ['no scene', { scene: undefined }, 40129],
      ['scene 5', { scene: 5 }, 40129],
      ['a scene that is a string', { scene: '2' }, 47001],
      ['2501 characters', { content: '字'.repeat(2501) }, 45002],
    ])('refuse %s', async (_, fields, errcode) => {
      expect((await bench.call(TEXT, { ...v2, content: 'a', ...fields })).json.errcode).toBe(errcode);
    });

    it('take 2500 characters', async () => {
      expect((await bench.call(TEXT, { ...v2, content: '字'.repeat(2500) })).json.errcode).toBe(0);
    });

    it('want a user who was there within two hours', async () => {
      const { openid } = (await bench.login(WX, 'demo-alice')).json;
      const check = async () => (await bench.call(TEXT, { ...v2, openid, content: 'a' })).json.errcode;
      expect(await check()).toBe(0);
      bench.sim.advance(7_200_000);
      expect(await check()).toBe(61010);
      bench.sim.setUser(WX, openid, { active: true });
      expect(await check()).toBe(0);
      bench.sim.setUser(WX, openid, { active: false });
      expect(await check()).toBe(61010);
    });
  });

  describe('of pictures', () => {
    it('pass a clean one and refuse one with the marker in its bytes', async () => {
      expect((await bench.upload(IMAGE, WX, media('clean'))).json.errcode).toBe(0);
      expect((await bench.upload(IMAGE, WX, media('..simulate-risky..'))).json.errcode).toBe(87014);
    });

    it('see no file without a name, without the field, or in another encoding', async () => {
      const nameless = [{ name: 'media', type: 'application/octet-stream', value: 'x' }];
      expect((await bench.upload(IMAGE, WX, nameless)).json.errcode).toBe(41005);
      expect((await bench.upload(IMAGE, WX, [{ name: 'media', value: 'x' }])).json.errcode).toBe(41005);
      expect((await bench.upload(IMAGE, WX, media('x', ''))).json.errcode).toBe(41005);
      const other = [{ name: 'file', filename: 'a.png', type: 'image/png', value: 'x' }];
      expect((await bench.upload(IMAGE, WX, other)).json.errcode).toBe(41005);
      expect((await bench.call(IMAGE, { media: 'x' })).json.errcode).toBe(41005);
    });

    it('see no file without a Content-Length', async () => {
      const reply = await bench.upload(IMAGE, WX, media('x'), { 'transfer-encoding': 'chunked' });
      expect(reply.json.errcode).toBe(41005);
    });

    it('see no file in a form that is cut off', async () => {
      const access_token = await bench.token();
      const cut = Buffer.from('------simulator-test\r\nContent-Disposition: form-data; name="media"; file');
      const headers = { 'content-type': 'multipart/form-data; boundary=----simulator-test' };
      const reply = await fetch(`${bench.sim.url}${IMAGE}?access_token=${access_token}`, {
        method: 'POST',
        body: cut,
        headers,
      });
      expect(await reply.json()).toMatchObject({ errcode: 41005 });
    });

    it('take a megabyte, no byte more, no byte less than one', async () => {
      expect((await bench.upload(IMAGE, WX, media(Buffer.alloc(1_048_576)))).json.errcode).toBe(0);
      expect((await bench.upload(IMAGE, WX, media(Buffer.alloc(1_048_577)))).json.errcode).toBe(40006);
      expect((await bench.upload(IMAGE, WX, media(''))).json.errcode).toBe(44001);
    });

    it('record what was uploaded', async () => {
      await bench.upload(IMAGE, WX, media('bytes'));
      const { parsed } = bench.sim.requests.at(-1)!;
      expect(parsed).toMatchObject({ files: { media: { filename: 'a.png', contentType: 'image/png' } } });
    });
  });

  it('of media are taken in with a trace id', async () => {
    const body = { media_url: 'https://example.com/a.png', media_type: 2, ...v2 };
    expect((await bench.call(MEDIA, body)).json.trace_id).toBeTruthy();
    expect((await bench.call(MEDIA, { ...body, media_type: 3 })).json.errcode).toBe(40004);
    expect((await bench.call(MEDIA, { ...body, media_url: 'a.png' })).json.errcode).toBe(40097);
    expect((await bench.call(MEDIA, { ...body, openid: 'x' })).json.errcode).toBe(40003);
  });

  describe('of QQ', () => {
    const TEXT_QQ = '/api/json/security/MsgSecCheck';

    it('answer in camel case', async () => {
      expect((await bench.call(TEXT_QQ, { appid: QQ, content: '你好' }, QQ)).json).toEqual({
        errCode: 0,
        errMsg: 'ok',
      });
      expect((await bench.call(TEXT_QQ, { appid: QQ, content: '模拟欺诈' }, QQ)).json).toEqual({
        errCode: 87014,
        errMsg: 'risky content',
      });
    });

    it('want the appid of the token in body and form', async () => {
      expect((await bench.call(TEXT_QQ, { content: 'a' }, QQ)).json.errCode).toBe(41002);
      expect((await bench.call(TEXT_QQ, { appid: WX, content: 'a' }, QQ)).json.errCode).toBe(40013);
      const withApp = [{ name: 'appid', value: QQ }, ...media('clean')];
      expect((await bench.upload(QQ_IMAGE, QQ, withApp)).json).toEqual({ errCode: 0, errMsg: 'ok' });
      expect((await bench.upload(QQ_IMAGE, QQ, media('clean'))).json.errCode).toBe(41002);
      const risky = [{ name: 'appid', value: QQ }, ...media('simulate-risky')];
      expect((await bench.upload(QQ_IMAGE, QQ, risky)).json.errCode).toBe(87014);
    });

    it('take media in', async () => {
      const path = '/api/json/security/MediaCheckAsync';
      const body = { appid: QQ, media_url: 'https://example.com/a.mp3', media_type: 1 };
      expect((await bench.call(path, body, QQ)).json).toMatchObject({
        errcode: 0,
        trace_id: expect.any(String),
      });
      expect((await bench.call(path, { ...body, appid: 'x' }, QQ)).json.errcode).toBe(40013);
    });
  });
});
