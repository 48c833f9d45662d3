import fs from 'fs';
import path from 'path';
import { eventually, newCloud, newProject, writeFiles } from './project';

const F = 'uniCloud-aliyun/cloudfunctions';

describe('functions of a project', () => {
  const project = newProject({
    [`${F}/echo/index.js`]: 'exports.main = async (event, context) => ({ event, context });',
    [`${F}/config/index.js`]: 'exports.main = async () => require("own-module").hello();',
    [`${F}/config/package.json`]: {
      name: 'config',
      dependencies: { 'own-module': 'file:../common/own-module' },
    },
    [`${F}/undeclared/index.js`]: 'exports.main = async () => require("plugin-module").name;',
    [`${F}/undeclared/package.json`]: { name: 'undeclared', dependencies: {} },
    [`${F}/common/own-module/package.json`]: { name: 'own-module', main: 'lib/main.js' },
    [`${F}/common/own-module/lib/main.js`]:
      'exports.hello = () => "hello from " + require("plugin-module").name + require("plugin-module/data.json").n;',
    'uni_modules/some-plugin/uniCloud/cloudfunctions/common/plugin-module/index.js':
      'exports.name = "plugin";',
    'uni_modules/some-plugin/uniCloud/cloudfunctions/common/plugin-module/data.json': { n: 7 },
    'uni_modules/some-plugin/uniCloud/cloudfunctions/of-plugin/index.js':
      'exports.main = async () => "of a plugin";',
    'uni_modules/some-plugin/uniCloud/cloudfunctions/echo/index.js': 'exports.main = async () => "shadowed";',
    [`${F}/broken/index.js`]: 'exports.main = async () => {\n  return oops oops;\n};',
    [`${F}/no-main/index.js`]: 'exports.handler = () => 1;',
    [`${F}/missing-module/index.js`]: 'const x = require("not-there"); exports.main = () => x;',
    [`${F}/throws/index.js`]: 'exports.main = async () => { throw new Error("it went wrong"); };',
    [`${F}/exits/index.js`]:
      'exports.main = async ({ how }) => { if (how) process.exit(3); return process.pid; };',
    [`${F}/loops/index.js`]: 'exports.main = async () => { for (;;); };',
    [`${F}/loops/package.json`]: { 'cloudfunction-config': { timeout: 1 } },
    [`${F}/results/index.js`]:
      'exports.main = async ({ what }) => ({ nothing: undefined, buffer: Buffer.from("hi"), text: "中文", bare: "x" })[what];',
    [`${F}/pid/index.js`]:
      'let n = 0; exports.main = async () => { const k = ++n; await new Promise(r => setTimeout(r, 30)); return { pid: process.pid, k }; };',
    [`${F}/calls/index.js`]:
      'exports.main = async ({ name, data }) => { try { return (await uniCloud.callFunction({ name, data })).result; } catch (e) { return { code: e.code, message: e.message }; } };',
    [`${F}/object/index.obj.js`]: `
      module.exports = {
        _before() { this.started = true; if (this.getMethodName() === 'refused') throw Object.assign(new Error('no'), { errCode: 'own-refused' }); },
        _after(error, result) { if (error) throw error; return { ...result, after: true }; },
        add(a, b) { return { sum: a + b, started: this.started, info: this.getClientInfo(), token: this.getUniIdToken(), params: this.getParams() }; },
        refused() { return {}; },
        _private() { return { secret: true }; },
      };`,
    [`${F}/caller/index.js`]: 'exports.main = async () => uniCloud.importObject("object").add(1, 2);',
  });
  const cloud = newCloud({ project, workers: 3, timeout: 20 });

  const call = async (name: string, data?: object, options?: object) =>
    (await cloud).callFunction(name, data, options) as Promise<Record<string, never>>;

  it('are those of the project and of its plugins, the project first', async () => {
    const { functionNames } = await cloud;
    expect(functionNames()).toEqual(expect.arrayContaining(['echo', 'object', 'of-plugin']));
    expect(functionNames()).not.toContain('common');
    expect(await call('of-plugin')).toBe('of a plugin');
    expect(await call('echo')).toHaveProperty('context');
  });

  it('find common modules by name, as common modules do', async () => {
    expect(await call('config')).toBe('hello from plugin7');
  });

  it('are warned about a module their package.json does not name, since the cloud would not find it', async () => {
    expect(await call('undeclared')).toBe('plugin');
    const { lines } = await cloud;
    await eventually(() => expect(lines.join('\n')).toContain('undeclared/package.json'));
  });

  it('get a context of what the client says about itself, and of what only the cloud knows', async () => {
    const clientInfo = {
      appId: '__UNI__1',
      uniPlatform: 'mp-weixin',
      locale: 'zh-Hans',
      deviceId: 'd1',
      source: 'function',
      SOURCE: 'server',
      clientIP: '8.8.8.8',
      requestId: 'mine',
    };
    const { event, context } = await call('echo', { a: 1 }, { clientInfo, uniIdToken: 't' });
    expect(event).toEqual({ a: 1, uniIdToken: 't' });
    expect(context).toMatchObject({
      APPID: '__UNI__1',
      PLATFORM: 'mp-weixin',
      LOCALE: 'zh-Hans',
      DEVICEID: 'd1',
      SOURCE: 'client',
      CLIENTIP: '127.0.0.1',
      FUNCTION_NAME: 'echo',
      uniIdToken: 't',
      SPACEINFO: { provider: 'aliyun' },
    });
    expect((context as unknown as { requestId: string }).requestId).not.toBe('mine');
  });

  it.each(['timing', 'server', 'function', 'http'])(
    'learn nothing about a client from a call by %s',
    async source => {
      const forged = { clientInfo: { appId: 'x' }, uniIdToken: 'y' };
      const { context } = await call('echo', forged, { source });
      expect(context).toMatchObject({ SOURCE: source });
      expect(context).not.toHaveProperty('APPID');
      expect(context).not.toHaveProperty('uniIdToken');
    },
  );

  it('answer JSON, in which buffers and undefined do not survive', async () => {
    expect(await call('results', { what: 'nothing' })).toBeNull();
    expect(await call('results', { what: 'text' })).toBe('中文');
    expect(await call('results', { what: 'buffer' })).toEqual({ type: 'Buffer', data: [104, 105] });
  });

  it('that are not there are answered with those that are', async () => {
    await expect(call('nowhere')).rejects.toMatchObject({
      code: 'FUNCTION_NOT_FOUND',
      message: expect.stringContaining('echo'),
    });
    for (const name of ['', '../echo', 'common', '__proto__', 'constructor'])
      await expect(call(name)).rejects.toMatchObject({ code: 'FUNCTION_NOT_FOUND' });
  });

  it('that cannot be loaded are answered with the reason, and its place', async () => {
    await expect(call('broken')).rejects.toMatchObject({
      code: 'FUNCTION_LOAD_FAILED',
      message: expect.stringMatching(/index\.js:2[\s\S]*SyntaxError/),
    });
    await expect(call('no-main')).rejects.toMatchObject({ message: expect.stringContaining('exports.main') });
    await expect(call('missing-module')).rejects.toMatchObject({
      message: expect.stringContaining('not-there'),
    });
  });

  it('that throw are answered with the message; the stack is printed', async () => {
    await expect(call('throws')).rejects.toMatchObject({
      code: 'FunctionBizError',
      message: 'it went wrong',
    });
    const { lines } = await cloud;
    await eventually(() => expect(lines.join('\n')).toContain('Error: it went wrong'));
  });

  it('that end their process harm nobody else, and run again at the next call', async () => {
    const before = await call('exits');
    await expect(call('exits', { how: 'exit' })).rejects.toMatchObject({
      code: 'FUNCTION_CRASHED',
      message: expect.stringContaining('3'),
    });
    expect(await call('exits')).not.toBe(before);
    expect(await call('of-plugin')).toBe('of a plugin');
  });

  it('that do not return in the time their package.json gives them are ended', async () => {
    await expect(call('loops')).rejects.toMatchObject({
      code: 'FUNCTION_TIMEOUT',
      message: expect.stringContaining('1 '),
    });
  });

  it('run in as many processes as there are calls at once, up to the limit', async () => {
    const nine = Array.from({ length: 9 }, () => call('pid'));
    const results = (await Promise.all(nine)) as unknown as { pid: number; k: number }[];
    expect(new Set(results.map(({ pid }) => pid)).size).toBe(3);
    expect(results.filter(({ k }) => k === 1)).toHaveLength(3);
  });

  it('call one another with the source `function`, and neither client nor token', async () => {
    const { context, event } = await call(
      'calls',
      { name: 'echo', data: { clientInfo: { appId: 'forged' }, b: 2 } },
      { clientInfo: { appId: '__UNI__1' }, uniIdToken: 't' },
    );
    expect(context).toMatchObject({ SOURCE: 'function' });
    expect(context).not.toHaveProperty('APPID');
    expect(event).toMatchObject({ b: 2 });
    expect(await call('calls', { name: 'nowhere' })).toMatchObject({ code: 'FUNCTION_NOT_FOUND' });
    expect(await call('calls', { name: 'throws' })).toEqual({
      code: 'FunctionBizError',
      message: 'it went wrong',
    });
  });

  it('may be cloud objects', async () => {
    const clientInfo = { appId: '__UNI__1', source: 'server' };
    const result = await call('object', { method: 'add', params: [1, 2] }, { clientInfo, uniIdToken: 't' });
    expect(result).toMatchObject({ sum: 3, started: true, after: true, token: 't', params: [1, 2] });
    expect(result.info).toMatchObject({ appId: '__UNI__1', source: 'client', clientIP: '127.0.0.1' });
    expect(await call('caller')).toMatchObject({ sum: 3 });
  });

  it('keep the methods of a cloud object that are nobody else’s business', async () => {
    expect(await call('object', { method: 'refused', params: [] })).toEqual({
      errCode: 'own-refused',
      errMsg: 'no',
    });
    for (const method of [
      '_private',
      '_before',
      'toString',
      '__proto__',
      'constructor',
      'nothing',
      undefined,
      7,
    ])
      expect(await call('object', { method, params: [] })).toMatchObject({ errCode: 'METHOD_NOT_FOUND' });
  });

  it('are loaded anew when their files have changed', async () => {
    const dir = path.join(project, F, 'changing');
    writeFiles(dir, {
      'index.js': 'exports.main = async () => require("./part.js");',
      'part.js': 'module.exports = 1;',
    });
    expect(await call('changing')).toBe(1);
    writeFiles(dir, { 'part.js': 'module.exports = 2;' });
    fs.utimesSync(path.join(dir, 'part.js'), new Date(), new Date(Date.now() + 5000));
    expect(await call('changing')).toBe(2);
  });
});

