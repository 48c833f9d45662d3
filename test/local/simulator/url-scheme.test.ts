import { Bench, START, WX, WX2 } from './support';

const MAKE = '/wxa/generatescheme';
const QUERY = '/wxa/queryscheme';
const NFC = '/wxa/generatenfcscheme';
const NOW = START / 1000;
const DAY = 86_400;
const jump_wxa = { path: 'pages/index/index', query: 'a=1', env_version: 'release' };

describe('URL schemes', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  const make = async (fields: object) => (await bench.call(MAKE, { jump_wxa, ...fields })).json;

  it('are made, and found again by their own app only', async () => {
    const { errcode, openlink } = await make({ expire_type: 0, expire_time: NOW + DAY });
    expect(errcode).toBe(0);
    expect(openlink).toMatch(/^weixin:\/\/dl\/business\/\?t=[\w-]{12}$/);
    const found = (await bench.call(QUERY, { scheme: openlink })).json;
    expect(found.scheme_info).toEqual({
      appid: WX,
      ...jump_wxa,
      create_time: NOW,
      expire_time: NOW + DAY,
    });
    expect((await bench.call(QUERY, { scheme: openlink, query_type: 1 })).json.quota_info).toEqual({
      remain_visit_quota: 499_999,
    });
    expect((await bench.call(QUERY, { scheme: openlink }, WX2)).json.errcode).toBe(85403);
    expect((await bench.call(QUERY, { scheme: 'x' })).json.errcode).toBe(85403);
  });

  it.each([
    ['thirty days ahead', { expire_time: NOW + 30 * DAY }, 0],
    ['thirty-one days ahead', { expire_time: NOW + 31 * DAY }, 85401],
    ['in the past', { expire_time: NOW - 1 }, 85401],
    ['relative', { expire_time: 3600, is_expire: true }, 85401],
    ['said to exist but not given', { is_expire: true }, 85401],
    ['not mentioned', {}, 0],
    ['30 days as an interval', { expire_type: 1, expire_interval: 30 }, 0],
    ['31 days as an interval', { expire_type: 1, expire_interval: 31 }, 85401],
    ['an interval that is missing', { expire_type: 1 }, 85401],
    ['a numeric string', { expire_time: String(NOW + DAY) }, 47001],
  ])('with an end that is %s answer %p → %i', async (_, fields, errcode) => {
    expect((await make(fields)).errcode).toBe(errcode);
  });

  it.each([
    ['an unreleased page', { path: 'pages/new/new' }, 40165],
    ['a query with other characters', { query: 'a=一' }, 40212],
    ['a query of 1025 characters', { query: 'a'.repeat(1025) }, 40212],
    ['an unknown env_version', { env_version: 'beta' }, 85402],
  ])('refuse %s', async (_, fields, errcode) => {
    expect((await make({ jump_wxa: { ...jump_wxa, ...fields } })).errcode).toBe(errcode);
  });

  it('open the home page when no target is named', async () => {
    expect((await bench.call(MAKE, {})).json.errcode).toBe(0);
  });

  it('for NFC hold a model to its serial numbers', async () => {
    const nfc = async (fields: object) => (await bench.call(NFC, { jump_wxa, ...fields })).json;
    expect((await nfc({ model_id: 'DEMO-NFC-DEVICE', sn: '1' })).openlink).toBeTruthy();
    expect((await nfc({ model_id: 'DEMO-NFC-MODEL' })).openlink).toBeTruthy();
    expect((await nfc({ model_id: 'DEMO-NFC-DEVICE' })).errcode).toBe(9800008);
    expect((await nfc({ model_id: 'DEMO-NFC-MODEL', sn: '1' })).errcode).toBe(9800009);
    expect((await nfc({ model_id: 'x' })).errcode).toBe(9800003);
  });
});
