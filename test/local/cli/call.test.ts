import fs from 'fs';
import path from 'path';
import { startSimulator } from '../../../local/simulator';
import { newFolder, writeFiles } from '../cloud/project';
import { run } from './run';

const call = (args: string[], env?: Record<string, string>) => run('local/cli/call.ts', args, env);

describe('npm run call', () => {
  it('makes a call to the simulator and writes its picture', async () => {
    const out = path.join(newFolder(), 'code.jpg');
    const { code, stdout } = await call(['weixin.wxacode.getUnlimited', '{"scene":"a=1"}', '--out', out]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ code: 0, file: out });
    expect([...fs.readFileSync(out).subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });

  it('prints an envelope, and ends with 1 when it tells of a failure', async () => {
    const good = await call(['weixin.security.msgSecCheck', '{"content":"你好"}']);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ code: 0, errcode: 0 });
    const bad = await call(['weixin.security.msgSecCheck', '{}']);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ code: 'vk-openapi-param-invalid' });
  });

  it('covers what the platform gave out as a secret', async () => {
    const { stdout, code } = await call(['qq.auth.code2Session', '{"code":"demo-1","needKey":true}']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      openid: expect.any(String),
      sessionKey: expect.stringMatching(/^\*\*\*/),
    });
    const token = await call(['weixin.auth.getAccessToken']);
    expect(JSON.parse(token.stdout)).toEqual({ code: 0, bytes: expect.any(Number), msg: expect.any(String) });
  });

  it('takes files for parameters', async () => {
    const dir = writeFiles(newFolder(), { 'p.json': { media: { $file: 'a.png' } } });
    fs.writeFileSync(path.join(dir, 'a.png'), Buffer.from([137, 80, 78, 71]));
    const { stdout } = await call(['weixin.security.imgSecCheck', '@p.json'], { INIT_CWD: dir });
    expect(JSON.parse(stdout)).toMatchObject({ code: 0 });
    const missing = await call(['weixin.security.imgSecCheck', '{"media":{"$file":"no.png"}}'], {
      INIT_CWD: dir,
    });
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('no.png') });
  });

  it('names the nearest calls for an unknown one, and says what is wrong with its input', async () => {
    expect(await call(['weixin.wxacode.getUnlimitd'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('weixin.wxacode.getUnlimited'),
    });
    for (const name of ['__proto__', 'weixin.constructor', 'weixin', ''])
      expect(await call([name])).toMatchObject({ code: 1 });
    expect(await call(['weixin.wxacode.getUnlimited', '{scene'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('JSON'),
    });
    expect(await call(['weixin.wxacode.getUnlimited', '[1]'])).toMatchObject({ code: 1 });
    expect(await call(['weixin.wxacode.getUnlimited', '{}', 'more'])).toMatchObject({ code: 1 });
    expect(await call(['--nonsense'])).toMatchObject({ code: 1 });
    expect(await call(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--real') });
    expect((await call(['--list'])).stdout).toMatch(/^weixin\.wxacode\.getUnlimited$/m);
  }, 120_000);

  it('with --real uses the app from a file or the environment, and shows nothing of its secret', async () => {
    expect(await call(['weixin.auth.getAccessToken', '--real'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('VK_OPENAPI_APPSECRET'),
    });
    // The platform itself is out of reach of a test: what the file says about endpoints leads to another one.
    const simulator = await startSimulator();
    const app = { appid: 'wx00000000000000d1', appsecret: 'a-wrong-secret-0123456789abcdef' };
    const dir = writeFiles(newFolder(), {
      'app.json': { ...app, endpoints: { weixin: simulator.url } },
      'broken.json': `{"appsecret":"${app.appsecret}"`,
    });
    const refused = await call(['weixin.auth.getAccessToken', '--real', '--config', 'app.json'], {
      INIT_CWD: dir,
    });
    const broken = await call(['weixin.auth.getAccessToken', '--real', '--config', 'broken.json'], {
      INIT_CWD: dir,
    });
    await simulator.close();
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 40125 });
    expect(simulator.tokenRequests(app.appid)).toBe(1);
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('broken.json') });
    expect(JSON.stringify([refused, broken])).not.toContain(app.appsecret);
  });
});
