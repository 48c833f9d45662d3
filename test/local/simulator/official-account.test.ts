import { DEMO_TEMPLATES } from '../../../local/simulator';
import { Bench, H5, OPENID, WX } from './support';

const SEND = '/cgi-bin/message/template/send';
const TEMPLATE = DEMO_TEMPLATES['weixin.h5'][0]!.id;
const DATA = { keyword1: { value: '1' }, keyword2: { value: '2', color: '#000' }, keyword3: { value: '3' } };
const MESSAGE = { touser: OPENID, template_id: TEMPLATE, url: 'https://example.com', data: DATA };

describe('an official account', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const send = (fields: object = {}) => bench.call(SEND, { ...MESSAGE, ...fields }, H5);

  it('sends a template message and gets a message id beyond 2^53', async () => {
    const { text } = await send();
    const msgid = BigInt(/"msgid":(\d+)/.exec(text)![1]!);
    expect(msgid > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect((await send()).text).toContain(`"msgid":${msgid + 1n}`);
  });

  it('does not send the same client_msg_id again for ten minutes', async () => {
    const first = (await send({ client_msg_id: 'a' })).text;
    expect((await send({ client_msg_id: 'a' })).text).toBe(first);
    expect((await send({ client_msg_id: 'b' })).text).not.toBe(first);
    bench.sim.advance(600_000);
    expect((await send({ client_msg_id: 'a' })).text).not.toBe(first);
  });

  it.each([
    ['an openid of the wrong shape', { touser: '' }, 40003],
    ['an unknown template', { template_id: 'x' }, 40037],
    ['a missing keyword', { data: { keyword1: { value: '1' } } }, 47003],
    ['a mini program that nobody knows', { miniprogram: { appid: 'wx1', pagepath: 'a' } }, 40013],
  ])('refuses %s', async (_, fields, errcode) => {
    expect((await send(fields)).json.errcode).toBe(errcode);
  });

  it('opens a mini program that is known', async () => {
    const miniprogram = { appid: WX, pagepath: 'pages/order/order?id=aaa' };
    expect((await send({ miniprogram })).json.errcode).toBe(0);
  });

  it('refuses the openid of a mini program, and somebody who does not follow', async () => {
    const { openid } = (await bench.login(WX, 'demo-alice')).json;
    expect((await send({ touser: openid })).json.errcode).toBe(40003);
    bench.sim.setUser(H5, OPENID, { follower: false });
    expect((await send()).json.errcode).toBe(43004);
  });

  it('sends a one-time message to who has agreed', async () => {
    const path = '/cgi-bin/message/template/subscribe';
    const body = { touser: OPENID, template_id: TEMPLATE, title: '标题', scene: '1', data: {} };
    bench.sim.setSubscriptions(H5, OPENID, TEMPLATE, 1);
    expect((await bench.call(path, body, H5)).json.errcode).toBe(0);
    expect((await bench.call(path, body, H5)).json.errcode).toBe(43101);
    expect((await bench.call(path, { ...body, title: '字'.repeat(16) }, H5)).json.errcode).toBe(47003);
    expect((await bench.call(path, { ...body, template_id: 'x' }, H5)).json.errcode).toBe(40037);
  });

  it('adds, lists and deletes templates', async () => {
    const add = { template_id_short: 'TM00015', keyword_name_list: ['商品', '金额'] };
    const { template_id } = (await bench.call('/cgi-bin/template/api_add_template', add, H5)).json;
    const list = (await bench.read('/cgi-bin/template/get_all_private_template', {}, H5)).json.template_list;
    expect(list[1]).toMatchObject({ template_id, content: '{{keyword1.DATA}}\n{{keyword2.DATA}}' });
    const data = { keyword1: { value: 'a' }, keyword2: { value: 'b' } };
    expect((await send({ template_id, data })).json.errcode).toBe(0);
    const path = '/cgi-bin/template/del_private_template';
    expect((await bench.call(path, { template_id }, H5)).json.errcode).toBe(0);
    expect((await bench.call(path, { template_id }, H5)).json.errcode).toBe(40037);
    const bad = await bench.call('/cgi-bin/template/api_add_template', { template_id_short: '?' }, H5);
    expect(bad.json.errcode).toBe(40165);
    const templates = Array.from({ length: 25 }, (_, i) => ({ id: `t${i}`, title: 't', keys: [] }));
    bench.sim.setApp(H5, { templates });
    const full = await bench.call('/cgi-bin/template/api_add_template', add, H5);
    expect(full.json.errcode).toBe(45026);
  });

  it('changes its industries once a month', async () => {
    const set = (industry_id1: string) =>
      bench.call('/cgi-bin/template/api_set_industry', { industry_id1, industry_id2: '40' }, H5);
    expect((await set('5')).json.errcode).toBe(0);
    expect((await set('1')).json.errcode).toBe(43100);
    const { json } = await bench.read('/cgi-bin/template/get_industry', {}, H5);
    expect(json).toMatchObject({
      primary_industry: { first_class: '金融业' },
      secondary_industry: { second_class: '行业 40' },
    });
    bench.sim.advance(30 * 86_400_000);
    expect((await set('99')).json.errcode).toBe(40102);
    expect((await set('1')).json.errcode).toBe(0);
  });
});
