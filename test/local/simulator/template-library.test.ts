import { Bench, OPENID } from './support';

const BASE = '/wxaapi/newtmpl';

describe('the template library', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const add = async (fields: object = {}) =>
    (await bench.call(`${BASE}/addtemplate`, { tid: '1002', kidList: [2, 1], sceneDesc: '通知', ...fields }))
      .json;

  it('shows categories, titles by page, and keywords', async () => {
    const { data } = (await bench.read(`${BASE}/getcategory`)).json;
    const ids = data.map(({ id }: { id: number }) => id).join(',');
    const titles = (await bench.read(`${BASE}/getpubtemplatetitles`, { ids, start: '1', limit: '1' })).json;
    expect(titles).toMatchObject({ count: 3, data: [{ tid: 1002, type: 2, categoryId: '612' }] });
    const keywords = (await bench.read(`${BASE}/getpubtemplatekeywords`, { tid: '1001' })).json;
    expect(keywords).toMatchObject({
      count: 5,
      data: expect.arrayContaining([expect.objectContaining({ kid: 1 })]),
    });
  });

  it.each([
    [{ ids: '', start: '0', limit: '1' }, 200018],
    [{ ids: '1', start: '0', limit: '1' }, 200019],
    [{ ids: '616', start: '', limit: '1' }, 200016],
    [{ ids: '616', start: '0', limit: '31' }, 200017],
  ])('refuses the page %p with %i', async (query, errcode) => {
    expect((await bench.read(`${BASE}/getpubtemplatetitles`, query)).json.errcode).toBe(errcode);
  });

  it('adds a template that can be sent at once, lists it and deletes it', async () => {
    const { priTmplId } = await add();
    const list = (await bench.read(`${BASE}/gettemplate`)).json.data;
    expect(list).toHaveLength(2);
    expect(list[1]).toMatchObject({ priTmplId, title: '支付成功通知', type: 2 });
    expect(list[1].content).toBe('商品:{{thing2.DATA}}\n金额:{{amount1.DATA}}\n');

    const data = { thing2: { value: '商品' }, amount1: { value: '10元' } };
    const message = { touser: OPENID, template_id: priTmplId, data };
    expect((await bench.call('/cgi-bin/message/subscribe/send', message)).json.errcode).toBe(0);

    expect((await bench.call(`${BASE}/deltemplate`, { priTmplId })).json.errcode).toBe(0);
    expect((await bench.call(`${BASE}/deltemplate`, { priTmplId })).json.errcode).toBe(200014);
    expect((await bench.call(`${BASE}/deltemplate`, {})).json.errcode).toBe(200002);
    expect((await bench.read(`${BASE}/gettemplate`)).json.data).toHaveLength(1);
  });

  it.each([
    ['an unknown title', { tid: '1' }, 200014],
    ['a keyword that the title has not', { kidList: [1, 99] }, 200020],
    ['a keyword twice', { kidList: [1, 1] }, 200020],
    ['a single keyword', { kidList: [1] }, 200020],
    ['more than five', { kidList: [1, 2, 3, 4, 5, 6] }, 200020],
    ['no scene', { sceneDesc: '' }, 200021],
    ['a scene of 16 characters', { sceneDesc: '字'.repeat(16) }, 200021],
  ])('refuses %s', async (_, fields, errcode) => {
    expect(await add(fields)).toMatchObject({ errcode });
  });

  it('refuses the same template twice, and the fifty-first', async () => {
    expect(await add()).toMatchObject({ errcode: 0 });
    expect(await add()).toMatchObject({ errcode: 200022 });
    const [app] = bench.sim.apps;
    const templates = Array.from({ length: 50 }, (_, i) => ({ id: `t${i}`, title: `t${i}`, keys: [] }));
    bench.sim.setApp(app!.appid, { templates });
    expect(await add()).toMatchObject({ errcode: 200012 });
  });
});
