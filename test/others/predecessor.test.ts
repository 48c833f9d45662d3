/** Beside the framework whose collection `tokenStore: 'vk-global-data'` shares. */
import { cacheKey, Predecessor, type Client } from './predecessor';
import { neighbourhood, PLATFORMS, type Neighbourhood, type Shared } from './support';

const HOUR = 3_600_000;
const CLIENTS: Record<Shared['platform'], Client> = {
  weixin: 'mp-weixin',
  'weixin.h5': 'h5-weixin',
  qq: 'mp-qq',
};

let near: Neighbourhood;
beforeEach(async () => {
  near = await neighbourhood();
});
afterEach(() => near.close());

const create = () => near.create({ tokenStore: 'vk-global-data' });
const predecessor = () => new Predecessor(near.sim, near.database);

describe.each(PLATFORMS)('on $platform', ({ platform, appid, call }: Shared) => {
  const client = CLIENTS[platform];
  const key = cacheKey(client, appid);
  const app = () => near.app(appid);

  it('while its row is valid, neither fetches', async () => {
    const other = predecessor();
    const token = await other.getAccessToken(client, app());
    near.sim.clearRequests();
    const openapi = create();
    expect(await call(openapi)).toMatchObject({ code: 0 });
    near.sim.advance(HOUR);
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(await call(create())).toMatchObject({ code: 0 });
    expect(await other.getAccessToken(client, app())).toBe(token);
    expect(near.sim.tokenRequests(appid)).toBe(0);
  });

  it('while a row of the module is valid, neither fetches, and it has all the fields of its own rows', async () => {
    await call(create());
    expect(await near.row(key, 'vk-global-data')).toEqual({
      _id: key,
      key,
      value: near.sim.tokens(appid)[0],
      expired_at: expect.any(Number),
      _add_time: expect.any(Number),
      _add_time_str: expect.stringMatching(/^\d{4}(-\d\d){2} \d\d(:\d\d){2}$/),
    });
    const other = predecessor();
    expect(await other.getAccessToken(client, app())).toBe(near.sim.tokens(appid)[0]);
    expect(other.fetches).toBe(0);
  });

  it('a row it replaced or cleared under our feet costs no call', async () => {
    const openapi = create();
    await call(openapi);
    near.sim.revoke(appid);
    const other = predecessor();
    await other.clear(key);
    const theirs = await other.getAccessToken(client, app());
    near.sim.clearRequests();
    expect(await call(openapi)).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    expect(await near.row(key, 'vk-global-data')).toMatchObject({ value: theirs });
    await other.clear(key);
    expect(await call(create())).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(1);
  });

  it('its dead token is replaced, and it goes on with the new one', async () => {
    const other = predecessor();
    await other.getAccessToken(client, app());
    near.sim.revoke(appid);
    expect(await call(create())).toMatchObject({ code: 0 });
    const next = await other.getAccessToken(client, app());
    expect(near.sim.tokens(appid)).toContain(next);
    expect(other.fetches).toBe(1);
  });

  it.each([
    ['a date', { expired_at: new Date(Date.now() + HOUR) }],
    ['-1: until it is refused', { expired_at: -1 }],
  ])('a row whose end is %s is used', async (_what, end) => {
    const token = await predecessor().getAccessToken(client, app());
    await near.database
      .collection('vk-global-data')
      .doc(key)
      .set({ key, value: token, ...end });
    near.sim.clearRequests();
    expect(await call(create())).toMatchObject({ code: 0 });
    expect(near.sim.tokenRequests(appid)).toBe(0);
    near.sim.revoke(appid);
    expect(await call(create())).toMatchObject({ code: 0 });
    expect(await near.row(key, 'vk-global-data')).toMatchObject({ key, expired_at: expect.any(Number) });
  });
});
