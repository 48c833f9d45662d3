import { multipart, sniff } from '../../src/http';
import { PNG } from 'pngjs';

/** Reads the form back with a parser that is not ours. */
const parse = ({ headers, body }: ReturnType<typeof multipart>) =>
  new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] } }).formData();

const png = PNG.sync.write(new PNG({ width: 1, height: 1 }));

describe('a multipart body', () => {
  it('holds fields and files, and knows its length', async () => {
    const form = multipart([
      { name: 'type', value: 'image' },
      { name: 'count', value: 3 },
      { name: 'media', file: png, filename: '图片 1.png' },
    ]);
    expect(form.headers['content-length']).toBe(String(form.body.length));
    const parsed = await parse(form);
    expect(parsed.get('type')).toBe('image');
    expect(parsed.get('count')).toBe('3');
    const file = parsed.get('media') as File;
    expect(file.name).toBe('图片 1.png');
    expect(file.type).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
  });

  it('always gives a file a name and a type', async () => {
    const parsed = await parse(
      multipart([
        { name: 'media', file: png },
        { name: 'other', file: Buffer.from('?') },
        { name: 'empty', file: Buffer.alloc(0) },
        { name: 'named', file: png, contentType: 'image/x-own' },
      ]),
    );
    const files = ['media', 'other', 'empty', 'named'].map(name => parsed.get(name) as File);
    expect(files.map(file => file.name)).toEqual(['media.png', 'other.bin', 'empty.bin', 'named.png']);
    expect(files.map(file => file.type)).toEqual([
      'image/png',
      'application/octet-stream',
      'application/octet-stream',
      'image/x-own',
    ]);
  });

  it('lets no name or type add a header or a part', () => {
    const evil = 'a"\r\nX-Evil: 1\r\n\r\n--';
    const { body } = multipart([
      { name: evil, value: 'v' },
      { name: 'media', file: png, filename: evil, contentType: 'image/png\r\nX-Evil: 1' },
    ]);
    const text = body.toString('latin1');
    expect(text).not.toContain('\r\nX-Evil');
    expect(text).toContain('name="a%22%0D%0AX-Evil: 1%0D%0A%0D%0A--"');
    expect(text).toContain('filename="a%22%0D%0AX-Evil');
    expect(text).toContain('\r\nContent-Type: image/png\r\n');
  });

  it('has a boundary that nobody can foresee', () => {
    const one = multipart([]);
    const other = multipart([]);
    expect(one.headers['content-type']).not.toBe(other.headers['content-type']);
    expect(one.body.toString()).toMatch(/^------vk-openapi-[0-9a-f]{36}--\r\n$/);
  });
});

describe('the first bytes', () => {
  it.each([
    ['89504e470d0a1a0a', 'image/png', 'png'],
    ['ffd8ffe000104a464946', 'image/jpeg', 'jpg'],
    ['474946383961', 'image/gif', 'gif'],
    ['524946460000000057454250', 'image/webp', 'webp'],
    ['524946460000000057415645', 'audio/wav', 'wav'],
    ['424d', 'image/bmp', 'bmp'],
    ['2321414d520a', 'audio/amr', 'amr'],
    ['494433030000', 'audio/mpeg', 'mp3'],
    ['fffb9064', 'audio/mpeg', 'mp3'],
    ['fff39064', 'audio/mpeg', 'mp3'],
    ['000000186674797069736f6d', 'video/mp4', 'mp4'],
    ['00000018667479704d344120', 'audio/mp4', 'm4a'],
    ['4f676753', 'audio/ogg', 'ogg'],
    ['255044462d312e37', 'application/pdf', 'pdf'],
    ['504b0304', 'application/zip', 'zip'],
  ])('%s are %s', (hex, contentType, extension) => {
    expect(sniff(Buffer.from(hex, 'hex'))).toEqual({ contentType, extension });
  });

  it.each([[''], ['00'], ['ff'], ['fff1'], ['fff15080'], ['ffffffff'], ['7b22657272636f6465223a307d']])(
    '%s tell nothing',
    hex => {
      expect(sniff(Buffer.from(hex, 'hex'))).toBeUndefined();
    },
  );
});
