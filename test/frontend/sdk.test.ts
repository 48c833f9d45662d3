import { newCloud, newProject } from '../local/cloud/project';
import { createUni } from './uni';

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

interface Result {
  result: never;
  requestId?: string;
  errCode?: unknown;
  success?: boolean;
}

interface ClientCloud {
  callFunction(options: { name: string; data?: object }): Promise<Result>;
  importObject(name: string, options?: object): Record<string, (...params: unknown[]) => Promise<never>>;
}

const ORIGIN = 'http://localhost:5173';
const cloud = newCloud({ project });

/** The SDK as a build of the given kind has it: it reads these variables once, when it is loaded. */
function load(env: Record<string, string>): ClientCloud {
  const before = { ...process.env };
  Object.assign(process.env, { UNI_PLATFORM: 'h5', UNI_APP_ID: '__UNI__TEST', ...env });
  const uni = createUni(ORIGIN, '__UNI__TEST');
  uni.setStorageSync('uni_id_token', 'token-of-the-user');
  Object.assign(globalThis, { uni });
  try {
    let loaded: { uniCloud: ClientCloud } | undefined;
    jest.isolateModules(() => {
      loaded = require('@dcloudio/uni-cloud') as { uniCloud: ClientCloud };
    });
    return loaded!.uniCloud;
  } finally {
    process.env = before;
  }
}

async function spaces(): Promise<string> {
  const { url, space } = await cloud;
  const { spaceId, clientSecret } = space;
  return JSON.stringify([{ provider: 'aliyun', spaceName: 'local', spaceId, clientSecret, endpoint: url }]);
}

/** A released app: one space, reached through the gateway. */
const released = async () => load({ NODE_ENV: 'production', UNI_CLOUD_PROVIDER: await spaces() });

/** An app run from HBuilderX, with local debugging on: it signs in at the gateway all the same. */
async function debugged(): Promise<ClientCloud> {
  const { hostname, port } = new URL((await cloud).url);
  const debug = { address: [hostname], servePort: Number(port), initialLaunchType: 'local', skipFiles: [] };
  return load({
    NODE_ENV: 'development',
    UNI_CLOUD_PROVIDER: await spaces(),
    UNICLOUD_DEBUG: JSON.stringify(debug),
  });
}

describe.each([
  ['the gateway', released],
  ['local debugging', debugged],
])('the client SDK through %s', (way, open) => {
  it('calls a function, as a client with its own information and token', async () => {
    const { result } = await (await open()).callFunction({ name: 'echo', data: { a: '中文' } });
    expect(result).toMatchObject({
      event: { a: '中文', uniIdToken: 'token-of-the-user' },
      context: { SOURCE: 'client', APPID: '__UNI__TEST', PLATFORM: 'web', uniIdToken: 'token-of-the-user' },
    });
  });

  it('is told which function fails, and how', async () => {
    // The SDK prints what it also rejects with.
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const client = await open();
    await expect(client.callFunction({ name: 'throws' })).rejects.toMatchObject({
      message: expect.stringContaining('it went wrong'),
    });
    await expect(client.callFunction({ name: 'nowhere' })).rejects.toThrow('nowhere');
    printed.mockRestore();
  });

  it('calls the methods of a cloud object', async () => {
    const object = (await open()).importObject('object', { customUI: true });
    expect(await object.add!(1, 2)).toEqual(
      expect.objectContaining({ sum: 3, token: 'token-of-the-user', source: 'client' }),
    );
    await expect(object.fails!()).rejects.toMatchObject({ errCode: 'own-code' });
  });

  it('asks again for a token the gateway no longer takes', async () => {
    const client = await open();
    await client.callFunction({ name: 'echo' });
    if (way === 'the gateway')
      (client as unknown as { setAccessToken(token: string): void }).setAccessToken('old.one');
    expect((await client.callFunction({ name: 'echo' })).result).toHaveProperty('context');
  });
});
