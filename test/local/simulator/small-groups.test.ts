import { Bench, OPENID, WX, WX2 } from './support';

describe('live rooms', () => {
  let bench: Bench;
  const PATH = '/wxa/business/getliveinfo';
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.sim.close());

  it('are listed a page at a time', async () => {
    const { json } = await bench.call(PATH, { start: 1, limit: 1 });
    expect(json).toMatchObject({ errcode: 0, total: 3, room_info: [{ roomid: 2, live_status: 102 }] });
    expect(json.room_info).toHaveLength(1);
    expect((await bench.call(PATH, { start: 3, limit: 10 })).json).toMatchObject({ room_info: [], total: 3 });
  });

  it('answer 9410000 when there is none', async () => {
    expect((await bench.call(PATH, { start: 0, limit: 10 }, WX2)).json.errcode).toBe(9410000);
  });

  it('have replays', async () => {
    const replay = { action: 'get_replay', room_id: 1, start: 0, limit: 10 };
    const { json } = await bench.call(PATH, replay);
    expect(json).toMatchObject({ total: 1, live_replay: [{ create_time: '2026-01-15T03:00:00Z' }] });
    expect((await bench.call(PATH, { ...replay, room_id: 9 })).json.errcode).toBe(9410003);
  });

  it('refuse nonsense', async () => {
    expect((await bench.call(PATH, { start: -1, limit: 1 })).json.errcode).toBe(9410001);
    expect((await bench.call(PATH, { start: '0', limit: 1 })).json.errcode).toBe(47001);
  });
});

describe('service cards', () => {
  let bench: Bench;
  const card = { openid: OPENID, notify_type: 1005, notify_code: 'demo-1' };
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  it('are set, read and extended', async () => {
    expect((await bench.call('/wxa/get_user_notify', card)).json.errcode).toBe(85437);
    const content_json = '{"status":1}';
    expect((await bench.call('/wxa/set_user_notify', { ...card, content_json })).json.errcode).toBe(0);
    const { json } = await bench.call('/wxa/get_user_notify', card);
    expect(json.notify_info).toMatchObject({ notify_type: 1005, code_state: 0, content_json });
    expect((await bench.call('/wxa/set_user_notifyext', { ...card, ext_json: '{}' })).json.errcode).toBe(0);
  });

  it.each([
    [{ openid: 'x' }, 40003],
    [{ notify_type: 0 }, 85434],
    [{ notify_code: 'x' }, 85437],
    [{ content_json: 'x' }, 85435],
    [{ check_json: 'x' }, 85433],
  ])('refuse %p with %i', async (fields, errcode) => {
    const body = { ...card, content_json: '{}', ...fields };
    expect((await bench.call('/wxa/set_user_notify', body)).json.errcode).toBe(errcode);
  });

  it('refuse an extension that is not JSON', async () => {
    expect((await bench.call('/wxa/set_user_notifyext', { ...card, ext_json: 'x' })).json.errcode).toBe(
      85470,
    );
  });
});

describe('quotas', () => {
  const PATH = '/wxa/msg_sec_check';

  it('end with 45011 in a minute and with 45009 in a day, for each app alone', async () => {
    const bench = await Bench.start({ quotas: { [PATH]: { minute: 2, day: 3 } } });
    const check = async (appid = WX) => (await bench.call(PATH, { content: 'a' }, appid)).json.errcode;
    expect([await check(), await check(), await check()]).toEqual([0, 0, 45011]);
    expect(await check(WX2)).toBe(0);
    bench.sim.advance(60_000);
    expect(await check()).toBe(45009);
    bench.sim.advance(86_400_000);
    expect(await check()).toBe(0);
    await bench.sim.close();
  });

  it('count token requests and logins by appid', async () => {
    const bench = await Bench.start();
    bench.sim.setQuota('/cgi-bin/stable_token', { minute: 1 });
    bench.sim.setQuota('/sns/jscode2session', { minute: 1 });
    expect((await bench.stable()).json.errcode).toBeUndefined();
    expect((await bench.stable()).json.errcode).toBe(45011);
    await bench.login(WX, 'demo-1');
    expect((await bench.login(WX, 'demo-2')).json.errcode).toBe(45011);
    await bench.sim.close();
  });
});
