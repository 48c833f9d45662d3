/** Calls of the simulator that belong together, through the built module. */
import { H5, OPENID, PNG, startWorld, type World } from '../calls/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterAll(() => world.sim.close());

const ARTICLE = { title: '标题', content: '<p>正文</p>', thumb_media_id: 'demo-1' };
const DELIVERY = { delivery_id: 'TEST', order_id: 'order-1' };

it('a draft is added, changed, published and listed as an article', async () => {
  const { draft, freePublish } = world.openapi.weixin.h5;
  const { media_id } = await draft.add({ articles: [ARTICLE] });
  expect(await draft.getCount()).toMatchObject({ total_count: 1 });
  await draft.update({ media_id, index: 0, articles: { ...ARTICLE, title: '新标题' } });
  expect((await draft.get({ media_id })).news_item[0]).toMatchObject({ title: '新标题' });
  const { publish_id } = await freePublish.submit({ media_id });
  expect(await draft.get({ media_id })).toMatchObject({ code: 40007 });
  const { publish_status, article_id } = await freePublish.get({ publish_id });
  expect(publish_status).toBe(0);
  const listed = await freePublish.batchGet({ offset: 0, count: 20 });
  expect(listed).toMatchObject({ total_count: 1, item: [{ article_id }] });
  expect((await freePublish.getArticle({ article_id })).news_item[0].title).toBe('新标题');
  await freePublish.delete({ article_id });
  expect(await freePublish.getArticle({ article_id })).toMatchObject({ code: 40007 });
});

it('a tag is created, given to a user, listed and taken away', async () => {
  const { tag } = world.openapi.weixin.h5;
  const created = await tag.create({ tag: { name: '老顾客' } });
  const tagid = created.tag.id;
  expect(await tag.create({ tag: { name: '老顾客' } })).toMatchObject({ code: 45157 });
  await tag.batchTagging({ openid_list: [OPENID], tagid });
  expect(await tag.getUsers({ tagid })).toMatchObject({ count: 1, data: { openid: [OPENID] } });
  expect(await tag.getIdList({ openid: OPENID })).toMatchObject({ tagid_list: [tagid] });
  await tag.batchUntagging({ openid_list: [OPENID], tagid });
  expect(await tag.getUsers({ tagid })).toMatchObject({ count: 0 });
  await tag.delete({ tag: { id: tagid } });
  expect(await tag.getUsers({ tagid })).toMatchObject({ code: 45159 });
  expect(await tag.delete({ tag: { id: 2 } })).toMatchObject({ code: 45058 });
});

it('an uploaded medium comes back byte for byte, for three days and to its own app', async () => {
  const { media } = world.openapi.weixin.h5;
  const { media_id } = await media.upload({ type: 'image', media: PNG });
  expect(PNG.equals(await media.get({ media_id }))).toBe(true);
  const mini = world.openapi.weixin.customerServiceMessage;
  expect(await mini.getTempMedia({ media_id })).toMatchObject({ code: 40007 });
  world.sim.advance(3 * 86_400_000);
  const late = world.create();
  expect(await late.weixin.h5.media.get({ media_id })).toMatchObject({ code: 40007 });
});

it('permanent material is counted, listed and deleted', async () => {
  const { material } = world.openapi.weixin.h5;
  const { media_id } = await material.add({ type: 'image', media: PNG });
  expect(await material.getCount()).toMatchObject({ image_count: 1, video_count: 0 });
  const listed = await material.batchGet({ type: 'image', offset: 0, count: 20 });
  expect(listed).toMatchObject({ total_count: 1, item: [{ media_id }] });
  expect(PNG.equals(await material.get({ media_id }))).toBe(true);
  await material.delete({ media_id });
  expect(await material.get({ media_id })).toMatchObject({ code: 40007 });
});

it('an express order has a waybill whose way grows by the test call', async () => {
  const { logistics } = world.openapi.weixin;
  const order = {
    ...DELIVERY,
    openid: OPENID,
    biz_id: 'test_biz_id',
    add_source: 0,
    sender: {},
    receiver: {},
    cargo: {
      count: 1,
      weight: 1,
      space_x: 1,
      space_y: 1,
      space_z: 1,
      detail_list: [{ name: '书', count: 1 }],
    },
    shop: {},
    insured: {},
    service: { service_type: 1, service_name: '标准快递' },
  };
  const added = await logistics.addOrder(order);
  expect(added).toMatchObject({ code: 0, order_id: 'order-1' });
  const { waybill_id } = added;
  const step = { action_time: 1_768_000_000, action_type: 100001, action_msg: '已揽件' };
  await logistics.testUpdateOrder({ ...DELIVERY, biz_id: 'test_biz_id', waybill_id, ...step });
  const way = await logistics.getPath({ delivery_id: 'TEST', waybill_id, openid: OPENID });
  expect(way).toMatchObject({ code: 0, path_item_num: 2 });
  expect(way.path_item_list[1]).toEqual(step);
  expect(await logistics.getPath({ delivery_id: 'TEST', waybill_id: 'nobody' })).toMatchObject({
    code: 9300559,
  });
});

it('nothing of one app is seen by another', async () => {
  world.sim.addApp({
    platform: 'weixin.h5',
    appid: 'wx00000000000000e2',
    appsecret: 'demo0secret0of0official0account2',
  });
  const { draft } = world.openapi.weixin.h5;
  const { media_id } = await draft.add({ articles: [ARTICLE] });
  const other = { appid: 'wx00000000000000e2', appsecret: 'demo0secret0of0official0account2' };
  expect(await draft.get({ media_id }, other)).toMatchObject({ code: 40007 });
  expect(await draft.get({ media_id }, { appid: H5 })).toMatchObject({ code: 0 });
});
