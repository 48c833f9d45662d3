import { startSimulator, type Simulator } from '../../../local/simulator';
import { newFolder, newProject, writeFiles } from '../cloud/project';
import { run } from './run';

const doctor = (args: string[], env?: Record<string, string>) => run('local/cli/doctor.ts', args, env);
const CENTER = 'uniCloud-aliyun/cloudfunctions/common/uni-config-center';
const WRONG = 'a-wrong-secret-0123456789abcdef';

describe('npm run doctor', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => simulator.reset());
  afterAll(() => simulator.close());

  const appOf = (platform: string) => {
    const { appid, appsecret } = simulator.apps.find(app => app.platform === platform)!;
    return { appid, appsecret };
  };

  it('finds nothing wrong with the demo apps of the simulator', async () => {
    const { code, stdout } = await doctor([]);
    expect(stdout).toMatch(/没有发现问题。\s*$/);
    expect(stdout).toMatch(/✓ 密钥 +平台接受了/);
    expect(code).toBe(0);
  });

  it('reads a project’s configuration, says what is wrong with it, and retires no token of QQ’s', async () => {
    const { appid } = appOf('weixin');
    const project = newProject({
      [`${CENTER}/uni-id/config.json`]: {
        'mp-weixin': { oauth: { weixin: { appid, appsecret: WRONG } } },
        'mp-qq': { oauth: { qq: appOf('qq') } },
      },
      [`${CENTER}/vk-unicloud/index.js`]: `const uni = require('uni-config-center/uni-id/config.json');
        module.exports = { uni, vk: { oauth: { weixin: { list: [${JSON.stringify(appOf('weixin.h5'))}] } } } };`,
      [`${CENTER}/vk-openapi/config.json`]: {
        endpoints: { weixin: simulator.url, qq: simulator.url },
        http: { transport: { 'weixin.h5': 'eip' } },
      },
    });
    const { code, stdout, stderr } = await doctor(['--project', project]);
    expect(stderr).toBe('');
    expect(stdout).toContain('来自 uni-id/config.json 的 mp-weixin.oauth.weixin，是默认应用');
    expect(stdout).toContain('vk-unicloud/index.js 的 vk.oauth.weixin.list[0]');
    expect(stdout).toMatch(/✗ 密钥 .*40125/);
    expect(stdout).toMatch(/发现 \d 个问题/);
    expect(code).toBe(1);
    expect(simulator.tokenRequests(appOf('qq').appid)).toBe(0);
    expect(stdout).not.toContain(WRONG);

    const one = await doctor(['--project', project, '--platform', 'qq', '--json']);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.stdout)).toMatchObject({ code: 0, apps: [{ platform: 'qq' }] });
    expect(simulator.secrets().filter(secret => (stdout + one.stdout).includes(secret))).toEqual([]);
  });

  it('with --real looks at the app of a file or of the environment', async () => {
    const dir = writeFiles(newFolder(), {
      'app.json': { ...appOf('weixin.h5'), endpoints: { weixin: simulator.url } },
    });
    const args = ['--real', '--config', 'app.json', '--platform', 'weixin.h5', '--path', '/cgi-bin/user/get'];
    const { code, stdout } = await doctor(args, { INIT_CWD: dir });
    expect(stdout).toContain('/cgi-bin/user/get 今日剩余');
    expect(code).toBe(0);
    simulator.setApp(appOf('weixin.h5').appid, { ipAllowList: ['203.0.113.9'] });
    const refused = await doctor(args, { INIT_CWD: dir });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/✗ 网络与 IP 白名单 .*127\.0\.0\.1/);
  });

  it('says what is wrong with its input', async () => {
    expect(await doctor(['--real'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('VK_OPENAPI_APPSECRET'),
    });
    expect(await doctor(['--real', '--project', '.'])).toMatchObject({ code: 1 });
    expect(await doctor(['--project', newFolder()])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('没有 uniCloud 项目'),
    });
    const bare = newProject({ 'uniCloud-tcb/cloudfunctions/a/index.js': '' });
    expect(await doctor(['--project', bare])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('uni-config-center'),
    });
    expect(await doctor(['--platform', 'wx'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('platform'),
    });
    expect(await doctor(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--fetch') });
  }, 120_000);
});
