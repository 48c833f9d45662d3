import { make, NOW } from './context';

const DATA = {
  thing1: '水果',
  number2: 5,
  thing3: { value: '已是平台的形式', color: '#173177' },
  thing4: null,
};
const WRAPPED = {
  thing1: { value: '水果' },
  number2: { value: 5 },
  thing3: { value: '已是平台的形式', color: '#173177' },
  thing4: { value: null },
};

describe('bare template values are taken as { value }', () => {
  test.each([
    ['weixin', 'subscribeMessage.send'],
    ['weixin.h5', 'templateMessage.send'],
    ['qq', 'subscribeMessage.send'],
  ] as const)('by %s.%s', async (platform, name) => {
    const { sent } = await make(name, { touser: 'o', template_id: 't', data: DATA }, { platform });
    expect(sent).toEqual([{ params: { touser: 'o', template_id: 't', data: WRAPPED } }]);
    for (const data of [undefined, 'text', ['a']]) {
      expect((await make(name, { data }, { platform })).sent[0]!.params.data).toEqual(data);
    }
  });
});

test('subscribeMessage.send removes the leading slash of the page', async () => {
  const page = async (given: unknown) =>
    (await make('subscribeMessage.send', { page: given, data: {} })).sent[0]!.params.page;
  expect(await page('/pages/index/index?a=/1')).toBe('pages/index/index?a=/1');
  expect(await page('pages/index/index')).toBe('pages/index/index');
  expect(await page('')).toBe('');
  expect(await page(undefined)).toBeUndefined();
});

describe('uniformMessage.send', () => {
  const flat = {
    touser: 'o',
    template_id: 't',
    url: 'https://e.com',
    miniprogram: { appid: 'wx3' },
    data: DATA,
  };

  test('nests what is flat, with the official account’s appid, and names the way now', async () => {
    const { sent, result } = await make('uniformMessage.send', flat, { replies: [45109] });
    expect(sent).toEqual([
      {
        params: {
          touser: 'o',
          mp_template_msg: {
            appid: 'wx_account',
            template_id: 't',
            url: 'https://e.com',
            miniprogram: { appid: 'wx3' },
            data: WRAPPED,
          },
        },
      },
    ]);
    expect(result.code).toBe(45109);
    expect(result.msg).toContain('weixin.h5.templateMessage.send');
  });

  test('takes another official account by template_appid', async () => {
    const { sent } = await make('uniformMessage.send', { ...flat, template_appid: 'wx_other' });
    expect(sent[0]!.params).toMatchObject({ mp_template_msg: { appid: 'wx_other' } });
    expect(sent[0]!.params).not.toHaveProperty('template_appid');
  });

  test('sends the platform’s own form as it is', async () => {
    const nested = { touser: 'o', mp_template_msg: { appid: 'a', data: { k: { value: 1 } } } };
    expect((await make('uniformMessage.send', nested)).sent).toEqual([{ params: nested }]);
  });

  test.each(['template_id', 'data'])('names %s when it is missing', async name => {
    const { result, sent } = await make('uniformMessage.send', { ...flat, [name]: undefined });
    expect([result.code, sent]).toEqual(['vk-openapi-param-invalid', []]);
    expect(result.msg).toContain(`${name} `);
  });
});

describe('urlscheme.generate', () => {
  const seconds = NOW / 1000;
  const generate = async (params: Record<string, unknown>) => {
    const { sent, warnings } = await make('urlscheme.generate', params);
    return { params: sent[0]!.params, warnings };
  };

  test('understands a small expire_time as seconds from now and warns', async () => {
    for (const expire_time of [3600, '3600']) {
      const { params, warnings } = await generate({ is_expire: true, expire_time });
      expect(params).toEqual({ is_expire: true, expire_time: seconds + 3600 });
      expect(warnings).toHaveLength(1);
    }
  });

  test("clips it to the platform's 30 days", async () => {
    for (const expire_time of [3600 * 24 * 30, 3600 * 24 * 365]) {
      const { params, warnings } = await generate({ is_expire: true, expire_time });
      expect(params.expire_time).toBeLessThanOrEqual(seconds + 3600 * 24 * 30);
      expect(params.expire_time).toBeGreaterThan(seconds + 3600 * 24 * 30 - 60);
      expect(warnings).toHaveLength(1);
    }
  });

  test.each([
    [seconds + 60],
    [String(seconds + 60)],
    [seconds + 3600 * 24 * 400],
    [0],
    [-5],
    [undefined],
    ['x'],
    [1e9],
  ])('sends %j as it is', async expire_time => {
    const { params, warnings } = await generate({ expire_time });
    expect([params.expire_time, warnings]).toEqual([expire_time, []]);
  });
});

describe('livebroadcast.getLiveInfo', () => {
  const NAME = 'livebroadcast.getLiveInfo';
  const wire = async (params: Record<string, unknown>) => (await make(NAME, params)).sent[0]?.params;

  test('turns pages into start and limit', async () => {
    expect(await wire({})).toEqual({ start: 0, limit: 100 });
    expect(await wire({ pageIndex: 3, pageSize: 20 })).toEqual({ start: 40, limit: 20 });
    expect(await wire({ pageIndex: '2', pageSize: '10' })).toEqual({ start: 10, limit: 10 });
    expect(await wire({ start: 5, limit: 7 })).toEqual({ start: 5, limit: 7 });
    expect(await wire({ start: 0, limit: 10, action: 'get_replay', room_id: 8 })).toEqual({
      start: 0,
      limit: 10,
      action: 'get_replay',
      room_id: 8,
    });
  });

  test.each([
    ['pageIndex', 0],
    ['pageIndex', -1],
    ['pageIndex', 1.5],
    ['pageIndex', 'x'],
    ['pageSize', 0],
    ['pageSize', {}],
  ])('refuses %s = %j', async (name, value) => {
    const { result, sent } = await make(NAME, { [name]: value });
    expect([result.code, sent]).toEqual(['vk-openapi-param-invalid', []]);
    expect(result.msg).toContain(name);
  });

  test('gives an empty list where there is no room', async () => {
    const { result } = await make(NAME, {}, { replies: [9410000] });
    expect(result).toEqual({ code: 0, msg: '成功', errcode: 0, errmsg: 'ok', room_info: [], total: 0 });
    expect((await make(NAME, {}, { replies: [1003] })).result.code).toBe(1003);
    const rooms = { room_info: [{ name: 'a' }], total: 1 };
    expect((await make(NAME, {}, { replies: [rooms] })).result).toMatchObject({ code: 0, ...rooms });
  });
});
