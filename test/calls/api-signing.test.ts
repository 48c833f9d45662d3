/** API signing and encryption, through the built module: RSA with AES, SM2 with SM4, and everything that can be wrong. */
import { execFileSync } from 'node:child_process';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { generate } from 'selfsigned';
import { OPENID, PNG, startWorld, TEMPLATE, WX, WX2, type World } from './world';
import { SM2 } from '../crypto/api-vectors';

const MODULE = require.resolve('../../uniCloud/cloudfunctions/common/vk-openapi');
const GETCITY = '/cgi-bin/express/intracity/getcity';
const SYMMETRIC = { sn: 'sym-0001', key: Buffer.alloc(32, 7).toString('base64') };

interface Pair {
  privateKey: string;
  publicKey: string;
}
const pair = (): Pair => {
  const made = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: made.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: made.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};

const developer = pair();
let platform: { privateKey: string; certificate: string };
const next = pair();

let world: World;
/** `keys[WX].api`, all of it. */
let api: Record<string, unknown>;

beforeAll(async () => {
  world = await startWorld();
  const { private: privateKey, cert } = await generate([{ name: 'commonName', value: 'platform' }], {
    keySize: 2048,
    algorithm: 'sha256',
  });
  platform = { privateKey, certificate: cert };
});
beforeEach(() => {
  world.sim.reset();
  world.log.warnings.length = 0;
  world.sim.setApp(WX, {
    apiSecurity: {
      symmetric: SYMMETRIC,
      developer: { sn: 'dev-0001', publicKey: developer.publicKey },
      platform: { sn: 'cert-0001', privateKey: platform.privateKey },
    },
  });
  api = {
    symmetric: SYMMETRIC,
    private: developer.privateKey,
    platform: [{ sn: 'cert-0001', certificate: platform.certificate }],
  };
});
afterAll(() => world.sim.close());

const withKeys = (changes: Record<string, unknown> = {}, options: Record<string, unknown> = {}) =>
  world.create({ keys: { [WX]: { api: { ...api, ...changes } } }, ...options });
const last = () => world.sim.requests[world.sim.requests.length - 1]!;
const getCity = (openapi: World['openapi'], params = {}) => openapi.weixin.intracity.getCity(params);
const data = {
  character_string1: 'A1',
  name2: '中通',
  character_string3: 'ZT1',
  thing6: '精华露',
  thing8: '杭州',
};
const message = { touser: OPENID, template_id: TEMPLATE, data };

/** A way out on which an answer is changed. */
function tampering(
  change: (answer: { status: number; headers: Record<string, string>; body: string }) => object | undefined,
  where = GETCITY,
) {
  return async (request: { method: string; url: string; headers: Record<string, string>; body?: string }) => {
    const { method, url, headers, body } = request;
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
    if (!url.includes(where)) return answer;
    return { ...answer, ...change(answer) };
  };
}

