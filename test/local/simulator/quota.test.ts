import { Bench, H5, QQ, START, WX } from './support';

const GET = '/cgi-bin/openapi/quota/get';
const CHECK = '/wxa/msg_sec_check';

describe('the quota of a path', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const quotaOf = (cgi_path: unknown, appid = WX) => bench.call(GET, { cgi_path }, appid);

  it('is the published one, less what the app has used today', async () => {
    await bench.call(CHECK, { content: 'a' }, WX);
    expect((await quotaOf(CHECK)).json).toEqual({
      errcode: 0,
      errmsg: 'ok',
      quota: { daily_limit: 2_000_000, used: 1, remain: 1_999_999 },
      rate_limit: { call_count: 4_000, refresh_second: 60 },
    });
    expect((await quotaOf(CHECK, H5)).json.quota.used).toBe(0);
    bench.sim.advance(86_400_000);
    expect((await quotaOf(CHECK)).json.quota.used).toBe(0);
  });

  it('is the one that was set, down to nothing', async () => {
    bench.sim.setQuota(CHECK, { day: 1 });
    await bench.call(CHECK, { content: 'a' }, WX);
    expect((await bench.call(CHECK, { content: 'a' }, WX)).json.errcode).toBe(45009);
    expect((await quotaOf(CHECK)).json.quota).toEqual({ daily_limit: 1, used: 1, remain: 0 });
  });

  it.each([
    ['/sns/jscode2session', 76022],
    ['https://api.weixin.qq.com/wxa/msg_sec_check', 76021],
    ['/wxa/msg_sec_check?a=1', 76021],
    ['', 76021],
    [7, 47001],
  ])('is refused for %j', async (path, errcode) => {
    expect((await quotaOf(path)).json.errcode).toBe(errcode);
  });

  it('is not to be had with a token of QQ', async () => {
    expect((await quotaOf(CHECK, QQ)).json.errcode).toBe(40001);
  });

  it('comes, as every answer, with the simulator’s time', async () => {
    bench.sim.advance(5 * 86_400_000);
    const { headers } = await quotaOf(CHECK);
    expect(Date.parse(headers.date!)).toBe(START + 5 * 86_400_000);
  });
});
