/** One call is made as one app, even if other clients' requests come in while it is under way. */
import { openDatabase } from '../../local/cloud/database';
import { Center } from '../config/center';
import { startWorld, vkOpenapi, WX, WX2, type World } from './world';

let world: World;
let center: Center;
beforeAll(async () => {
  world = await startWorld();
  const entry = (dcloudAppid: string, appid: string) => {
    const { appsecret } = world.sim.apps.find(app => app.appid === appid)!;
    return { dcloudAppid, 'mp-weixin': { oauth: { weixin: { appid, appsecret } } } };
  };
  center = new Center()
    .write('uni-id/config.json', [
      { ...entry('__UNI__A', WX), isDefaultConfig: true },
      entry('__UNI__B', WX2),
    ])
    .install();
});
afterAll(async () => {
  Reflect.deleteProperty(globalThis, 'uniCloud');
  center.remove();
  await world.sim.close();
});

it('a key is asked for, and stored, as the app whose client began the call', async () => {
  const database = openDatabase();
  const inFlight = ['__UNI__B'];
  Object.assign(globalThis, {
    uniCloud: {
      database: () => {
        // While the store is read, a client of another app arrives.
        inFlight.push('__UNI__A');
        return database;
      },
      getClientInfos: () => inFlight.map(appId => ({ appId })),
    },
  });
  const openapi = vkOpenapi.createOpenapi({ endpoints: world.sim.endpoints });
  // The machinery is loaded with the first call; who is calling then is not what is tested here.
  await openapi.weixin.decrypt.verifySignature({ rawData: 'a', signature: 'b', sessionKey: 'c' });

  const code = world.sim.issueCode(WX2);
  const login = world.create();
  const { openid, sessionKey } = await login.weixin.auth.code2Session({ code, appid: WX2, needKey: true });
  const res = await openapi.weixin.internet.getUserEncryptKey({ openid, sessionKey, version: 1 });
  expect(inFlight.length).toBeGreaterThan(1);
  expect(res).toMatchObject({ code: 0, version: 1 });
  expect(world.sim.tokenRequests(WX2)).toBe(1);
  expect(world.sim.tokenRequests(WX)).toBe(0);
  const { data } = await database.collection('opendb-open-data').get();
  expect(data.map(({ _id }: { _id: string }) => _id)).toContain(
    `uni-id:weixin-mp:${WX2}:${openid}:encrypt-key-1`,
  );
});
