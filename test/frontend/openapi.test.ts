import path from 'path';
import { demoConfig } from '../../local/cloud';
import { demoApp } from '../../local/cli/demo';
import { startSimulator } from '../../local/simulator';
import { newCloud } from '../local/cloud/project';
import { debugged, released } from './client';

const simulator = startSimulator();
const cloud = simulator.then(({ url }) =>
  newCloud({
    project: path.resolve(__dirname, '../..'),
    configFallback: demoConfig(url, {
      weixin: demoApp('weixin'),
      h5: demoApp('weixin.h5'),
      qq: demoApp('qq'),
    }),
  }),
);
afterAll(async () => (await simulator).close());

interface Session {
  code: number | string;
  openid: string;
  encryptedKey: string;
}

describe.each([
  ['the gateway', released],
  ['local debugging', debugged],
])('the functions of this module, called by the client SDK through %s', (way, open) => {
  const client = cloud.then(open);
  const call = async <T>(name: string, action: string, params: object) =>
    (await (await client).callFunction({ name, data: { action, params } })).result as unknown as T;

  it.each([
    ['openapi-weixin', 'weixin', 'mp-weixin'],
    ['openapi-qq', 'qq', 'mp-qq'],
  ] as const)('let a user log in by %s', async (name, platform, shown) => {
    const code = (await simulator).issueCode(demoApp(platform).appid);
    const session = await call<Session>(name, 'auth.code2Session', { code });
    expect(session).toMatchObject({
      code: 0,
      errcode: 0,
      errCode: 0,
      platform: shown,
      openid: expect.any(String),
    });
    const text = JSON.stringify([session, (await cloud).lines]);
    for (const secret of (await simulator).secrets()) expect(text).not.toContain(secret);
  });

  it('decrypt a phone number by the key the login gave', async () => {
    const { appid } = demoApp('weixin');
    const { openid, encryptedKey } = await call<Session>('openapi-weixin', 'auth.code2Session', {
      code: (await simulator).issueCode(appid),
    });
    const sessionKey = (await simulator).sessionKey(appid, openid)!;
    const phone = { phoneNumber: '13800000000', purePhoneNumber: '13800000000', countryCode: '86' };
    const sealed = (await simulator).encrypt(appid, sessionKey, phone);
    const answer = await call('openapi-weixin', 'decrypt.getPhoneNumber', { ...sealed, encryptedKey });
    expect(answer).toMatchObject({ code: 0, phone: '13800000000', mobile: '13800000000' });
  });

  it('refuse a client what is not for clients', async () => {
    for (const action of ['auth.getAccessToken', 'subscribeMessage.send', 'request'])
      expect(await call('openapi-weixin', action, {})).toMatchObject({ code: 'vk-openapi-forbidden' });
    for (const action of ['qq.auth.code2Session', 'nothing.here', '__proto__', 7 as unknown as string])
      expect(await call('openapi-weixin', action, {})).toMatchObject({ code: 'vk-openapi-unknown-api' });
    expect(await call('openapi-qq', 'auth.code2Session', { code: 'x', appsecret: 'y' })).toMatchObject({
      code: 'vk-openapi-param-invalid',
    });
  });
});
