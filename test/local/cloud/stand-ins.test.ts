import { newCloud, newProject } from './project';

const F = 'uniCloud-tcb/cloudfunctions';
const RUN = `exports.main = async (event, context) => {
  try { return await new (Object.getPrototypeOf(async () => {}).constructor)('event', 'context', 'require', event.code)(event, context, require); }
  catch (error) { return { error: error.message }; }
};`;

const uniId = {
  tokenSecret: 'secret-of-tests',
  tokenExpiresIn: 100,
  'mp-weixin': { oauth: { weixin: { appid: 'wx1' } } },
};

describe('the stand-in for uni-config-center', () => {
  const cloud = newCloud({
    project: newProject({ [`${F}/run/index.js`]: RUN }),
    configFallback: { 'uni-id': uniId, list: [{ a: 1 }], nested: { a: { b: [{ c: 1 }] }, l: [1] } },
  });
  const run = async (code: string) => (await cloud).callFunction('run', { code });

  it('reads a plugin’s config.json, over defaults, and by a path', async () => {
    const create =
      'const c = require("uni-config-center")({ pluginId: "nested", defaultConfig: { a: { x: 1 }, l: [9, 9] } });';
    expect(await run(`${create} return c.config();`)).toEqual({ a: { x: 1, b: [{ c: 1 }] }, l: [1] });
    expect(
      await run(`${create} return [c.config('a.b[0].c'), c.config('a.no', 5), c.config() === c.config()];`),
    ).toEqual([1, 5, true]);
    expect(await run('return require("uni-config-center")({ pluginId: "list" }).config("0.a");')).toBe(1);
    expect(await run('return require("uni-config-center")({ pluginId: "absent" }).config();')).toEqual({});
  });

  it('finds and requires files', async () => {
    const create = 'const c = require("uni-config-center")({ pluginId: "uni-id" });';
    expect(
      await run(
        `${create} return [c.hasFile('config.json'), c.hasFile('x.js'), c.requireFile('x.js') === undefined];`,
      ),
    ).toEqual([true, false, true]);
    expect(await run(`${create} return c.requireFile('config.json').tokenExpiresIn;`)).toBe(100);
    expect(await run('return require("uni-config-center/uni-id/config.json").tokenExpiresIn;')).toBe(100);
  });

  it('reads the project’s own files where there are some, and only those', async () => {
    const own = await newCloud({
      project: newProject({
        [`${F}/run/index.js`]: RUN,
        [`${F}/common/uni-config-center/mine/config.json`]: { a: 1 },
        [`${F}/common/uni-config-center/broken/index.js`]: 'throw new Error("broken on purpose");',
        [`${F}/common/uni-config-center/nested/index.js`]: 'module.exports = require("./not-there");',
      }),
      configFallback: { mine: { a: 2 }, other: { a: 3 } },
    });
    const config = (id: string, rest: string) =>
      own.callFunction('run', { code: `return require("uni-config-center")({ pluginId: "${id}" })${rest};` });
    expect(await config('mine', '.config()')).toEqual({ a: 1 });
    expect(await config('other', '.config()')).toEqual({});
    expect(await config('broken', '.requireFile("index.js")')).toEqual({ error: 'broken on purpose' });
    expect(await config('nested', '.requireFile("index.js")')).toBeNull();
  });
});

describe('the stand-in for uni-id-common', () => {
  const cloud = newCloud({
    project: newProject({
      [`${F}/run/index.js`]: RUN,
      'uniCloud-tcb/database/uni-id-users.init_data.json': [
        { _id: 'u1', role: ['editor'] },
        { _id: 'banned', role: [], status: 1 },
      ],
      'uniCloud-tcb/database/uni-id-roles.init_data.json': [
        { _id: 'r1', role_id: 'editor', permission: ['EDIT'] },
      ],
    }),
    configFallback: {
      'uni-id': [
        { dcloudAppid: '__UNI__1', ...uniId },
        {
          dcloudAppid: '__UNI__2',
          isDefaultConfig: true,
          tokenSecret: 'another',
          tokenExpiresIn: 100,
          tokenExpiresThreshold: 1000,
        },
      ],
    },
  });
  const run = async (code: string, appId = '__UNI__1') =>
    (await cloud).callFunction(
      'run',
      { code: `const uniId = require("uni-id-common").createInstance({ context }); ${code}` },
      { clientInfo: { appId } },
    ) as Promise<Record<string, never>>;

  it('makes tokens it accepts, with what the user may do', async () => {
    expect(
      await run('const { token } = await uniId.createToken({ uid: "u1" }); return uniId.checkToken(token);'),
    ).toMatchObject({ code: 0, errCode: 0, uid: 'u1', role: ['editor'], permission: ['EDIT'] });
    const admin =
      'const { token } = await uniId.createToken({ uid: "a", role: ["admin"], permission: ["X"] }); return uniId.checkToken(token);';
    expect(await run(admin)).toMatchObject({ role: ['admin'], permission: [] });
  });

  it('answers a bad token, and does not reject', async () => {
    const { token } = await run('return uniId.createToken({ uid: "u1" });');
    const [head, body, tail] = String(token).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const bad of [
      undefined,
      '',
      'x',
      `${head}.${body}.`,
      `${none}.${body}.`,
      `${head}.${body}x.${tail}`,
    ])
      expect(await run(`return uniId.checkToken(${JSON.stringify(bad)});`)).toMatchObject({
        errCode: 'uni-id-check-token-failed',
      });
    expect(await run(`return uniId.checkToken(${JSON.stringify(token)});`, '__UNI__2')).toMatchObject({
      code: 30202,
    });
  });

  it('tells an expired token and a banned user apart', async () => {
    const old =
      'const now = Date.now; Date.now = () => now() - 200000; const { token } = await uniId.createToken({ uid: "u1" }); Date.now = now; return uniId.checkToken(token);';
    expect(await run(old)).toMatchObject({ errCode: 'uni-id-token-expired', code: 30203 });
    expect(await run('return uniId.createToken({ uid: "banned" });')).toMatchObject({
      errCode: 'uni-id-account-banned',
    });
    expect(await run('return uniId.createToken({ uid: "nobody" });')).toMatchObject({
      errCode: 'uni-id-account-not-exists',
    });
  });

  it('gives out a new token when the old one nears its end', async () => {
    const code = 'const { token } = await uniId.createToken({ uid: "u1" }); return uniId.checkToken(token);';
    expect(await run(code, '__UNI__2')).toMatchObject({
      code: 0,
      token: expect.any(String),
      tokenExpired: expect.any(Number),
    });
    expect(await run(code)).not.toHaveProperty('token');
  });
});
