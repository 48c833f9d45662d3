/** A user's encryption key from the platform's side, through the built module. */
import { openDatabase } from '../../local/cloud/database';
import { startWorld, WX, type World } from './world';

const PATH = '/wxa/business/getuserencryptkey';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  world.sim.reset();
  world.openapi = world.create();
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'uniCloud');
});
afterAll(() => world.sim.close());

async function login() {
  const code = world.sim.issueCode(WX);
  return world.openapi.weixin.auth.code2Session({ code, needKey: true });
}
const internet = () => world.openapi.weixin.internet;

it('comes for a session_key and for an encryptedKey alike', async () => {
  const { openid, sessionKey, encryptedKey } = await login();
  const res = await internet().getUserEncryptKey({ openid, sessionKey });
  expect(res).toMatchObject({
    code: 0,
    errcode: 0,
    errmsg: 'ok',
    version: 1,
    encrypt_key: expect.any(String),
    iv: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(res.key_info_list).toEqual([
    {
      encrypt_key: res.encrypt_key,
      iv: res.iv,
      version: 1,
      expire_in: 3600,
      create_time: expect.any(Number),
    },
  ]);
  expect((await internet().getUserEncryptKey({ openid, encryptedKey })).encrypt_key).toBe(res.encrypt_key);
});

it('is stored as the official module stores it, and comes without a request from then on', async () => {
  const database = openDatabase();
  Object.assign(globalThis, { uniCloud: { database: () => database } });
  const { openid, sessionKey } = await login();
  const first = await internet().getUserEncryptKey({ openid, sessionKey, version: 1 });
  const id = `uni-id:weixin-mp:${WX}:${openid}:encrypt-key-1`;
  const { data } = await database.collection('opendb-open-data').doc(id).get();
  expect(data).toEqual([
    {
      _id: id,
      value: JSON.stringify({ encrypt_key: first.encrypt_key, iv: first.iv }),
      expired: expect.any(Number),
    },
  ]);
  const other = world.create();
  const again = await other.weixin.internet.getUserEncryptKey({ openid, version: '1' });
  expect(again).toMatchObject({ code: 0, encrypt_key: first.encrypt_key, iv: first.iv, version: 1 });
  expect(world.sim.count(PATH)).toBe(1);
});

it('of a version that the platform has not is a failure that names those there are', async () => {
  const { openid, sessionKey } = await login();
  expect(await internet().getUserEncryptKey({ openid, sessionKey, version: 7 })).toMatchObject({
    code: 'vk-openapi-decrypt-failed',
    msg: expect.stringMatching(/版本 7.*版本 1/),
  });
});

it('is refused to a session_key that has ended, with the platform’s number', async () => {
  const { openid } = await login();
  const sessionKey = Buffer.alloc(16).toString('base64');
  expect(await internet().getUserEncryptKey({ openid, sessionKey })).toMatchObject({ code: 87009 });
  expect(await internet().getUserEncryptKey({ openid, signature: 'abc' })).toMatchObject({ code: 87009 });
  const stranger = `o${'b'.repeat(27)}`;
  expect(await internet().getUserEncryptKey({ openid: stranger, sessionKey })).toMatchObject({ code: 87007 });
});

it('never sends the session_key, under whatever name it is given', async () => {
  const { openid, sessionKey } = await login();
  world.sim.clearRequests();
  const named = { openid, session_key: sessionKey };
  expect(await internet().getUserEncryptKey(named)).toMatchObject({ code: 0 });
  const [request] = world.sim.requests.filter(({ path }) => path === PATH);
  expect(Object.keys(request!.query).sort()).toEqual(['access_token', 'openid', 'sig_method', 'signature']);
  expect(JSON.stringify(request!.query)).not.toContain(sessionKey);
});