describe('a call that must be signed', () => {
  it('is encrypted and signed as the platform wants it, and its answer is opened', async () => {
    const res = await getCity(withKeys(), { service_trans_id: 'DADA' });
    expect(res).toEqual({
      code: 0,
      msg: expect.any(String),
      errcode: 0,
      errmsg: 'ok',
      support_list: [
        { service_trans_id: 'DADA', city_list: [expect.objectContaining({ city_name: '深圳市' })] },
      ],
    });

    const { body, headers, url, query } = last();
    expect(Object.keys(query)).toEqual(['access_token']);
    expect(`${url} ${body.toString()}`).not.toContain('DADA');
    const time = headers['wechatmp-timestamp'] as string;
    expect(headers['wechatmp-appid']).toBe(WX);
    const address = `https://api.weixin.qq.com${GETCITY}`;
    const signed = Buffer.from(`${address}\n${WX}\n${time}\n${body.toString()}`);
    const key = {
      key: createPublicKey(developer.publicKey),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    };
    expect(
      verify('sha256', signed, key, Buffer.from(headers['wechatmp-signature'] as string, 'base64')),
    ).toBe(true);

    const { iv, data, authtag } = JSON.parse(body.toString());
    const bytes = (text: string) => Buffer.from(text, 'base64');
    expect(bytes(iv)).toHaveLength(12);
    const aes = createDecipheriv('aes-256-gcm', bytes(SYMMETRIC.key), bytes(iv));
    aes.setAAD(Buffer.from(`${address}|${WX}|${time}|sym-0001`)).setAuthTag(bytes(authtag));
    const plain = JSON.parse(Buffer.concat([aes.update(bytes(data)), aes.final()]).toString());
    expect(plain).toEqual({
      service_trans_id: 'DADA',
      _n: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
      _appid: WX,
      _timestamp: Number(time),
    });
  });

  it('is encrypted anew each time it goes out', async () => {
    const openapi = withKeys();
    await getCity(openapi);
    world.sim.revoke(WX);
    expect(await getCity(openapi)).toMatchObject({ code: 0 });
    world.sim.fault({ kind: 'busy', path: GETCITY });
    await getCity(openapi);
    const bodies = world.sim.requests
      .filter(({ path }) => path === GETCITY)
      .map(({ body }) => body.toString());
    expect(bodies.length).toBeGreaterThan(3);
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it.each([
    ['the app has no keys', () => undefined, `keys.${WX}.api`],
    ['symmetric is missing', () => ({ ...api, symmetric: undefined }), `keys.${WX}.api.symmetric.sn`],
    ['symmetric.key is missing', () => ({ ...api, symmetric: { sn: 'a' } }), `keys.${WX}.api.symmetric.key`],
    [
      'symmetric.key is of another length',
      () => ({ ...api, symmetric: { sn: 'a', key: Buffer.alloc(24).toString('base64') } }),
      `keys.${WX}.api.symmetric.key`,
    ],
    ['private is missing', () => ({ ...api, private: '' }), `keys.${WX}.api.private`],
    ['private is no key', () => ({ ...api, private: 'MIIE-not-a-key' }), `keys.${WX}.api.private`],
    [
      'an SM2 key stands without its number',
      () => ({ ...api, private: SM2.pkcs8 }),
      `keys.${WX}.api.private.sn`,
    ],
    ['platform is missing', () => ({ ...api, platform: [] }), `keys.${WX}.api.platform`],
    [
      'a certificate is no certificate',
      () => ({ ...api, platform: [{ sn: 'a', certificate: 'x' }] }),
      `keys.${WX}.api.platform[0].certificate`,
    ],
    [
      'a certificate has no number',
      () => ({ ...api, platform: [{ certificate: platform.certificate }] }),
      `keys.${WX}.api.platform[0].sn`,
    ],
  ])('sends nothing when %s, and says which key of which file it is', async (_, configured, path) => {
    const own = configured();
    const openapi = world.create(own === undefined ? {} : { keys: { [WX]: { api: own } } });
    const before = world.sim.count(GETCITY);
    const res = await getCity(openapi);
    expect(res.code).toBe('vk-openapi-config-missing');
    expect(res.msg).toContain('vk-openapi/config.json');
    expect(res.msg).toContain(path);
    expect(JSON.stringify(res)).not.toContain('MIIE');
    expect(world.sim.count(GETCITY)).toBe(before);
  });

  it("is never signed with another app's keys", async () => {
    const res = await getCity(withKeys(), { appid: WX2 });
    expect(res.msg).toContain(`keys.${WX2}.api`);
  });
});

describe("the platform's refusals", () => {
  it.each([
    ['keys that are not set up there', { apiSecurity: null }, 40239],
    ['another public key', { developer: { sn: 'dev-0001', publicKey: next.publicKey } }, 40234],
    [
      'another symmetric key',
      { symmetric: { ...SYMMETRIC, key: Buffer.alloc(32, 8).toString('base64') } },
      40235,
    ],
    ['another number of the symmetric key', { symmetric: { ...SYMMETRIC, sn: 'sym-0002' } }, 40235],
  ])('for %s come back as what they are, with a word on what to do', async (_, change, code) => {
    const { apiSecurity } = world.sim.apps.find(({ appid }) => appid === WX)!;
    world.sim.setApp(WX, {
      apiSecurity: 'apiSecurity' in change ? null : { ...apiSecurity!, ...(change as object) },
    });
    const res = await getCity(withKeys());
    expect(res).toMatchObject({ code, errcode: code, errmsg: expect.stringContaining('API_') });
    expect(res.msg).toMatch(/密钥|签名|后台/);
  });

  it('of an encrypted request are encrypted too', async () => {
    const res = await withKeys().weixin.subscribeMessage.send({ ...message, template_id: 'no-such' });
    expect(res).toMatchObject({ code: 40037, errmsg: expect.stringContaining('rid') });
    expect(last().headers).toHaveProperty('wechatmp-signature');
  });
});

describe('an answer', () => {
  const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

  it.each<[string, Parameters<typeof tampering>[0], RegExp]>([
    [
      'whose ciphertext was altered',
      ({ body }) => ({ body: body.replace(/"data":"./, '"data":"_') }),
      /签名不正确/,
    ],
    [
      'that was replaced by one in the clear',
      () => ({ body: '{"errcode":0,"errmsg":"ok","support_list":[]}' }),
      /签名不正确/,
    ],
    [
      'without a signature that says all is well',
      () => ({ headers: { 'content-type': 'application/json' }, body: '{"errcode":0,"support_list":[]}' }),
      /没有签名/,
    ],
    [
      'without a signature and without an errcode, behind a byte order mark',
      () => ({ headers: {}, body: '\uFEFF {"support_list":[]}' }),
      /没有签名/,
    ],
    [
      'whose signature was altered',
      ({ headers }) => ({
        headers: { ...headers, 'wechatmp-signature': flip(headers['wechatmp-signature']!) },
      }),
      /签名不正确/,
    ],
    [
      'whose signature is no base64',
      ({ headers }) => ({ headers: { ...headers, 'wechatmp-signature': '***' } }),
      /签名不正确/,
    ],
    [
      'of an unknown certificate',
      ({ headers }) => ({ headers: { ...headers, 'wechatmp-serial': 'cert-9999' } }),
      /cert-9999.*keys\..*api\.platform/,
    ],
    ['for another app', ({ headers }) => ({ headers: { ...headers, 'wechatmp-appid': WX2 } }), /其他小程序/],
    [
      'from long ago',
      ({ headers }) => ({ headers: { ...headers, 'wechatmp-timestamp': '1635927956' } }),
      /300 秒/,
    ],
    ['without a time', ({ headers }) => ({ headers: { ...headers, 'wechatmp-timestamp': '' } }), /300 秒/],
    [
      'a second off its signature',
      ({ headers }) => ({
        headers: { ...headers, 'wechatmp-timestamp': String(Number(headers['wechatmp-timestamp']) + 1) },
      }),
      /签名不正确/,
    ],
  ])('%s is bad-response, which says so', async (_, change, says) => {
    const res = await getCity(withKeys({}, { http: { transport: tampering(change) } }));
    expect(res.code).toBe('vk-openapi-bad-response');
    expect(res.msg).toMatch(says);
    expect(res).not.toHaveProperty('support_list');
  });

  it('of one call is no answer to another', async () => {
    let kept: object = {};
    const keep = tampering(({ headers, body }) => void (kept = { headers, body }));
    expect(await getCity(withKeys({}, { http: { transport: keep } }))).toMatchObject({ code: 0 });
    const replay = tampering(() => kept, '/cgi-bin/message/subscribe/send');
    const res = await withKeys({}, { http: { transport: replay } }).weixin.subscribeMessage.send(message);
    expect(res).toMatchObject({ code: 'vk-openapi-bad-response' });
  });

  it('that refuses without a signature is believed, for the platform may not have come as far as the keys', async () => {
    const body = '{"errcode":-1,"errmsg":"system error"}';
    const openapi = withKeys({}, { http: { transport: tampering(() => ({ headers: {}, body })) } });
    expect(await getCity(openapi)).toMatchObject({ code: -1 });
  });

  it('from a gateway is what it is without signing', async () => {
    const openapi = withKeys(
      {},
      { http: { transport: tampering(() => ({ status: 502, headers: {}, body: '<html>bad gateway' })) } },
    );
    const res = await getCity(openapi);
    expect(res).toMatchObject({ code: 'vk-openapi-bad-response' });
    expect(res.msg).toContain('502');
  });

  /** What the platform would send of `plain`, by its own keys. */
  function sealed(plain: string): { headers: Record<string, string>; body: string } {
    const time = String(Math.floor(Date.now() / 1000));
    const address = `https://api.weixin.qq.com${GETCITY}`;
    const iv = randomBytes(12);
    const aes = createCipheriv('aes-256-gcm', Buffer.from(SYMMETRIC.key, 'base64'), iv);
    aes.setAAD(Buffer.from(`${address}|${WX}|${time}|sym-0001`));
    const data = Buffer.concat([aes.update(plain.replace('TIME', time)), aes.final()]);
    const [nonce, text, authtag] = [iv, data, aes.getAuthTag()].map(bytes => bytes.toString('base64'));
    const body = JSON.stringify({ iv: nonce, data: text, authtag });
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signed = Buffer.from(`${address}\n${WX}\n${time}\n${body}`);
    const signature = sign('sha256', signed, { key: platform.privateKey, padding, saltLength: 32 });
    return {
      headers: {
        'wechatmp-appid': WX,
        'wechatmp-timestamp': time,
        'wechatmp-serial': 'cert-0001',
        'wechatmp-signature': signature.toString('base64'),
      },
      body,
    };
  }
  const answered = (plain: string) =>
    getCity(withKeys({}, { http: { transport: tampering(() => sealed(plain)) } }));

  it('keeps its numbers exact, and shows nothing of what was there for safety', async () => {
    const res = await answered(
      `{"_n":"n","_appid":"${WX}","_timestamp":TIME,"errcode":0,"big":12345678901234567890,"small":1}`,
    );
    expect(res).toEqual({
      code: 0,
      msg: expect.any(String),
      errcode: 0,
      errmsg: 'ok',
      big: '12345678901234567890',
      small: 1,
    });
  });

  it.each([
    ['for another app inside', `{"_n":"n","_appid":"${WX2}","_timestamp":TIME,"errcode":0}`],
    ['of another time inside', `{"_n":"n","_appid":"${WX}","_timestamp":1,"errcode":0}`],
    ['without either', '{"errcode":0}'],
    ['that is no JSON inside', 'hello'],
  ])('%s is bad-response', async (_, plain) => {
    expect(await answered(plain)).toMatchObject({ code: 'vk-openapi-bad-response' });
  });
});

describe('while the platform changes its certificate', () => {
  beforeEach(() => {
    const { apiSecurity } = world.sim.apps.find(({ appid }) => appid === WX)!;
    world.sim.setApp(WX, {
      apiSecurity: {
        ...apiSecurity!,
        platform: { sn: 'cert-0002', privateKey: next.privateKey },
        deprecated: { sn: 'cert-0001', privateKey: platform.privateKey },
      },
    });
  });
  const after = () => ({ sn: 'cert-0002', certificate: next.publicKey });
  const before = () => ({ sn: 'cert-0001', certificate: platform.certificate });

  it('the old certificate goes on working, with one warning that names the new one', async () => {
    const openapi = withKeys();
    for (let i = 0; i < 3; i++) expect(await getCity(openapi)).toMatchObject({ code: 0 });
    expect(world.log.warnings).toHaveLength(1);
    expect(world.log.warnings[0]).toMatch(/cert-0001.*即将失效.*cert-0002/);
  });

  it('the new certificate, or both, work without a word', async () => {
    for (const platformKeys of [[after()], [before(), after()], [after(), before()]]) {
      expect(await getCity(withKeys({ platform: platformKeys }))).toMatchObject({ code: 0 });
    }
    expect(world.log.warnings).toEqual([]);
  });

  it('a wrong signature of the old certificate is no better than a wrong one of the new', async () => {
    const spoil = tampering(({ headers }) => ({
      headers: {
        ...headers,
        'wechatmp-signature-deprecated': headers['wechatmp-signature']!,
      },
    }));
    expect(await getCity(withKeys({}, { http: { transport: spoil } }))).toMatchObject({
      code: 'vk-openapi-bad-response',
    });
  });
});

describe('a call that may be signed', () => {
  it('is, once the app has keys, and goes in the clear without', async () => {
    expect(await withKeys().weixin.subscribeMessage.send(message)).toMatchObject({ code: 0 });
    expect(last().headers).toHaveProperty('wechatmp-signature');
    expect(last().body.toString()).not.toContain(OPENID);
    expect(await world.create().weixin.subscribeMessage.send(message)).toMatchObject({ code: 0 });
    expect(last().headers).not.toHaveProperty('wechatmp-signature');
    expect(last().body.toString()).toContain(OPENID);
    // Another app of the same instance.
    expect(await withKeys().weixin.subscribeMessage.send({ ...message, appid: WX2 })).toHaveProperty('code');
    expect(last().headers).not.toHaveProperty('wechatmp-signature');
  });

  it('with a token of the caller’s own is signed for the app that is named', async () => {
    const openapi = withKeys();
    const access_token = await openapi.weixin.auth.getAccessToken();
    expect(await openapi.weixin.subscribeMessage.send({ ...message, access_token, appid: WX })).toMatchObject(
      {
        code: 0,
      },
    );
    expect(last().headers).toHaveProperty('wechatmp-signature');
  });

  it('answers a picture as ever', async () => {
    const code = await withKeys().weixin.wxacode.getUnlimited({ scene: 'a=1' });
    expect(Buffer.isBuffer(code)).toBe(true);
    expect(last().headers).toHaveProperty('wechatmp-signature');
    const spoilt = withKeys(
      {},
      {
        http: {
          transport: async (request: {
            url: string;
            method: string;
            body?: string;
            headers: Record<string, string>;
          }) => {
            const { url, method, headers, body } = request;
            const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
            const bytes = Buffer.from(await response.arrayBuffer());
            const altered = url.includes('getwxacode') ? Buffer.concat([PNG, Buffer.from('x')]) : bytes;
            return { status: 200, headers: Object.fromEntries(response.headers), body: altered };
          },
        },
      },
    );
    const res = await spoilt.weixin.wxacode.getUnlimited({ scene: 'a=1' });
    expect(res).toMatchObject({ code: 'vk-openapi-bad-response' });
  });

  it('is not when it is a GET or an upload, which the platform takes in the clear', async () => {
    const openapi = withKeys();
    const code = world.sim.issueCode(WX, { openid: OPENID });
    const { sessionKey } = await openapi.weixin.auth.code2Session({ code, needKey: true });
    const key = await openapi.weixin.internet.getUserEncryptKey({ openid: OPENID, sessionKey });
    expect(key).toMatchObject({ code: 0 });
    expect(last().headers).not.toHaveProperty('wechatmp-signature');
    expect(await openapi.weixin.security.imgSecCheck({ buffer: PNG })).toMatchObject({ code: 0 });
    expect(last().headers).not.toHaveProperty('wechatmp-signature');
  });
});

describe('SM2 with SM4', () => {
  const sm = {
    sn: 'sm-sym-1',
    key: Buffer.from('0123456789abcdeffedcba9876543210', 'hex').toString('base64'),
  };

  it.each([
    ['both', true, true],
    ['SM4 with RSA', true, false],
    ['SM2 with AES', false, true],
  ])('are chosen by the form of the keys: %s', async (_, sm4, sm2) => {
    const { apiSecurity } = world.sim.apps.find(({ appid }) => appid === WX)!;
    world.sim.setApp(WX, {
      apiSecurity: {
        symmetric: sm4 ? sm : SYMMETRIC,
        developer: sm2 ? { sn: SM2.userId, publicKey: SM2.publicKey } : apiSecurity!.developer,
        platform: sm2 ? { sn: 'sm-cert-1', privateKey: SM2.hex } : apiSecurity!.platform,
      },
    });
    const keys = {
      ...(sm4 ? { symmetric: sm } : {}),
      ...(sm2
        ? {
            private: { sn: SM2.userId, key: SM2.sec1 },
            platform: [{ sn: 'sm-cert-1', certificate: SM2.certificate }],
          }
        : {}),
    };
    expect(await getCity(withKeys(keys), { service_trans_id: 'SFTC' })).toMatchObject({
      code: 0,
      support_list: [{ service_trans_id: 'SFTC' }],
    });
    const flipped = tampering(({ headers }) => ({
      headers: { ...headers, 'wechatmp-timestamp': String(Number(headers['wechatmp-timestamp']) - 1) },
    }));
    expect(await getCity(withKeys(keys, { http: { transport: flipped } }))).toMatchObject({
      code: 'vk-openapi-bad-response',
    });
  });
});

describe('who signs nothing', () => {
  const FILES = /[\\/](sign|secure|sm)\.js$/;

  /** The files of the module that a process has loaded after `body`. */
  function loaded(keys: object, body: string): string[] {
    const script = `
      const { createOpenapi } = require(${JSON.stringify(MODULE)});
      const apps = { weixin: [{ appid: ${JSON.stringify(WX)}, appsecret: ${JSON.stringify(
        world.sim.apps.find(({ appid }) => appid === WX)!.appsecret,
      )} }] };
      const transport = async ({ url }) => ({
        status: 200, headers: {}, body: url.includes('token') && !url.includes('access_token')
          ? '{"access_token":"t","expires_in":7200}' : '{"errcode":-2}' });
      const openapi = createOpenapi({ apps, keys: ${JSON.stringify(keys)}, http: { transport } });
      (async () => { ${body}; console.log(JSON.stringify(Object.keys(require.cache))); })();`;
    const files = JSON.parse(
      execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
    ) as string[];
    return files.filter(file => FILES.test(file)).map(file => FILES.exec(file)![1]!);
  }

  it('loads nothing of it; who does loads what it needs', () => {
    const send = 'await openapi.weixin.subscribeMessage.send({ touser: "o", template_id: "t", data: {} })';
    expect(loaded({}, send)).toEqual([]);
    expect(loaded({ [WX]: { pay: { production: 'k' } } }, send)).toEqual([]);
    expect(loaded({ [WX2]: { api } }, send)).toEqual([]);
    expect(loaded({ [WX]: { api } }, send)).toEqual(['secure']);
    const pay = 'await openapi.weixin.b2b.getMchBalance({ mchid: "1" })';
    expect(loaded({ [WX]: { api, pay: { production: 'k' } } }, pay)).toEqual(['sign']);
    const sm = { ...api, symmetric: { sn: 's', key: Buffer.alloc(16).toString('base64') } };
    expect(loaded({ [WX]: { api: sm } }, send).sort()).toEqual(['secure', 'sm']);
  });
});
