import { DEMO_TEMPLATES } from '../../../local/simulator';
import { Bench, OPENID, QQ, WX } from './support';

const SEND = '/cgi-bin/message/subscribe/send';
const TEMPLATE = DEMO_TEMPLATES.weixin[0]!.id;
const DATA = {
  character_string1: { value: '202103040830158485629163994677' },
  name2: { value: '模拟快递' },
  character_string3: { value: 'ZT2015215125352511' },
  thing6: { value: '一件商品' },
  thing8: { value: '某地某街某号' },
};
const MESSAGE = { touser: OPENID, template_id: TEMPLATE, page: 'pages/index/index?foo=bar', data: DATA };

describe('subscribe messages', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const send = async (fields: object = {}) => (await bench.call(SEND, { ...MESSAGE, ...fields })).json;

  it('are sent', async () => {
    expect(await send({ miniprogram_state: 'trial', lang: 'en_US' })).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await send({ page: undefined })).toMatchObject({ errcode: 0 });
  });

  it.each([
    ['an openid of the wrong shape', { touser: 'x' }, 40003],
    ['an unknown template', { template_id: 'x' }, 40037],
    ['an unreleased page', { page: 'pages/new/new' }, 41030],
    ['a page with a leading slash', { page: '/pages/index/index' }, 41030],
    ['an unknown miniprogram_state', { miniprogram_state: 'beta' }, 47003],
    ['an unknown lang', { lang: 'fr' }, 47003],
    ['no data', { data: undefined }, 47003],
    ['risky text', { data: { ...DATA, thing6: { value: '模拟广告' } } }, 45168],
  ])('refuse %s', async (_, fields, errcode) => {
    expect(await send(fields)).toMatchObject({ errcode });
  });

  it('refuse an openid of another app', async () => {
    const { openid } = (await bench.login('wx00000000000000d2', 'demo-alice')).json;
    expect(await send({ touser: openid })).toMatchObject({ errcode: 40003 });
  });

  it('name the field that breaks a rule', async () => {
    const missing = await send({ data: { ...DATA, thing6: undefined } });
    expect(missing.errmsg).toMatch(/^argument invalid! data\.thing6\.value is empty rid: /);
    const long = await send({ data: { ...DATA, thing8: { value: '字'.repeat(21) } } });
    expect(long).toMatchObject({ errcode: 47003 });
    expect(long.errmsg).toMatch(/^argument invalid! data\.thing8\.value invalid rid: /);
    const bare = await send({ data: { ...DATA, thing6: '一件商品' } });
    expect(bare.errmsg).toContain('data.thing6.value is empty');
  });

  it.each([
    ['thing', '字'.repeat(20), '字'.repeat(21)],
    ['number', '12.50', '12a'],
    ['number', 7, ''],
    ['letter', 'abc', 'abc1'],
    ['symbol', '***', '******'],
    ['character_string', 'a-1', '一'],
    ['time', '2026年1月1日 15:01', 'later'],
    ['time', '15:01', '25:01'],
    ['date', '2026年1月1日', '1月1日'],
    ['date', '2026-01-01 08:00', 'tomorrow'],
    ['amount', '¥10.00', 'ten'],
    ['amount', '10元', '10 000 000 000 000'],
    ['phone_number', '+86-0766-66888866', '12345678901234567890'],
    ['car_number', '粤A8Z888挂', '粤A8Z888挂12'],
    ['name', '十个字以内的姓名一二', '十个字以内的姓名一二三'],
    ['name', 'twenty letters are ok'.slice(0, 20), 'a'.repeat(21)],
    ['phrase', '配送中', '正在配送途中'],
    ['phrase', '完成', 'done'],
  ])('hold %s to its rule: %p and not %p', async (kind, good, bad) => {
    const key = `${kind}1`;
    bench.sim.setApp(WX, { templates: [{ id: 'one', title: 'one', keys: [key] }] });
    const one = async (value: unknown) => await send({ template_id: 'one', data: { [key]: { value } } });
    expect(await one(good)).toMatchObject({ errcode: 0 });
    expect(await one(bad)).toMatchObject({ errcode: 47003 });
  });

  it('use a subscription up', async () => {
    bench.sim.setSubscriptions(WX, OPENID, TEMPLATE, 2);
    expect([await send(), await send(), await send()].map(({ errcode }) => errcode)).toEqual([0, 0, 43101]);
    bench.sim.setApp(WX, { templates: [{ ...DEMO_TEMPLATES.weixin[0]!, longTerm: true }] });
    bench.sim.setSubscriptions(WX, OPENID, TEMPLATE, 1);
    expect([await send(), await send()].map(({ errcode }) => errcode)).toEqual([0, 0]);
  });

  it('in the withdrawn uniform way are always refused', async () => {
    const path = '/cgi-bin/message/wxopen/template/uniform_send';
    expect((await bench.call(path, { touser: OPENID })).json.errcode).toBe(45109);
    expect((await bench.post(path, {}, { access_token: 'x' })).json.errcode).toBe(40014);
  });

  describe('of QQ', () => {
    const PATH = '/api/json/subscribe/SendSubscriptionMessage';
    const QQ_MESSAGE = {
      touser: '9D26812AF23D9B2743235C4E3F3353E8',
      template_id: '789697983d789c9257b7745470442be4',
      page: 'pages/index/index',
      data: { keyword1: { value: '1' }, keyword2: { value: '2' }, keyword3: { value: '3' } },
      emphasis_keyword: 'keyword1.DATA',
    };
    const sendQQ = async (fields: object = {}) =>
      (await bench.call(PATH, { ...QQ_MESSAGE, ...fields }, QQ)).json;

    it('are sent until the subscription is used up', async () => {
      bench.sim.setSubscriptions(QQ, QQ_MESSAGE.touser, QQ_MESSAGE.template_id, 1);
      expect(await sendQQ()).toEqual({ errcode: 0, errmsg: 'ok' });
      expect(await sendQQ()).toEqual({ errcode: 46001, errmsg: 'user has not subscribed' });
    });

    it.each([
      ['an openid of the wrong shape', { touser: OPENID }, 40003],
      ['an unknown template', { template_id: 'x' }, 40037],
      ['a missing keyword', { data: {} }, 40035],
      ['an emphasis on nothing', { emphasis_keyword: 'keyword9.DATA' }, 40035],
      ['an official account that is not bound', { oac_appid: 'wx1' }, 40015],
      ['a use_robot that is a string', { use_robot: '1' }, 47001],
    ])('refuse %s', async (_, fields, errcode) => {
      expect(await sendQQ(fields)).toMatchObject({ errcode });
    });

    it('of the older kind use a form id up, and take no appid', async () => {
      const old = async (fields: object) =>
        (await bench.call('/api/json/template/send', { ...QQ_MESSAGE, ...fields }, QQ)).json.errcode;
      const form_id = bench.sim.issueFormId(QQ, QQ_MESSAGE.touser);
      expect(await old({ form_id, appid: QQ })).toBe(40003);
      expect(await old({ form_id, page: 'pages/new/new' })).toBe(41030);
      expect(await old({ form_id })).toBe(0);
      expect(await old({ form_id })).toBe(41029);
      expect(await old({ form_id: 'x' })).toBe(41028);
      const foreign = bench.sim.issueFormId(QQ, '0'.repeat(32));
      expect(await old({ form_id: foreign })).toBe(41028);
    });
  });
});
