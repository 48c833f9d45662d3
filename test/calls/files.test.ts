/** Files given as something other than a Buffer, through the built module. */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type Scripted, startScripted } from './scripted';
import { PNG, startWorld, type World } from './world';

const PATH = '/wxa/img_sec_check';
const LIMIT = 1_048_576;

const folder = mkdtempSync(join(tmpdir(), 'vk-openapi-files-'));
const file = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const picture = file('照片.png', PNG);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.sim.clearRequests());
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.sim.close();
});

const check = (params: unknown, options?: object) =>
  world.openapi.weixin.security.imgSecCheck(params, options);

/** The part that arrived. */
function part(): { filename: string | undefined; type: string; bytes: Buffer } {
  const request = world.sim.requests.find(({ path }) => path === PATH)!;
  const sent = request.form!.files.media!;
  return { filename: sent.filename, type: sent.contentType, bytes: sent.data };
}

const sentNothing = () => expect(world.sim.requests.filter(({ path }) => path === PATH)).toHaveLength(0);

async function refused(params: unknown, says: RegExp): Promise<void> {
  const res = await check(params);
  expect(res).toMatchObject({ code: 'vk-openapi-param-invalid', errcode: 'vk-openapi-param-invalid' });
  expect(res.msg).toMatch(says);
  sentNothing();
}

describe('a file', () => {
  const base64 = PNG.toString('base64');
  const view = new Uint8Array(PNG.length + 5);
  view.set(PNG, 5);

  it.each<[string, () => unknown, string, string]>([
    ['a Buffer', () => PNG, 'media.png', 'image/png'],
    ['a view of other bytes', () => view.subarray(5), 'media.png', 'image/png'],
    ['an ArrayBuffer', () => Uint8Array.from(PNG).buffer, 'media.png', 'image/png'],
    ['a path', () => ({ path: picture }), '照片.png', 'image/png'],
    ['bare base64', () => ({ base64 }), 'media.png', 'image/png'],
    ['a data URI in base64', () => ({ base64: `data:image/gif;base64,${base64}` }), 'media.png', 'image/gif'],
    ['a data URI', () => `data:image/png;charset=x;base64,${base64}`, 'media.png', 'image/png'],
    ['a file stream', () => createReadStream(picture), '照片.png', 'image/png'],
    ['a stream', () => Readable.from([PNG.subarray(0, 9), PNG.subarray(9)]), 'media.png', 'image/png'],
    [
      'an async iterable of bytes',
      async function* () {
        yield PNG;
      },
      'media.png',
      'image/png',
    ],
    ['a named Buffer', () => ({ value: PNG, filename: 'a b.jpg' }), 'a b.jpg', 'image/png'],
    [
      'a Buffer with name and type',
      () => ({ buffer: PNG, filename: 'a.bin', contentType: 'image/webp' }),
      'a.bin',
      'image/webp',
    ],
    ['a named stream', () => ({ value: createReadStream(picture), filename: 'b.png' }), 'b.png', 'image/png'],
    ['a path under another name', () => ({ path: picture, filename: 'c.png' }), 'c.png', 'image/png'],
  ])('may be %s', async (_, make, filename, type) => {
    const given = make();
    const media = typeof given === 'function' ? (given as () => unknown)() : given;
    expect(await check({ media })).toMatchObject({ code: 0 });
    expect(part()).toEqual({ filename, type, bytes: PNG });
    const request = world.sim.requests.find(({ path }) => path === PATH)!;
    expect(request.headers['content-length']).toBe(String(request.body.length));
  });

  it('may be any of them under the names of an adapter, and on QQ', async () => {
    expect(await check({ buffer: { path: picture } })).toMatchObject({ code: 0 });
    expect(await check({ dataBuffer: createReadStream(picture) })).toMatchObject({ code: 0 });
    const qq = world.openapi.qq.security.imgSecCheck;
    expect(await qq({ media: { path: picture } })).toMatchObject({ code: 0 });
    expect(await qq({ buffer: { base64: PNG.toString('base64') } })).toMatchObject({ code: 0 });
  });

  it('is read again by every call that names its path, and the caller’s object stays as it is', async () => {
    const params = Object.freeze({ media: Object.freeze({ path: picture }) });
    expect(await check(params)).toMatchObject({ code: 0 });
    expect(await check(params)).toMatchObject({ code: 0 });
    expect(params).toEqual({ media: { path: picture } });
  });

  it('may be one Buffer under two names at the same time', async () => {
    await Promise.all(['one.png', 'two.png'].map(filename => check({ media: { value: PNG, filename } })));
    const names = world.sim.requests
      .filter(({ path }) => path === PATH)
      .map(r => r.form!.files.media!.filename);
    expect(names.sort()).toEqual(['one.png', 'two.png']);
  });

  it('is sent once more when the platform calls the token dead', async () => {
    expect(await check({ media: PNG })).toMatchObject({ code: 0 });
    world.sim.clearRequests();
    world.sim.fault({ kind: 'error', path: PATH, errcode: 40001 });
    expect(await check({ media: createReadStream(picture) })).toMatchObject({ code: 0 });
    const bodies = world.sim.requests.filter(({ path }) => path === PATH).map(r => r.form!.files.media!.data);
    expect(bodies).toEqual([PNG, PNG]);
  });

  it('cannot bring a header of its own with its name or type', async () => {
    await check({ media: { value: PNG, filename: 'a"\r\nX-Evil: 1', contentType: 'a\r\nX-Evil: 1' } });
    const { body } = world.sim.requests.find(({ path }) => path === PATH)!;
    expect(body.toString('latin1')).not.toMatch(/^X-Evil/m);
  });
});

