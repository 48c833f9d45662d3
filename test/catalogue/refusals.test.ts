/** What the simulator says to requests that are not as the catalogue describes the call: plain HTTP, no module. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench, H5, OPENID, WX } from '../local/simulator/support';
import { calls } from './catalogue';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.sim.close());

const REMARK = '/cgi-bin/user/info/updateremark';

describe('a call that has no play of its own', () => {
  it('answers an example, always the same for the same request', async () => {
    const info = () => bench.read('/cgi-bin/user/info', { openid: OPENID, lang: 'zh_CN' }, H5);
    const first = await info();
    expect(first.json).toMatchObject({ errcode: 0, openid: OPENID, subscribe: 0 });
    expect((await info()).json).toEqual(first.json);
  });

  it('wants its own method', async () => {
    expect((await bench.read(REMARK, {}, H5)).json.errcode).toBe(43002);
    expect((await bench.call('/cgi-bin/tags/get', {}, H5)).json.errcode).toBe(43001);
  });

  it('wants a body, and an object of JSON', async () => {
    expect((await bench.call(REMARK, '', H5)).json.errcode).toBe(44002);
    for (const body of ['[]', 'null', '{', '"text"'])
      expect((await bench.call(REMARK, body, H5)).json.errcode).toBe(47001);
  });

  it('wants what is required, by the number of its name', async () => {
    expect((await bench.call(REMARK, { remark: 'x' }, H5)).json.errcode).toBe(41009);
    expect((await bench.call(REMARK, { openid: OPENID }, H5)).json).toMatchObject({
      errcode: 40035,
      errmsg: expect.stringContaining('remark'),
    });
    expect((await bench.read('/cgi-bin/user/info', {}, H5)).json.errcode).toBe(41009);
  });

  it('converts no type', async () => {
    expect((await bench.call(REMARK, { openid: OPENID, remark: 1 }, H5)).json.errcode).toBe(47001);
    const tag = { openid_list: OPENID, tagid: 2 };
    expect((await bench.call('/cgi-bin/tags/members/batchtagging', tag, H5)).json.errcode).toBe(47001);
    const nested = { tag: { name: 1 } };
    expect((await bench.call('/cgi-bin/tags/create', nested, H5)).json.errcode).toBe(47001);
  });

  it('takes nobody’s token but a good one of its own kind of app', async () => {
    expect((await bench.call(REMARK, { openid: OPENID, remark: 'x' }, WX)).json.errcode).toBe(48001);
    expect((await bench.post(REMARK, { openid: OPENID, remark: 'x' })).json.errcode).toBe(41001);
    const access_token = await bench.token(H5);
    bench.sim.revoke(H5);
    const body = { openid: OPENID, remark: 'x' };
    expect((await bench.post(REMARK, body, { access_token })).json.errcode).toBe(40001);
  });

  it('sees a file only in a form, under its own name, with a name', async () => {
    const path = '/cgi-bin/media/uploadimg';
    expect((await bench.call(path, {}, H5)).json.errcode).toBe(41005);
    const part = { value: Buffer.from('bytes'), filename: 'a.png' };
    expect((await bench.upload(path, H5, [{ ...part, name: 'other' }])).json.errcode).toBe(41005);
    const nameless = { name: 'media', value: 'bytes' };
    expect((await bench.upload(path, H5, [nameless])).json.errcode).toBe(41005);
    expect((await bench.upload(path, H5, [{ ...part, name: 'media' }])).json.errcode).toBe(0);
  });

  it('decides calls that share a path by their fixed values', async () => {
    const list = await bench.call('/wxa/plugin', { action: 'list' });
    expect(list.json.plugin_list).toHaveLength(2);
    const update = await bench.call('/wxa/plugin', {
      action: 'update',
      plugin_appid: 'wx1',
      user_version: '1',
    });
    expect(update.json).toEqual({ errcode: 0, errmsg: 'ok' });
  });

  it('of a withdrawn call there is only its number', async () => {
    expect((await bench.call('/cgi-bin/shorturl', {}, H5)).json.errcode).toBe(45109);
  });
});

it('without a generated catalogue the simulator has the plays of its own', async () => {
  const alone = await Bench.start({ catalogue: join(__dirname, 'no-such-file.json') });
  try {
    expect((await alone.call(REMARK, { openid: OPENID, remark: 'x' }, H5)).json.errcode).toBe(40066);
    expect((await alone.read('/cgi-bin/getcallbackip', {}, H5)).json.errcode ?? 0).toBe(0);
  } finally {
    await alone.sim.close();
  }
});

it('a call added to the catalogue is played without a line of code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  const like = calls.find(({ id }) => id === 'weixin.h5.user.updateRemark')!;
  const added = { ...like, id: 'weixin.h5.user.added', name: 'added', path: '/cgi-bin/user/added' };
  const catalogue = join(folder, 'catalogue.json');
  writeFileSync(catalogue, JSON.stringify({ calls: [added] }));
  const other = await Bench.start({ catalogue });
  try {
    const body = { openid: OPENID, remark: 'x' };
    expect((await other.call('/cgi-bin/user/added', body, H5)).json.errcode).toBe(0);
    expect((await other.call('/cgi-bin/user/added', { remark: 'x' }, H5)).json.errcode).toBe(41009);
    expect((await other.call(REMARK, body, H5)).json.errcode).toBe(40066);
  } finally {
    await other.sim.close();
    rmSync(folder, { recursive: true });
  }
});