describe('a project', () => {
  it('may be the uniCloud folder itself, with the plugins beside it', async () => {
    const root = newProject({
      'uniCloud-tcb/cloudfunctions/where/index.js':
        'exports.main = async (e, { SPACEINFO }) => [SPACEINFO.provider, require("side")];',
      'uni_modules/side-plugin/uniCloud/cloudfunctions/common/side/index.js': 'module.exports = "beside";',
    });
    const cloud = await newCloud({ project: path.join(root, 'uniCloud-tcb') });
    expect(await cloud.callFunction('where')).toEqual(['tencent', 'beside']);
  });

  it('may hold plugins only', async () => {
    const project = newProject({
      'uni_modules/p/uniCloud/cloudfunctions/f/index.js': 'exports.main = async () => 1;',
    });
    expect(await (await newCloud({ project })).callFunction('f')).toBe(1);
  });

  it('has its files laid over a plugin’s common module of the same name', async () => {
    const project = newProject({
      'uniCloud-alipay/cloudfunctions/f/index.js':
        'exports.main = async () => [require("uni-config-center")(), require("uni-config-center/mine/config.json").a, new Date(0).getHours()];',
      'uniCloud-alipay/cloudfunctions/common/uni-config-center/mine/config.json': { a: 1 },
      'uni_modules/uni-config-center/uniCloud/cloudfunctions/common/uni-config-center/index.js':
        'module.exports = () => require("fs").readdirSync(__dirname).sort();',
    });
    const cloud = await newCloud({ project });
    expect(await cloud.callFunction('f')).toEqual([['index.js', 'mine'], 1, 8]);
  });

  it('has changes of its configuration read at the next call, merged or not', async () => {
    const read = 'exports.main = async () => require("uni-config-center")({ pluginId: "mine" }).config("a");';
    const config = 'uniCloud-aliyun/cloudfunctions/common/uni-config-center/mine/config.json';
    const project = newProject({ 'uniCloud-aliyun/cloudfunctions/f/index.js': read, [config]: { a: 1 } });
    const cloud = await newCloud({ project });
    expect(await cloud.callFunction('f')).toBe(1);
    const change = (content: object) => {
      writeFiles(project, { [config]: content });
      fs.utimesSync(path.join(project, config), new Date(), new Date(Date.now() + 5000));
    };
    change({ a: 2 });
    expect(await cloud.callFunction('f')).toBe(2);
    writeFiles(project, {
      'uni_modules/uni-config-center/uniCloud/cloudfunctions/common/uni-config-center/index.js':
        'module.exports = ({ pluginId }) => ({ config: name => require(`./${pluginId}/config.json`)[name] });',
    });
    const merged = await newCloud({ project });
    expect(await merged.callFunction('f')).toBe(2);
    change({ a: 3, b: 'a longer file' });
    expect(await merged.callFunction('f')).toBe(3);
  });

  it('with a function whose package.json is broken runs the others', async () => {
    const project = newProject({
      'uniCloud-aliyun/cloudfunctions/good/index.js': 'exports.main = async () => 1;',
      'uniCloud-aliyun/cloudfunctions/bad/index.js': 'exports.main = async () => 1;',
      'uniCloud-aliyun/cloudfunctions/bad/package.json': '{',
    });
    const cloud = await newCloud({ project });
    expect(await cloud.callFunction('good')).toBe(1);
    expect(cloud.functionNames()).toEqual(['bad', 'good']);
    await expect(cloud.callFunction('bad')).rejects.toThrow('bad/package.json');
  });

  it('without anything of uniCloud in it is refused with what is missing', async () => {
    await expect(newCloud({ project: newProject({ 'readme.md': '' }) })).rejects.toThrow('uniCloud-aliyun');
    await expect(newCloud({ project: '/nowhere/at/all' })).rejects.toThrow('/nowhere/at/all');
  });
});