describe('a file is refused before anything is sent', () => {
  const large = Buffer.alloc(LIMIT + 1, PNG);

  it('when it is larger than the call allows, whatever it comes as', async () => {
    const path = file('large.png', large);
    const says = /media.*1048576/;
    await refused({ media: large }, says);
    await refused({ media: { path } }, says);
    await refused({ media: { base64: large.toString('base64') } }, says);
    await refused({ media: { value: large, filename: 'a.png' } }, says);
    await refused({ media: createReadStream(path) }, says);
    expect(await check({ media: { path: file('just.png', large.subarray(1)) } })).toMatchObject({ code: 0 });
  });

  it('as soon as a stream without end has given too much, and the stream is closed', async () => {
    let given = 0;
    const endless = new Readable({
      highWaterMark: 65_536,
      read() {
        given += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    await refused({ media: endless }, /media.*1048576/);
    expect(endless.destroyed).toBe(true);
    expect(given).toBeLessThan(2 * LIMIT);
  });

  it('when its stream says nothing for the time of the call', async () => {
    const silent = new PassThrough();
    const res = await check({ media: silent }, { timeout: 30 });
    expect(res).toMatchObject({ code: 'vk-openapi-timeout', msg: expect.stringContaining('media') });
    expect(silent.destroyed).toBe(true);
    sentNothing();
  });

  it('when its stream was read before, fails, or gives text', async () => {
    const used = createReadStream(picture);
    await check({ media: used });
    world.sim.clearRequests();
    await refused({ media: used }, /media.*流已经/);
    await refused({ media: createReadStream(join(folder, 'nothing')) }, /media.*ENOENT/);
    await refused({ media: createReadStream(picture, 'utf8') }, /media.*字节/);
    await refused({ media: Readable.from([{ an: 'object' }]) }, /media.*字节/);
  });

  it('when its stream fails while another file is read, which ends no process', async () => {
    const other = new PassThrough();
    const late = createReadStream(join(folder, 'nothing'));
    late.once('close', () => other.end(PNG));
    const res = await world.openapi.weixin.vod.singleFileUpload({
      media_name: '剧 - 第 1 集',
      media_type: 'MP4',
      media_data: other,
      cover_data: { value: late, filename: 'cover.png' },
    });
    expect(res).toMatchObject({ code: 'vk-openapi-param-invalid' });
    expect(res.msg).toMatch(/cover_data.*ENOENT/);
  });

  it('when it is not there, or no file', async () => {
    await refused({ media: { path: join(folder, 'nothing') } }, /media.*ENOENT/);
    await refused({ media: { path: folder } }, /media.*不是文件/);
    await refused({ media: { path: '/dev/zero' } }, /media.*(不是文件|ENOENT)/);
    await refused({ media: { path: 'a\0b' } }, /media/);
    await refused({ media: { path: 7 } }, /media.*path/);
    const { msg, errmsg } = await check({ media: { path: join(folder, 'nothing') } });
    expect(msg + errmsg).not.toContain(folder);
  });

  it.each<[string, unknown, RegExp]>([
    ['empty', { path: file('empty.png', Buffer.alloc(0)) }, /media.*空/],
    ['empty base64', { base64: '' }, /media.*空/],
    ['text that could be a path', picture, /media.*\{ path \}/],
    ['bare base64 as text', PNG.toString('base64'), /media.*\{ base64 \}/],
    ['damaged base64', { base64: 'abc$' }, /media.*base64/],
    ['a data URI that is no base64', 'data:text/plain,abc', /media.*base64/],
    ['two things at once', { path: picture, base64: 'AAAA' }, /media.*只能给一个/],
    ['an object that names nothing', { filename: 'a.png' }, /media/],
    ['a list', [PNG], /media/],
    ['a number', 1, /media/],
    ['a function', () => PNG, /media/],
    ['a name that is no text', { value: PNG, filename: 1 }, /media.*filename/],
    ['a value inside a value', { value: { path: picture } }, /media/],
    ['a number as fileID', { fileID: 1 }, /media.*fileID/],
  ])('when it is %s', (_, media, says) => refused({ media }, says));
});

describe('a file in cloud storage', () => {
  const fileID = 'cloud://space.1/dir/pic.png';
  let storage: Scripted;
  beforeAll(async () => {
    storage = await startScripted(({ path }) => {
      if (path === '/gone') return { bytes: Buffer.from('<h1>gone</h1>'), status: 404 };
      if (path === '/broken') return { bytes: Buffer.alloc(0), status: 503 };
      if (path === '/large') return { bytes: Buffer.alloc(LIMIT + 1, 1) };
      return { bytes: PNG };
    });
  });
  afterAll(() => storage.close());
  afterEach(() => Reflect.deleteProperty(globalThis, 'uniCloud'));

  const inCloud = (uniCloud: object) => Object.assign(globalThis, { uniCloud });
  const addressed = (tempFileURL?: string) => ({
    getTempFileURL: async ({ fileList }: { fileList: string[] }) => ({
      fileList: [{ fileID: fileList[0], ...(tempFileURL === undefined ? {} : { tempFileURL }) }],
    }),
  });

  it('comes through downloadFile where functions may', async () => {
    const asked: unknown[] = [];
    inCloud({
      downloadFile: async (options: unknown) => {
        asked.push(options);
        return { fileContent: PNG };
      },
    });
    expect(await check({ media: { fileID } })).toMatchObject({ code: 0 });
    expect(asked).toEqual([{ fileID }]);
    expect(part()).toEqual({ filename: 'pic.png', type: 'image/png', bytes: PNG });
  });

  it('comes from its address where they may not', async () => {
    inCloud({
      downloadFile: async () => {
        throw new Error('not supported here');
      },
      ...addressed(`${storage.url}/pic.png?sign=1`),
    });
    expect(await check({ media: { fileID } })).toMatchObject({ code: 0 });
    expect(part().bytes).toEqual(PNG);
  });

  it.each<[string, () => object, string | RegExp]>([
    ['is not there', () => addressed(`${storage.url}/gone`), /media.*404/],
    ['has no address', () => addressed(), /media.*fileID/],
    ['has a strange address', () => addressed('file:///etc/passwd'), /media.*fileID/],
    ['is too large', () => addressed(`${storage.url}/large`), /media.*1048576/],
    [
      'is unknown to the cloud',
      () => ({
        getTempFileURL: async () => {
          throw new Error('no such file');
        },
      }),
      /media.*fileID/,
    ],
    [
      'is too large for downloadFile',
      () => ({ downloadFile: async () => ({ fileContent: Buffer.alloc(LIMIT + 1) }) }),
      /media.*1048576/,
    ],
  ])('is refused when it %s', async (_, cloud, says) => {
    inCloud(cloud());
    await refused({ media: { fileID } }, says as RegExp);
  });

  it('is a network error when storage cannot be reached', async () => {
    for (const address of [`${storage.url}/broken`, 'http://127.0.0.1:9/']) {
      inCloud(addressed(address));
      expect(await check({ media: { fileID } })).toMatchObject({ code: 'vk-openapi-network-error' });
    }
    sentNothing();
  });

  it('is given up when the cloud does not answer in time', async () => {
    inCloud({ downloadFile: () => new Promise(() => undefined) });
    const res = await check({ media: { fileID } }, { timeout: 30 });
    expect(res).toMatchObject({ code: 'vk-openapi-timeout' });
    sentNothing();
  });

  it('never leads into the cloud’s own network by an address of the caller’s', async () => {
    const before = storage.asked.length;
    const addresses = [
      `${storage.url}/pic.png`,
      'https://127.0.0.1/latest/meta-data',
      'https://0x7f000001/',
      'https://[::1]/a',
      'https://localhost/a',
      'https://metadata.internal/a',
      'https://example.com:8443/a',
      'https://user:pass@example.com/a',
      ' http://169.254.169.254/a',
    ];
    for (const address of addresses) {
      inCloud({ ...addressed(address.trim()), downloadFile: async () => ({ fileContent: PNG }) });
      await refused({ media: { fileID: address } }, /media.*fileID/);
    }
    expect(storage.asked.length).toBe(before);
  });

  it('needs uniCloud, and says so', async () => {
    const res = await check({ media: { fileID } });
    expect(res).toMatchObject({
      code: 'vk-openapi-config-missing',
      msg: expect.stringMatching(/media.*uniCloud/),
    });
    sentNothing();
  });
});
