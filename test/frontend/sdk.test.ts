import { newCloud, newProject } from '../local/cloud/project';
import { debugged, released } from './client';

const F = 'uniCloud-aliyun/cloudfunctions';
const project = newProject({
  [`${F}/echo/index.js`]: 'exports.main = async (event, context) => ({ event, context });',
  [`${F}/throws/index.js`]: 'exports.main = async () => { throw new Error("it went wrong"); };',
  [`${F}/logs-in/index.js`]:
    'exports.main = async () => ({ code: 0, newToken: { token: "fresh", tokenExpired: 1 } });',
  [`${F}/object/index.obj.js`]: `module.exports = {
    add(a, b) { return { sum: a + b, token: this.getUniIdToken(), source: this.getClientInfo().source }; },
    fails() { return { errCode: 'own-code', errMsg: 'own words' }; },
  };`,
});

const cloud = newCloud({ project });

describe.each([
  ['the gateway', released],
  ['local debugging', debugged],
])('the client SDK through %s', (way, open) => {
  it('calls a function, as a client with its own information and token', async () => {
    const { result } = await open(await cloud).callFunction({ name: 'echo', data: { a: '中文' } });
    expect(result).toMatchObject({
      event: { a: '中文', uniIdToken: 'token-of-the-user' },
      context: { SOURCE: 'client', APPID: '__UNI__TEST', PLATFORM: 'web', uniIdToken: 'token-of-the-user' },
    });
  });

  it('is told which function fails, and how', async () => {
    // The SDK prints what it also rejects with.
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const client = open(await cloud);
    await expect(client.callFunction({ name: 'throws' })).rejects.toMatchObject({
      message: expect.stringContaining('it went wrong'),
    });
    await expect(client.callFunction({ name: 'nowhere' })).rejects.toThrow('nowhere');
    printed.mockRestore();
  });

  it('calls the methods of a cloud object', async () => {
    const object = open(await cloud).importObject('object', { customUI: true });
    expect(await object.add!(1, 2)).toEqual(
      expect.objectContaining({ sum: 3, token: 'token-of-the-user', source: 'client' }),
    );
    await expect(object.fails!()).rejects.toMatchObject({ errCode: 'own-code' });
  });

  it('asks again for a token the gateway no longer takes', async () => {
    const client = open(await cloud);
    await client.callFunction({ name: 'echo' });
    if (way === 'the gateway')
      (client as unknown as { setAccessToken(token: string): void }).setAccessToken('old.one');
    expect((await client.callFunction({ name: 'echo' })).result).toHaveProperty('context');
  });
});
