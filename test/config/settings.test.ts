import { center, cleanUp, configure, thrownBy } from './support';

afterEach(cleanUp);

const LONG = 'k'.repeat(32);
const OTHER = 'o'.repeat(40);
const own = (content: unknown) => center({ 'vk-openapi/config.json': content });

describe('every key of vk-openapi/config.json', () => {
  test('is optional: nothing is needed, with or without uni-config-center', () => {
    for (const prepare of [() => undefined, () => center()]) {
      prepare();
      const { configuration, warnings } = configure();
      expect(configuration.http()).toEqual({ timeout: 5000, uploadTimeout: 20000 });
      expect(configuration.tokenStore('weixin')).toBeUndefined();
      expect(configuration.endpoint('qq')).toBeUndefined();
      expect(configuration.secretKeys()).toEqual([]);
      expect(configuration.encryptedKeyExpiresIn()).toBe(7200);
      expect(configuration.clientApps()).toEqual([]);
      expect(configuration.expose()).toBeUndefined();
      expect(configuration.push()).toBeUndefined();
      expect(configuration.keys('wx1')).toBeUndefined();
      expect(configuration.keys('__proto__')).toBeUndefined();
      expect(warnings).toEqual([]);
    }
  });

  test('is read, once', () => {
    const files = own({
      tokenStore: { qq: 'vk-global-data' },
      secretKey: LONG,
      encryptedKeyExpiresIn: 60,
      clientApps: ['wx1'],
      expose: { weixin: 'none' },
      http: { timeout: 800, transport: { 'weixin.h5': 'eip' } },
      endpoints: { weixin: 'http://127.0.0.1:7002/' },
      keys: { wx1: { pay: { production: 'p' } } },
      push: { wx1: { token: 't' } },
    });
    const { configuration } = configure();
    for (let i = 0; i < 3; i++) {
      expect(configuration.tokenStore('qq')).toBe('vk-global-data');
      expect(configuration.tokenStore('weixin')).toBeUndefined();
      expect(configuration.secretKeys()).toEqual([LONG]);
      expect(configuration.encryptedKeyExpiresIn()).toBe(60);
      expect(configuration.clientApps()).toEqual(['wx1']);
      expect(configuration.expose()).toEqual({ weixin: 'none' });
      expect(configuration.http()).toEqual({
        timeout: 800,
        uploadTimeout: 20000,
        transport: { 'weixin.h5': 'eip' },
      });
      expect(configuration.endpoint('weixin')).toBe('http://127.0.0.1:7002');
      expect(configuration.keys('wx1')).toEqual({ pay: { production: 'p' } });
      expect(configuration.push()).toEqual({ wx1: { token: 't' } });
    }
    expect(files.reads).toEqual({ 'vk-openapi': 1 });
  });

  test('gives way to createOpenapi, key by key', () => {
    own({
      tokenStore: 'redis',
      secretKey: LONG,
      encryptedKeyExpiresIn: 60,
      http: { timeout: 800, uploadTimeout: 900, transport: 'eip' },
      endpoints: { weixin: 'http://file', qq: 'http://file', 'weixin.h5': 'http://file-h5' },
      keys: { wx1: { pay: { sandbox: 'f' } }, wx2: { pay: { sandbox: 'f' } } },
    });
    const store = { get: async () => undefined };
    const { configuration } = configure({
      tokenStore: store,
      secretKey: OTHER,
      encryptedKeyExpiresIn: 30,
      http: { timeout: 100, transport: { qq: 'httpclient' } },
      endpoints: { weixin: 'http://option' },
      keys: { wx1: { pay: { sandbox: 'o' } } },
    });
    expect(configuration.tokenStore('weixin')).toBe(store);
    expect(configuration.secretKeys()).toEqual([OTHER]);
    expect(configuration.encryptedKeyExpiresIn()).toBe(30);
    expect(configuration.http()).toEqual({
      timeout: 100,
      uploadTimeout: 900,
      transport: { qq: 'httpclient', weixin: 'eip', 'weixin.h5': 'eip', 'weixin.app': 'eip' },
    });
    expect(configuration.endpoint('weixin')).toBe('http://option');
    expect(configuration.endpoint('weixin.h5')).toBe('http://option');
    expect(configuration.endpoint('qq')).toBe('http://file');
    expect(configuration.keys('wx1')).toEqual({ pay: { sandbox: 'o' } });
    expect(configuration.keys('wx2')).toEqual({ pay: { sandbox: 'f' } });
  });

  test('lies in a broken file: one warning, and what needs it says so', () => {
    const files = own(`{ "secretKey": "${LONG}", oops`);
    const { configuration, warnings } = configure();
    expect(configuration.http().timeout).toBe(5000);
    expect(configuration.endpoint('weixin')).toBeUndefined();
    expect(configuration.clientApps()).toEqual([]);
    for (const act of [configuration.secretKeys, configuration.expose, configuration.push]) {
      const error = thrownBy(act);
      expect(error.code).toBe('vk-openapi-config-missing');
      expect(error.msg).toContain('vk-openapi/config.json');
      expect(error.msg).not.toContain('kkkk');
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('vk-openapi/config.json');
    expect(warnings[0]).not.toContain('kkkk');
    expect(files.reads['vk-openapi']).toBe(1);
  });
});

test('a broken file is tried again after a while', () => {
  let now = 1e12;
  const files = own('{');
  const { configuration } = configure({ clock: { now: () => now, sleep: async () => undefined } });
  expect(configuration.clientApps()).toEqual([]);
  files.write('vk-openapi/config.json', { clientApps: ['wx1'] });
  expect(configuration.clientApps()).toEqual([]);
  now += 10_000;
  expect(configuration.clientApps()).toEqual(['wx1']);
});

describe('an endpoint', () => {
  test.each([
    ['http://127.0.0.1:7002', 'http://127.0.0.1:7002'],
    ['https://proxy.example.com/weixin/', 'https://proxy.example.com/weixin'],
    [' http://[::1]:80 ', 'http://[::1]'],
  ])('%s is taken as %s', (given, expected) => {
    expect(configure({ endpoints: { weixin: given } }).configuration.endpoint('weixin')).toBe(expected);
  });

  test.each([
    ['ftp://example.com'],
    ['127.0.0.1:7002'],
    ['https://example.com/?a=1'],
    ['https://example.com/#a'],
    ['https://user:pass@example.com'],
    ['javascript:alert(1)'],
    [7002],
    [{}],
  ])('%j is an error that names the key, and stops no other platform', given => {
    const { configuration } = configure({ endpoints: { qq: given as never, weixin: 'http://127.0.0.1' } });
    const error = thrownBy(() => configuration.endpoint('qq'));
    expect(error.code).toBe('vk-openapi-config-missing');
    expect(error.msg).toContain('endpoints.qq');
    expect(error.msg).not.toContain('pass@');
    expect(configuration.endpoint('weixin')).toBe('http://127.0.0.1');
  });

  test('of the official account follows the mini program unless given', () => {
    const { configuration } = configure({ endpoints: { weixin: 'http://a' } });
    expect(configuration.endpoint('weixin.h5')).toBe('http://a');
    expect(configuration.endpoint('qq')).toBeUndefined();
    const both = configure({ endpoints: { weixin: 'http://a', 'weixin.h5': 'http://b' } }).configuration;
    expect(both.endpoint('weixin.h5')).toBe('http://b');
  });
});

describe('secretKey', () => {
  test('may be a list', () => {
    expect(configure({ secretKey: [LONG, OTHER] }).configuration.secretKeys()).toEqual([LONG, OTHER]);
    expect(configure({ secretKey: '' }).configuration.secretKeys()).toEqual([]);
  });

  test.each([['short-secret-key'], [['short-secret-key']], [[LONG, 'short-secret-key']], [12345]])(
    '%j is too short: the error says so and does not repeat it',
    secretKey => {
      const error = thrownBy(() => configure({ secretKey: secretKey as never }).configuration.secretKeys());
      expect(error.code).toBe('vk-openapi-config-missing');
      expect(error.msg).toContain('secretKey');
      expect(error.msg).toContain('32');
      expect(error.msg).not.toContain('short-secret-key');
    },
  );
});

test.each([['abc'], [-1], [0], [NaN], [Infinity], [{}]])(
  'a time of %j is the default with one warning that names the key',
  bad => {
    const { configuration, warnings } = configure({
      http: { timeout: bad as never },
      encryptedKeyExpiresIn: bad as never,
    });
    for (let i = 0; i < 2; i++) {
      expect(configuration.http().timeout).toBe(5000);
      expect(configuration.encryptedKeyExpiresIn()).toBe(7200);
    }
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).toContain('http.timeout');
    expect(warnings.join()).toContain('encryptedKeyExpiresIn');
  },
);

test('a transport of the own making is handed out as it is', () => {
  const transport = async () => ({ status: 200, headers: {}, body: '{}' });
  expect(configure({ http: { transport } }).configuration.http().transport).toBe(transport);
});

test.each([['axios'], [{ weixin: 'axios' }], [1]])(
  'a transport of %j is an error that names the key',
  transport => {
    const error = thrownBy(() => configure({ http: { transport: transport as never } }).configuration.http());
    expect(error.msg).toContain('http.transport');
  },
);

test('a platform whose name is misspelt is warned about once', () => {
  const { configuration, warnings } = configure({ endpoints: { 'weixin-h5': 'http://a' } as never });
  for (let i = 0; i < 2; i++) expect(configuration.endpoint('weixin.h5')).toBeUndefined();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('weixin-h5');
});

test('a store of the own making for one platform leaves the others to the file', () => {
  own({ tokenStore: 'memory' });
  const store = { get: async () => undefined };
  const { configuration } = configure({ tokenStore: { qq: store } });
  expect(configuration.tokenStore('qq')).toBe(store);
  expect(configuration.tokenStore('weixin')).toBe('memory');
});
