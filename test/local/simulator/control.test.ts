import { DEMO_APPS, startSimulator } from '../../../local/simulator';
import { Bench, OPENID, QQ, WX, exchange } from './support';

describe('the simulator itself', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const control = (name: string, body?: object) =>
    body === undefined ? bench.get(`/_simulator/${name}`) : bench.post(`/_simulator/${name}`, body);

  it('records requests with everything that was sent', async () => {
    await bench.stable();
    await bench.get('/sns/jscode2session', { appid: 'x' });
    const [first, second] = bench.sim.requests;
    expect(first).toMatchObject({ method: 'POST', path: '/cgi-bin/stable_token', query: {} });
    expect(first!.parsed).toMatchObject({ appid: WX });
    expect(first!.body.toString()).toBe(first!.text);
    expect(first!.headers['content-type']).toBe('application/json');
    expect(second).toMatchObject({ method: 'GET', query: { appid: 'x' }, parsed: undefined });
    expect([bench.sim.count(), bench.sim.count('/cgi-bin/stable_token'), bench.sim.count('/x')]).toEqual([
      2, 1, 0,
    ]);
    bench.sim.clearRequests();
    expect(bench.sim.count()).toBe(0);
  });

  it('counts the token requests of each app, whatever they got', async () => {
    await bench.stable();
    await bench.stable(WX, { secret: 'wrong' });
    await bench.plain();
    await bench.qqToken();
    expect([bench.sim.tokenRequests(WX), bench.sim.tokenRequests(QQ), bench.sim.tokenRequests('x')]).toEqual([
      3, 1, 0,
    ]);
  });

  it('keeps the last requests and counts them all', async () => {
    const small = await Bench.start({ keepRequests: 4 });
    for (let i = 0; i < 10; i++) await small.get(`/n${i}`);
    expect(small.sim.count()).toBe(10);
    expect(small.sim.requests.length).toBeLessThanOrEqual(4);
    expect(small.sim.requests.at(-1)!.path).toBe('/n9');
    await small.sim.close();
  });

  it('knows every secret it ever handed out, beyond a reset', async () => {
    const token = await bench.token();
    const { session_key } = (await bench.login(WX, 'demo-1')).json;
    const { ticket } = (await bench.read('/cgi-bin/ticket/getticket', { type: 'jsapi' })).json;
    const app = { platform: 'weixin', appid: 'wx-other', appsecret: 'another-secret' } as const;
    bench.sim.addApp(app);
    bench.sim.reset();
    const all = bench.sim.secrets();
    for (const secret of [token, session_key, ticket, 'another-secret', DEMO_APPS[0]!.appsecret])
      expect(all).toContain(secret);
    expect(bench.sim.apps.some(({ appid }) => appid === 'wx-other')).toBe(false);
  });

  it('starts anew on reset, time included', async () => {
    const before = bench.sim.now();
    const token = await bench.token();
    bench.sim.advance(1000);
    bench.sim.fault({ kind: 'busy' });
    bench.sim.reset();
    expect(bench.sim.now()).toBe(before);
    expect(await bench.token()).not.toBe(token);
  });

  it('does over HTTP what it does by hand', async () => {
    const token = await bench.token();
    expect((await bench.get('/_simulator/tokens', { appid: WX })).json.tokens).toEqual([token]);
    expect((await control('revoke', { appid: WX })).json).toEqual({ ok: true, revoked: 1 });
    expect((await control('secrets')).json.secrets).toContain(token);

    const { code } = (await control('code', { appid: WX, openid: OPENID })).json;
    const { openid, session_key } = (await bench.login(WX, code)).json;
    expect(openid).toBe(OPENID);
    const data = { phoneNumber: '1' };
    const made = (await control('encrypt', { appid: WX, sessionKey: session_key, data })).json;
    expect(Buffer.from(made.iv, 'base64')).toHaveLength(16);

    const phone = (await control('phone-code', { appid: WX, purePhoneNumber: '2' })).json.code;
    const reply = await bench.call('/wxa/business/getuserphonenumber', { code: phone });
    expect(reply.json.phone_info.purePhoneNumber).toBe('2');
    expect((await control('form-id', { appid: QQ })).json.formId).toBeTruthy();

    const now = bench.sim.now();
    expect((await control('advance', { ms: 5000 })).json.now).toBe(now + 5000);
    await control('user', { appid: WX, openid: OPENID, active: false });
    const check = { content: 'a', version: 2, scene: 1, openid: OPENID };
    expect((await bench.call('/wxa/msg_sec_check', check)).json.errcode).toBe(61010);
    await control('quota', { path: '/wxa/msg_sec_check', minute: 0 });
    expect((await bench.call('/wxa/msg_sec_check', { content: 'a' })).json.errcode).toBe(45011);

    await control('fault', { kind: 'busy', times: 9 });
    expect((await bench.stable()).json.errcode).toBe(-1);
    await control('clear-faults', {});
    expect((await bench.stable()).json.access_token).toBeTruthy();

    await control('app', { appid: WX, frozen: true });
    expect((await bench.stable()).json.errcode).toBe(40243);
    await control('app', { platform: 'qq', appid: '7', appsecret: 's' });
    const state = (await control('state')).json;
    expect(state.apps).toHaveLength(DEMO_APPS.length + 1);
    expect(state.tokenRequests[WX]).toBe(bench.sim.tokenRequests(WX));
    const recorded = (await bench.get('/_simulator/requests', { path: '/sns/jscode2session' })).json;
    expect(recorded).toMatchObject({ count: 1, requests: [{ method: 'GET', query: { js_code: code } }] });
    await control('clear-requests', {});
    expect(bench.sim.count()).toBe(0);
    await control('reset', {});
    expect(bench.sim.apps).toHaveLength(DEMO_APPS.length);
  });

  it.each([
    ['revoke', { appid: 'nobody' }],
    ['revoke', {}],
    ['fault', { kind: 'flood' }],
    ['advance', { ms: -1 }],
    ['advance', { ms: '1' }],
    ['encrypt', { appid: WX, sessionKey: 'x', data: 1 }],
    ['app', { platform: 'x', appid: 'y', appsecret: 'z' }],
  ])('says what is wrong with %s %p', async (name, body) => {
    const reply = await control(name, body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toBeTruthy();
  });

  it('knows its own paths and methods', async () => {
    expect((await control('nothing')).status).toBe(404);
    expect((await control('reset')).status).toBe(405);
    expect((await bench.post('/_simulator/advance', '[1]')).status).toBe(400);
  });

  it('says what it is, to people and to programs', async () => {
    const program = await bench.get('/');
    expect(program.json.endpoints).toEqual({ weixin: bench.sim.url, qq: bench.sim.url });
    expect(program.json.plays).toContain('/wxa/getwxacodeunlimit');
    const person = await exchange(bench.sim.url, { headers: { accept: 'text/html' } });
    expect(person.headers['content-type']).toContain('text/html');
    expect(person.text).toContain(WX);
  });

  it('answers paths it does not play as the platforms do', async () => {
    expect((await bench.get('/cgi-bin/nothing')).json.errcode).toBe(40066);
    expect((await bench.get('/api/nothing')).status).toBe(404);
    expect((await bench.post('/cgi-bin/getcallbackip', '{}')).json.errcode).toBe(43001);
  });

  it('lets in loopback names and origins only', async () => {
    const from = async (headers: Record<string, string>) =>
      (await exchange(bench.sim.url, { headers })).status;
    expect(await from({ host: 'evil.example' })).toBe(403);
    expect(await from({ host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ origin: 'null' })).toBe(403);
    expect(await from({ host: 'localhost:7002', origin: 'http://localhost:5173' })).toBe(200);
    expect(await from({ host: '[::1]:7002', origin: 'http://127.0.0.1:8080' })).toBe(200);
    expect(bench.sim.count()).toBe(0);
  });

  it('listens on loopback only', async () => {
    await expect(startSimulator({ host: '0.0.0.0' })).rejects.toThrow(/loopback/);
    await expect(startSimulator({ port: bench.sim.port })).rejects.toThrow(/EADDRINUSE/);
  });

  it('refuses a body beyond all measure, and lives on', async () => {
    const huge = Buffer.alloc(25 * 1024 * 1024);
    const outcome = await bench.post('/wxa/msg_sec_check', huge).then(
      reply => reply.status,
      () => 'cut',
    );
    expect([413, 'cut']).toContain(outcome);
    expect((await bench.stable()).json.access_token).toBeTruthy();
  });

  it('survives hostile bodies and addresses', async () => {
    for (const body of ['[]', 'null', '"x"', '{"__proto__":{"appid":"x"}}', '\u0000', '{"appid":{}}'])
      expect((await bench.post('/cgi-bin/stable_token', body)).json.errcode).toEqual(expect.any(Number));
    for (const path of ['/%', '/..%2f', '/constructor', '/_simulator/__proto__', '//'])
      expect((await bench.get(path)).status).toBeLessThan(500);
    const query = await exchange(
      `${bench.sim.url}/cgi-bin/token?appid=1&appid=2&%=%&__proto__=1&grant_type=%E0`,
    );
    expect(query.json.errcode).toBe(40002);
  });
});
