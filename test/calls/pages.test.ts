/** Walking paged lists with `for await`, through the built module. */
import { type Asked, type Scripted, startScripted } from './scripted';
import { startWorld, vkOpenapi, WX, type World } from './world';

const LIVE = '/wxa/business/getliveinfo';

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** What a walk throws, and what it gave before. */
async function failing(pages: AsyncIterable<unknown>): Promise<{ items: unknown[]; error: unknown }> {
  const items: unknown[] = [];
  try {
    for await (const item of pages) items.push(item);
  } catch (error) {
    return { items, error };
  }
  throw new Error('it did not fail');
}

describe('the live rooms', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(() => {
    world.sim.reset();
    world.openapi = world.create();
  });
  afterAll(() => world.sim.close());

  const pages = (params?: object, options?: object) =>
    world.openapi.weixin.livebroadcast.getLiveInfo.pages(params, options);
  const rooms = (count: number) => world.sim.setApp(WX, { liveRooms: count });
  const asked = () =>
    world.sim.requests
      .filter(({ path }) => path === LIVE)
      .map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);

  it('are walked from the first to the last, a request a page and none too many', async () => {
    rooms(250);
    const list = await all<{ roomid: number }>(pages());
    expect(list.map(({ roomid }) => roomid)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect(asked()).toEqual([
      { start: 0, limit: 100 },
      { start: 100, limit: 100 },
      { start: 200, limit: 100 },
    ]);
  });

  it('are walked from where the caller says, in pages as long as it says', async () => {
    rooms(7);
    const params = Object.freeze({ start: '2', limit: 3 });
    expect(await all(pages(params))).toHaveLength(5);
    expect(asked()).toEqual([
      { start: 2, limit: 3 },
      { start: 5, limit: 3 },
    ]);
    expect(await all(pages({ pageSize: 4 }))).toHaveLength(7);
  });

  it('are asked for only as far as somebody goes', async () => {
    rooms(250);
    for await (const room of pages({ limit: 10 })) if ((room as { roomid: number }).roomid === 3) break;
    expect(asked()).toHaveLength(1);
    pages();
    expect(asked()).toHaveLength(1);
  });

  it('are none where there is none', async () => {
    rooms(0);
    expect(await all(pages())).toEqual([]);
  });

  it('throw the page that fails, with the fields of its envelope, after the items before it', async () => {
    rooms(250);
    world.sim.fault({ kind: 'error', path: LIVE, errcode: 9410001, errmsg: 'fail', after: 1 });
    const { items, error } = await failing(pages());
    expect(items).toHaveLength(100);
    expect(error).toBeInstanceOf(vkOpenapi.OpenapiError);
    expect(error).toMatchObject({ code: 9410001, errcode: 9410001, errmsg: expect.stringContaining('fail') });
    expect((error as { msg: string }).msg).not.toBe('');
  });

  it.each([{ pageIndex: 2 }, { action: 'get_replay', room_id: 1 }, { start: -1 }, { start: 'x' }, []])(
    'refuse %p before anything is sent',
    async params => {
      const { error } = await failing(pages(params));
      expect(error).toMatchObject({ code: 'vk-openapi-param-invalid' });
      expect(world.sim.requests).toHaveLength(0);
    },
  );

  it('refuse a wrong option, and a missing app', async () => {
    expect((await failing(pages({}, { timeout: -1 }))).error).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
    const none = vkOpenapi.createOpenapi({ apps: { weixin: [] }, endpoints: world.sim.endpoints });
    expect((await failing(none.weixin.livebroadcast.getLiveInfo.pages())).error).toMatchObject({
      code: 'vk-openapi-config-missing',
    });
  });

  it('are no call for tools that list calls, and no other call has pages', () => {
    const { getLiveInfo } = world.openapi.weixin.livebroadcast;
    expect(Object.keys(getLiveInfo)).toEqual([]);
    expect(typeof getLiveInfo.pages).toBe('function');
    expect(world.openapi.weixin.wxacode.getUnlimited.pages).toBeUndefined();
    expect(world.openapi.weixin.request.pages).toBeUndefined();
  });
});

