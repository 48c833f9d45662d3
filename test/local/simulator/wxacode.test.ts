import jpeg from 'jpeg-js';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { Bench, WX, WX2, type Reply } from './support';

const UNLIMITED = '/wxa/getwxacodeunlimit';

/** What a reader sees in the picture. */
function read({ bytes, headers }: Reply): URL {
  const isJpeg = headers['content-type'] === 'image/jpeg';
  const image = isJpeg ? jpeg.decode(bytes, { useTArray: true }) : PNG.sync.read(bytes);
  const found = jsQR(new Uint8ClampedArray(image.data), image.width, image.height);
  if (!found) throw new Error('no code in the picture');
  return new URL(found.data);
}

describe('mini program codes', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(() => bench.sim.reset());
  afterAll(() => bench.sim.close());

  it('are pictures that a reader can read', async () => {
    const reply = await bench.call(UNLIMITED, { scene: 'a=1', page: 'pages/index/index' });
    expect(reply.headers['content-type']).toBe('image/jpeg');
    expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
    const { searchParams } = read(reply);
    expect(Object.fromEntries(searchParams)).toEqual({
      appid: WX,
      scene: 'a=1',
      page: 'pages/index/index',
      env_version: 'release',
    });
  });

  it.each([
    [280, 280],
    [430, undefined],
    [1280, 4000],
  ])('are %i pixels wide when %p are asked for', async (wide, width) => {
    const reply = await bench.call(UNLIMITED, { scene: 'w', width });
    expect(jpeg.decode(reply.bytes).width).toBe(wide);
    expect(read(reply).searchParams.get('scene')).toBe('w');
  });

  it('have the colour asked for, and no background if none is wanted', async () => {
    const line_color = { r: 10, g: 20, b: 90 };
    const reply = await bench.call(UNLIMITED, { scene: 'a', is_hyaline: true, line_color });
    expect(reply.headers['content-type']).toBe('image/png');
    const { data } = PNG.sync.read(reply.bytes);
    expect(data[3]).toBe(0);
    const dark = Array.from({ length: data.length / 4 }, (_, i) => i * 4).find(i => data[i + 3] === 255)!;
    expect([...data.subarray(dark, dark + 3)]).toEqual([10, 20, 90]);
    const auto = await bench.call(UNLIMITED, { scene: 'a', auto_color: true, line_color });
    expect(read(auto).searchParams.get('scene')).toBe('a');
  });

  it.each([
    ['no scene', {}, 40129],
    ['a scene of other characters', { scene: 'a%20b' }, 40129],
    ['a Chinese scene', { scene: '一' }, 40129],
    ['a scene of 33 characters', { scene: 'a'.repeat(33) }, 40169],
    ['the reserved scancode_time', { scene: 'scancode_time=1' }, 85096],
    ['a page that is not released', { scene: 'a', page: 'pages/new/new' }, 41030],
    ['a page with a leading slash', { scene: 'a', page: '/pages/index/index' }, 41030],
    ['a page with a query', { scene: 'a', page: 'pages/index/index?a=1' }, 41030],
    ['an unknown env_version', { scene: 'a', env_version: 'beta' }, 40097],
    ['a width that is a string', { scene: 'a', width: '430' }, 47001],
    ['a scene that is a number', { scene: 1 }, 47001],
  ])('refuse %s', async (_, body, errcode) => {
    expect((await bench.call(UNLIMITED, body)).json.errcode).toBe(errcode);
  });

  it('refuse a body that is not JSON with their own number', async () => {
    expect((await bench.call(UNLIMITED, 'scene=a')).json.errcode).toBe(40169);
    expect((await bench.call('/wxa/getwxacode', 'path=a')).json.errcode).toBe(40159);
  });

  it('label the failure of an unreleased page as the picture it is not', async () => {
    const reply = await bench.call(UNLIMITED, { scene: 'a', page: 'pages/new/new' });
    expect(reply.headers['content-type']).toBe('image/jpeg');
    expect(reply.json.errcode).toBe(41030);
  });

  it('take every page when check_path is off', async () => {
    const reply = await bench.call(UNLIMITED, { scene: 'a', page: 'pages/new/new', check_path: false });
    expect(read(reply).searchParams.get('page')).toBe('pages/new/new');
  });

  it('count the limited ones of both kinds together', async () => {
    bench.sim.setApp(WX2, { codeLimit: 2 });
    const first = await bench.call('/wxa/getwxacode', { path: 'pages/index/index?a=1' }, WX2);
    expect(first.headers['num-used']).toBe('1');
    expect(read(first).searchParams.get('path')).toBe('pages/index/index?a=1');
    const qr = await bench.call('/cgi-bin/wxaapp/createwxaqrcode', { path: 'pages/index/index' }, WX2);
    expect(read(qr).pathname).toBe('/qrcode');
    const third = await bench.call('/wxa/getwxacode', { path: 'pages/user/user' }, WX2);
    expect(third.json.errcode).toBe(45029);
    const same = await bench.call('/wxa/getwxacode', { path: 'pages/index/index?a=1' }, WX2);
    expect(same.headers['num-used']).toBe('2');
  });

  it.each(['/wxa/getwxacode', '/cgi-bin/wxaapp/createwxaqrcode'])('%s wants a path', async path => {
    expect((await bench.call(path, {})).json.errcode).toBe(40159);
    expect((await bench.call(path, { path: 'a'.repeat(1025) })).json.errcode).toBe(40159);
    expect((await bench.call(path, { path: 'a?scancode_time=1' })).json.errcode).toBe(85096);
  });
});
