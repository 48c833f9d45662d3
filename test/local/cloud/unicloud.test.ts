import http from 'http';
import type { AddressInfo } from 'net';
import { newCloud, newFolder, newProject } from './project';

const F = 'uniCloud-aliyun/cloudfunctions';

/** A function that does as told: the body of a function, with `event` and `context` at hand. */
const RUN = `exports.main = async (event, context) => {
  try { return await new (Object.getPrototypeOf(async () => {}).constructor)('event', 'context', 'require', event.code)(event, context, require); }
  catch (error) { return { error: error.message, code: error.code, name: error.name }; }
};`;

const files = {
  [`${F}/run/index.js`]: RUN,
  'uniCloud-aliyun/database/things.schema.json': {},
  'uniCloud-aliyun/database/things.index.json': [
    {
      IndexName: 'by-no',
      MgoKeySchema: { MgoIndexKeys: [{ Name: 'no', Direction: '1' }], MgoIsUnique: true },
    },
  ],
};

/** A server that repeats what it was sent. */
const echo = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        method: request.method,
        url: request.url,
        type: request.headers['content-type'],
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    );
  });
});
let server = '';
beforeAll(async () => {
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
  server = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>(resolve => void echo.close(() => resolve())));

describe('the uniCloud of a function', () => {
  const project = newProject(files);
  const cloud = newCloud({ project, workers: 4, env: { OWN_VARIABLE: 'set' } });
  const run = async <T = Record<string, unknown>>(code: string, event: object = {}) =>
    (await cloud).callFunction('run', { code, ...event }) as Promise<T>;

  it('has one database for all its processes', async () => {
    const add =
      'return [process.pid, (await uniCloud.database().collection("things").add({ no: event.no })).id];';
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, no) => run<[pid: number, id: string]>(add, { no })),
    );
    expect(new Set(added.map(([pid]) => pid)).size).toBe(4);
    expect(new Set(added.map(([, id]) => id)).size).toBe(20);
    expect(await run('return uniCloud.database().collection("things").count();')).toMatchObject({
      total: 20,
    });
    expect(await (await cloud).database.collection('things').count()).toMatchObject({ total: 20 });
    expect(await run(add, { no: 7 })).toMatchObject({ error: expect.stringContaining('E11000') });
  });

  it('makes requests as urllib 2 does', async () => {
    const get =
      'const r = await uniCloud.httpclient.request(event.server + "/x", event.options); return { ...r, res: 0, isBuffer: Buffer.isBuffer(r.data) };';
    expect(await run(get, { server, options: { data: { a: 1 } } })).toMatchObject({
      status: 200,
      isBuffer: true,
    });
    const json = { method: 'POST', contentType: 'json', dataType: 'json', data: { 名: '值' } };
    expect((await run(get, { server, options: json })).data).toMatchObject({ body: '{"名":"值"}' });
    expect(await run(get, { server: 'http://127.0.0.1:1', options: {} })).toMatchObject({
      name: 'RequestError',
    });
  });

  it('has the fixed-address proxy of Alibaba, which answers in its own way', async () => {
    const post = 'return uniCloud.httpProxyForEip[event.how](event.server + "/cgi", event.data);';
    const parsed = async (how: string, data: unknown) => {
      const answer = (await run(post, { server, how, data })) as unknown as {
        statusCodeValue: number;
        body: string;
      };
      expect(answer.statusCodeValue).toBe(200);
      return JSON.parse(answer.body) as Record<string, string>;
    };
    expect(await parsed('get', { a: 'b c' })).toMatchObject({ method: 'GET', url: '/cgi?a=b+c' });
    expect(await parsed('postForm', { a: 1 })).toMatchObject({
      body: 'a=1',
      type: 'application/x-www-form-urlencoded',
    });
    expect(await parsed('postJson', { a: '中' })).toMatchObject({ body: '{"a":"中"}' });
    expect(await parsed('post', 'text')).toMatchObject({ body: 'text' });
    expect(await run('return uniCloud.httpProxyForEip.get("https://example.com/");')).toMatchObject({
      error: expect.stringContaining('weixin.qq.com'),
    });
  });

  it('keeps files, and gives them out at an address', async () => {
    const upload = `
      const { fileID } = await uniCloud.uploadFile({ cloudPath: event.cloudPath, fileContent: Buffer.from([137, 80, 0, 255]) });
      const { fileList } = await uniCloud.getTempFileURL({ fileList: [fileID] });
      const { fileContent } = await uniCloud.downloadFile({ fileID });
      return { fileID, address: fileList[0].tempFileURL, bytes: [...fileContent] };`;
    const { fileID, address, bytes } = await run<{ fileID: string; address: string; bytes: number[] }>(
      upload,
      { cloudPath: 'codes/a b 中.png' },
    );
    expect(fileID).toMatch(/^cloud:\/\/.+\/codes\//);
    expect(bytes).toEqual([137, 80, 0, 255]);
    const response = await fetch(address);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([137, 80, 0, 255]);
    for (const cloudPath of ['../x', 'a/../../x', 'a//b', '', 'a\\..\\b', 'a/\u0000'])
      expect(await run(upload, { cloudPath })).toMatchObject({ code: 'INVALID_PARAM' });
    const removed = await run('return uniCloud.deleteFile({ fileList: [event.fileID] });', { fileID });
    expect(removed.fileList).toEqual([{ fileID, code: 'SUCCESS' }]);
    expect((await fetch(address)).status).toBe(404);
    expect((await fetch(new URL('/files/..%2f..%2fdatabase%2flock', address))).status).toBe(400);
  });

  it('says how to get Redis', async () => {
    expect(await run('return uniCloud.redis();')).toMatchObject({
      error: expect.stringContaining('"uni-cloud-redis": {}'),
    });
  });

  it('speaks the languages it is given', async () => {
    const code = `
      const i18n = uniCloud.initI18n({ locale: event.locale, fallbackLocale: 'en', messages: { en: { hi: 'hi {name}', only: 'only' }, 'zh-Hans': { hi: '你好 {name}' } } });
      return [i18n.t('hi', { name: 'A' }), i18n.t('only'), i18n.t('none')];`;
    expect(await run(code, { locale: 'zh-hans' })).toEqual(['你好 A', 'only', 'none']);
    expect(await run(code, { locale: 'fr' })).toEqual(['hi A', 'only', 'none']);
  });

  it('lists the calls in progress, each with its own client', async () => {
    const code = `
      await new Promise(resolve => setTimeout(resolve, 50));
      return [context.requestId, uniCloud.getClientInfos().map(i => i.requestId), uniCloud.getRequestList().length, uniCloud.getCloudInfos()[0].provider];`;
    const [id, infos, , provider] = await run<[string, string[], number, string]>(code);
    expect(infos).toContain(id);
    expect(provider).toBe('aliyun');
  });

  it('sees the cloud’s clock and the variables it was given', async () => {
    expect(await run('return [new Date(0).getHours(), process.env.OWN_VARIABLE];')).toEqual([0, 'set']);
  });
});

it('what a cloud with a folder of its own has stored is there after the next start', async () => {
  const options = { project: newProject(files), dataDir: newFolder() };
  const first = await newCloud(options);
  await first.callFunction('run', {
    code: 'return uniCloud.database().collection("things").add({ _id: "kept" });',
  });
  await expect(newCloud(options)).rejects.toThrow('in use by process');
  await first.close();
  const second = await newCloud(options);
  expect(await second.database.collection('things').doc('kept').get()).toMatchObject({
    data: [{ _id: 'kept' }],
  });
  await second.close();
});
