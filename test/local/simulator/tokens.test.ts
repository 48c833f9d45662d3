import { Bench, H5, QQ, WX, WX2, exchange } from './support';

const MINUTE = 60_000;
const HARMLESS = '/cgi-bin/getcallbackip';

describe('tokens', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const works = async (token: string) =>
    (await bench.get(HARMLESS, { access_token: token })).json.errcode ?? 0;
  const qqWorks = async (access_token: string) => {
    const body = { appid: QQ, content: 'hello' };
    return (await bench.post('/api/json/security/MsgSecCheck', body, { access_token })).json.errCode;
  };

  describe('stable_token', () => {
    it('gives every asker the same token, with what is left of its life', async () => {
      const first = (await bench.stable()).json;
      bench.sim.advance(10 * MINUTE);
      const second = (await bench.stable()).json;
      expect(first.expires_in).toBe(7200);
      expect(second).toEqual({ access_token: first.access_token, expires_in: 6600 });
      expect((await bench.stable(WX2)).json.access_token).not.toBe(first.access_token);
    });

    it('gives a new one in the last five minutes, and both are good for five minutes', async () => {
      const first = await bench.token();
      bench.sim.advance(115 * MINUTE - 1);
      expect((await bench.stable()).json).toEqual({ access_token: first, expires_in: 300 });
      bench.sim.advance(4 * MINUTE + 1);
      const second = (await bench.stable()).json;
      expect(second.access_token).not.toBe(first);
      expect(second.expires_in).toBe(7200);
      bench.sim.advance(5 * MINUTE - 1);
      expect(await works(first)).toBe(0);
      bench.sim.advance(1);
      expect(await works(first)).toBe(40001);
      expect(await works(second.access_token)).toBe(0);
    });

    it('lets a token end by itself with 42001', async () => {
      const token = await bench.token();
      bench.sim.advance(120 * MINUTE);
      const reply = await bench.get(HARMLESS, { access_token: token });
      expect(reply.json.errcode).toBe(42001);
      expect(reply.json.errmsg).toMatch(/^access_token expired rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
    });

    it('kills the token at once when forced, at most every 30 seconds and 20 times a day', async () => {
      const first = await bench.token();
      const second = (await bench.stable(WX, { force_refresh: true })).json.access_token;
      expect(await works(first)).toBe(40001);
      expect(await works(second)).toBe(0);
      expect((await bench.stable(WX, { force_refresh: true })).json.errcode).toBe(45011);
      for (let i = 1; i < 20; i++) {
        bench.sim.advance(30_000);
        expect((await bench.stable(WX, { force_refresh: true })).json.access_token).toBeTruthy();
      }
      bench.sim.advance(30_000);
      expect((await bench.stable(WX, { force_refresh: true })).json.errcode).toBe(45009);
      bench.sim.advance(24 * 60 * MINUTE);
      expect((await bench.stable(WX, { force_refresh: true })).json.expires_in).toBe(7200);
    });

    it('serves official accounts too', async () => {
      expect(await works(await bench.token(H5))).toBe(0);
    });

    it.each([
      ['another grant_type', { grant_type: 'client' }, 40002],
      ['no appid', { appid: '' }, 41002],
      ['no secret', { secret: undefined }, 41004],
      ['an unknown appid', { appid: 'wx-unknown' }, 40013],
      ['the appid of a QQ app', { appid: QQ }, 40013],
      ['a wrong secret', { secret: 'wrong' }, 40125],
      ['a force_refresh that is not a boolean', { force_refresh: 'true' }, 47001],
    ])('refuses %s', async (_, fields, errcode) => {
      expect((await bench.stable(WX, fields)).json.errcode).toBe(errcode);
    });

    it('wants POST, a body, and a length of the body', async () => {
      const path = '/cgi-bin/stable_token';
      expect((await bench.get(path)).json.errcode).toBe(43002);
      expect((await bench.post(path, '')).json.errcode).toBe(44002);
      expect((await bench.post(path, 'appid=1')).json.errcode).toBe(47001);
      const chunked = await exchange(bench.sim.url + path, {
        body: '{}',
        headers: { 'transfer-encoding': 'chunked' },
      });
      expect(chunked.status).toBe(412);
    });
  });

  it('refuses an address that is not allowed, and names it', async () => {
    bench.sim.setApp(WX, { ipAllowList: ['192.0.2.7'] });
    const { errcode, errmsg } = (await bench.stable()).json;
    expect(errcode).toBe(40164);
    expect(errmsg).toMatch(/^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist, rid: /);
    bench.sim.setApp(WX, { ipAllowList: ['127.0.0.1'] });
    expect((await bench.stable()).json.access_token).toBeTruthy();
  });

  it('refuses a frozen secret', async () => {
    bench.sim.setApp(WX, { frozen: true });
    expect((await bench.stable()).json.errcode).toBe(40243);
    expect((await bench.plain()).json.errcode).toBe(40243);
  });

  it('keeps /cgi-bin/token and stable_token apart, and replaces the former each time', async () => {
    const stable = await bench.token();
    const [first, second] = [(await bench.plain()).json, (await bench.plain()).json];
    expect(second.access_token).not.toBe(first.access_token);
    bench.sim.advance(5 * MINUTE - 1);
    expect(await works(first.access_token)).toBe(0);
    bench.sim.advance(1);
    expect(await works(first.access_token)).toBe(40001);
    expect(await works(second.access_token)).toBe(0);
    await bench.stable(WX, { force_refresh: true });
    expect(await works(stable)).toBe(40001);
    expect(await works(second.access_token)).toBe(0);
  });

  it('tells a missing, a malformed and an unknown token apart', async () => {
    expect((await bench.get(HARMLESS)).json.errcode).toBe(41001);
    expect(await works('short')).toBe(40014);
    expect(await works('x'.repeat(136))).toBe(40001);
  });

  it('revokes on demand, with the number that is wanted', async () => {
    const [token, other] = [await bench.token(), await bench.token(WX2)];
    expect(bench.sim.revoke(WX)).toBe(1);
    expect(await works(token)).toBe(40001);
    expect(await works(other)).toBe(0);
    const next = await bench.token();
    expect(next).not.toBe(token);
    expect(bench.sim.tokens(WX)).toEqual([next]);
    bench.sim.revoke(WX, 42001);
    expect(await works(next)).toBe(42001);
  });

  it('lives as long as told', async () => {
    const short = await Bench.start({ tokens: { lifetime: 10_000 } });
    const first = (await short.stable()).json;
    expect(first.expires_in).toBe(10);
    expect(await short.token()).toBe(first.access_token);
    short.sim.advance(6_000);
    expect(await short.token()).not.toBe(first.access_token);
    await short.sim.close();
  });

  it('refuses tokens of the wrong kind of app', async () => {
    const reply = await bench.call('/wxa/getwxacodeunlimit', { scene: 'a' }, H5);
    expect(reply.json.errcode).toBe(48001);
    const qq = await bench.get(HARMLESS, { access_token: await bench.token(QQ) });
    expect(qq.json.errcode).toBe(40001);
  });

  it('keeps a ticket until it ends', async () => {
    const first = (await bench.read('/cgi-bin/ticket/getticket', { type: 'jsapi' }, H5)).json;
    expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 });
    bench.sim.advance(100 * MINUTE);
    const second = (await bench.read('/cgi-bin/ticket/getticket', { type: 'jsapi' }, H5)).json;
    expect(second).toMatchObject({ ticket: first.ticket, expires_in: 1200 });
    const card = (await bench.read('/cgi-bin/ticket/getticket', { type: 'wx_card' }, H5)).json;
    expect(card.ticket).not.toBe(first.ticket);
    bench.sim.advance(20 * MINUTE);
    const third = (await bench.read('/cgi-bin/ticket/getticket', { type: 'jsapi' }, H5)).json;
    expect(third.ticket).not.toBe(first.ticket);
    expect((await bench.read('/cgi-bin/ticket/getticket', { type: 'x' }, H5)).json.errcode).toBe(40097);
  });

  describe('of QQ', () => {
    it('are retired by the next fetch after five minutes', async () => {
      const [first, second] = [await bench.token(QQ), await bench.token(QQ)];
      bench.sim.advance(5 * MINUTE - 1);
      expect(await qqWorks(first)).toBe(0);
      bench.sim.advance(1);
      expect(await qqWorks(first)).toBe(40014);
      expect(await qqWorks(second)).toBe(0);
    });

    it('are retired at once when there is no overlap', async () => {
      const strict = await Bench.start({ tokens: { qqOverlap: 0 } });
      const first = await strict.token(QQ);
      await strict.token(QQ);
      const body = { appid: QQ, content: 'hello' };
      const reply = await strict.post('/api/json/security/MsgSecCheck', body, { access_token: first });
      expect(reply.json).toEqual({ errCode: 40014, errMsg: 'invalid access_token' });
      await strict.sim.close();
    });

    it('are refused with one number, and 41001 where there is none', async () => {
      const token = await bench.token(QQ);
      bench.sim.revoke(QQ);
      expect(await qqWorks(token)).toBe(40014);
      expect(await qqWorks('short')).toBe(40014);
      expect(await qqWorks('')).toBe(41001);
      const next = await bench.token(QQ);
      bench.sim.revoke(QQ, 40001);
      expect(await qqWorks(next)).toBe(40001);
    });

    it.each([
      ['another grant_type', { grant_type: 'x' }, 40002],
      ['an unknown appid', { appid: '1' }, 40013],
      ['the appid of a WeChat app', { appid: WX }, 40013],
      ['a wrong secret', { secret: 'x' }, 40001],
    ])('refuse %s', async (_, fields, errcode) => {
      const query = { grant_type: 'client_credential', appid: QQ, secret: bench.secret(QQ), ...fields };
      const { json } = await bench.get('/api/getToken', query);
      expect(json.errcode).toBe(errcode);
      expect(json.errmsg).not.toContain('rid');
    });
  });
});