describe('a list', () => {
  let script: (asked: Asked) => object = () => ({});
  let platform: Scripted;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as users do
  let openapi: any;
  const T = { access_token: 'T' };
  beforeAll(async () => {
    platform = await startScripted(asked => script(asked));
    const app = { appid: 'wx0000000000000001', appsecret: '0'.repeat(32) };
    openapi = vkOpenapi.createOpenapi({
      apps: { weixin: [app], 'weixin.h5': [app] },
      endpoints: { weixin: platform.url },
    });
  });
  beforeEach(() => void platform.asked.splice(0));
  afterAll(() => platform.close());

  const numbers = (from: number, count: number) =>
    Array.from({ length: Math.max(0, count) }, (_, i) => ({ id: from + i }));

  describe('with a cursor', () => {
    const ids = Array.from({ length: 25 }, (_, i) => `o${i}`);
    const users = ({ query }: Asked) => {
      const from = query.next_openid ? ids.indexOf(query.next_openid) + 1 : 0;
      const openid = ids.slice(from, from + 10);
      return openid.length === 0
        ? { total: 25, count: 0, next_openid: '' }
        : { total: 25, count: openid.length, data: { openid }, next_openid: openid[openid.length - 1] };
    };

    it('is walked to where the platform names no next page', async () => {
      script = users;
      expect(await all(openapi.weixin.h5.user.getList.pages({}, T))).toEqual(ids);
      expect(platform.asked.map(({ query }) => query.next_openid)).toEqual([undefined, 'o9', 'o19', 'o24']);
    });

    it('is walked on from a cursor the caller kept', async () => {
      script = users;
      expect(await all(openapi.weixin.h5.user.getList.pages({ next_openid: 'o19', ...T }))).toEqual(
        ids.slice(20),
      );
    });

    it('whose parameter has another name than the field, or must be there at first, is walked too', async () => {
      script = ({ body }) =>
        body.begin_openid === undefined
          ? { data: { openid: ['a'] }, next_openid: 'a' }
          : { data: { openid: ['b'] }, next_openid: '' };
      expect(await all(openapi.weixin.h5.blacklist.getList.pages({}, T))).toEqual(['a', 'b']);
      script = ({ body }) =>
        body.page_context === ''
          ? { openid_list: ['a'], page_context: 'x' }
          : { openid_list: ['b'], page_context: '' };
      expect(await all(openapi.weixin.b2b.getRetailOpenidList.pages({}, T))).toEqual(['a', 'b']);
    });

    it('goes by the platform’s word whether there is more, past an empty page too', async () => {
      const answers = [
        { order_list: [1], last_index: 'a', has_more: true },
        { order_list: [], last_index: 'b', has_more: true },
        { order_list: [2], last_index: 'c', has_more: false },
      ];
      script = () => answers[platform.asked.length - 1]!;
      expect(await all(openapi.weixin.orderShipping.getOrderList.pages({}, T))).toEqual([1, 2]);
      expect(platform.asked).toHaveLength(3);
    });

    it('ends with an error when the platform goes in a circle', async () => {
      script = ({ query }) => ({
        data: { openid: [query.next_openid || 'first'] },
        next_openid: query.next_openid === 'a' ? 'b' : 'a',
      });
      const { items, error } = await failing(openapi.weixin.h5.user.getList.pages({}, T));
      expect(items).toEqual(['first', 'a', 'b']);
      expect(error).toMatchObject({
        code: 'vk-openapi-bad-response',
        msg: expect.stringContaining('next_openid'),
      });
      expect(platform.asked).toHaveLength(3);
    });
  });

  describe('with an offset', () => {
    const vod = (params: object = {}) => openapi.weixin.vod.listMedia.pages({ limit: 10, ...params }, T);

    it('and no total is walked until a page is empty', async () => {
      script = ({ body }) => ({
        media_info_list: numbers(Number(body.offset), Math.min(10, 20 - Number(body.offset))),
      });
      expect(await all(vod())).toEqual(numbers(0, 20));
      expect(platform.asked.map(({ body }) => body.offset)).toEqual([0, 10, 20]);
    });

    it('loses nothing when the platform gives shorter pages than it was asked for', async () => {
      script = ({ body }) => ({
        media_info_list: numbers(Number(body.offset), Math.min(4, 10 - Number(body.offset))),
      });
      expect(await all(vod())).toEqual(numbers(0, 10));
    });

    it('ends with an error when the platform gives the same page again', async () => {
      script = () => ({ media_info_list: numbers(0, 10) });
      const { items, error } = await failing(vod());
      expect(items).toHaveLength(10);
      expect(error).toMatchObject({
        code: 'vk-openapi-bad-response',
        msg: expect.stringContaining('offset'),
      });
      expect(platform.asked).toHaveLength(2);
    });

    it('ends with an error when what should be the list is none', async () => {
      script = () => ({ media_info_list: 'a' });
      expect((await failing(vod())).error).toMatchObject({ code: 'vk-openapi-bad-response' });
    });

    it('is asked for in pages as long as the platform allows', async () => {
      script = ({ body }) => ({
        item: numbers(Number(body.offset), 20).slice(0, 40 - Number(body.offset)),
        total_count: 40,
      });
      expect(await all(openapi.weixin.h5.material.batchGet.pages({ type: 'image' }, T))).toHaveLength(40);
      expect(platform.asked.map(({ body }) => [body.type, body.offset, body.count])).toEqual([
        ['image', 0, 20],
        ['image', 20, 20],
      ]);
    });
  });

  describe('with page numbers', () => {
    it('is walked by the number of pages, or of items', async () => {
      script = ({ body }) => ({ adver_funds_list: numbers(Number(body.page) * 10, 2), total_page: 3 });
      const funds = openapi.weixin.xpay.queryAdverFunds.pages({ page_size: 2, env: 0, pay_sig: 's' }, T);
      expect(await all(funds)).toHaveLength(6);
      expect(platform.asked.map(({ body }) => body.page)).toEqual([1, 2, 3]);

      platform.asked.splice(0);
      script = ({ query }) => ({ list: numbers(Number(query.page) * 10, 2), total_num: 4 });
      expect(await all(openapi.weixin.operation.getFeedback.pages({ num: 2 }, T))).toHaveLength(4);
      expect(platform.asked).toHaveLength(2);
    });

    it('is walked to an empty page when it was not begun at the first', async () => {
      script = ({ query }) => ({
        list: Number(query.page) > 3 ? [] : numbers(Number(query.page) * 10, 2),
        total_num: 6,
      });
      const list = openapi.weixin.operation.getFeedback.pages({ num: 2, page: 2 }, T);
      expect(await all(list)).toHaveLength(4);
    });

    it('may write them as text', async () => {
      script = ({ query }) => ({ list: numbers(Number(query.page) * 10, 1), total_num: 2 });
      const list = openapi.weixin.h5.publisher.getCpsGeneral.pages(
        { action: 'publisher_cps_general', start_date: '2026-11-01', end_date: '2026-11-02' },
        T,
      );
      expect(await all(list)).toHaveLength(2);
      expect(platform.asked.map(({ query }) => [query.page, query.page_size])).toEqual([
        ['1', '90'],
        ['2', '90'],
      ]);
    });
  });
});
