import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { startCloud } from '../../local/cloud';
import { startSimulator } from '../../local/simulator';
import { apply } from '../../scripts/lib/changes';
import { planInstall } from '../../scripts/lib/install';
import { ROOT } from '../../scripts/lib/layout';
import { pack } from '../../scripts/lib/pack';
import { spacesOf } from '../../scripts/lib/project';
import {
  cleanUp,
  danglingDependencies,
  emptyProject,
  folder,
  lay,
  layMarketModules,
  vkProject,
} from './support';

const WEIXIN = { appid: 'wx1111111111111111', appsecret: 'made0up0secret0of0a0mini0program' };
const QQ = { appid: '1109999999', appsecret: 'made0up0secretqq' };

type Simulator = Awaited<ReturnType<typeof startSimulator>>;
type Cloud = Awaited<ReturnType<typeof startCloud>>;

let simulator: Simulator;
const plugin = folder();

beforeAll(async () => {
  simulator = await startSimulator({
    apps: [
      { platform: 'weixin', ...WEIXIN },
      { platform: 'qq', ...QQ },
    ],
  });
  pack(ROOT, plugin);
});

afterAll(async () => {
  await simulator.close();
  cleanUp();
});

/** The configuration where HBuilderX users keep it, in the project's own folder. */
const configured = (project: string): string =>
  lay(join(project, 'uniCloud-aliyun/cloudfunctions/common/uni-config-center'), {
    'uni-id/config.json': { 'mp-weixin': { oauth: { weixin: WEIXIN } }, 'mp-qq': { oauth: { qq: QQ } } },
    'vk-openapi/config.json': {
      endpoints: { weixin: simulator.url, qq: simulator.url },
      secretKey: 'a-key-that-protects-nothing-but-a-test',
    },
  }) && project;

function byInstallInto(project: string): void {
  for (const space of spacesOf(project)) apply(planInstall(ROOT, project, space).changes);
}

function byPlugin(project: string): void {
  layMarketModules(project);
  cpSync(join(plugin, 'uni_modules'), join(project, 'uni_modules'), { recursive: true });
}

async function inCloud(project: string, use: (cloud: Cloud) => Promise<void>): Promise<void> {
  const cloud = await startCloud({ project, dataDir: folder() });
  try {
    await use(cloud);
  } finally {
    await cloud.close();
  }
}

describe.each([
  ['installed into', byInstallInto],
  ['added as a plugin to', byPlugin],
])('%s', (_way, install) => {
  it.each([
    ['an empty project', emptyProject],
    ['a vk project', vkProject],
  ])('%s, the functions answer', async (_, makeProject) => {
    const project = configured(makeProject());
    install(project);
    expect(danglingDependencies(project)).toEqual([]);

    await inCloud(project, async cloud => {
      const client = { source: 'client' } as const;
      const server = { source: 'function' } as const;

      const token = await cloud.callFunction('openapi-weixin', { action: 'auth.getAccessToken' }, server);
      expect(token).toMatchObject({ code: 0, errCode: 0, access_token: expect.any(String) });

      const code = await cloud.callFunction(
        'openapi-weixin',
        { action: 'wxacode.getUnlimited', params: { scene: 'a=1', page: 'pages/index/index' } },
        server,
      );
      expect(code).toMatchObject({
        code: 0,
        base64: expect.stringMatching(/^data:image\/\w+;base64,/),
        contentType: expect.stringMatching(/^image\//),
      });

      for (const [name, action, app] of [
        ['openapi-weixin', 'auth.code2Session', WEIXIN],
        ['openapi-qq', 'auth.code2Session', QQ],
      ] as const) {
        const params = { code: simulator.issueCode(app.appid, { openid: 'openid-of-the-test' }) };
        const login = await cloud.callFunction(name, { action, params }, client);
        expect(login).toMatchObject({
          code: 0,
          appid: app.appid,
          openid: 'openid-of-the-test',
          encryptedKey: expect.any(String),
        });
        const answers = JSON.stringify(login);
        expect(simulator.secrets().filter((secret: string) => answers.includes(secret))).toEqual([]);
      }

      const refused = await cloud.callFunction('openapi-weixin', { action: 'auth.getAccessToken' }, client);
      expect(refused).toMatchObject({ code: 'vk-openapi-forbidden' });
    });
  });
});

it('the router of a vk project calls through its vk, after the advice was followed', async () => {
  const project = configured(vkProject());
  const [plan] = spacesOf(project).map(space => planInstall(ROOT, project, space));
  expect(plan!.advice.join('\n')).toContain('router');
  apply(plan!.changes);
  lay(join(project, 'uniCloud-aliyun/cloudfunctions/router'), {
    'package.json': {
      name: 'router',
      dependencies: {
        'vk-unicloud': 'file:../common/vk-unicloud',
        'vk-openapi': 'file:../common/vk-openapi',
      },
    },
    'index.js': `
      const vk = require('vk-unicloud').createInstance();
      vk.openapi = require('vk-openapi').openapi;
      exports.main = async event => vk.openapi.weixin.security.msgSecCheck({ content: event.content });
    `,
  });
  await inCloud(project, async cloud => {
    expect(await cloud.callFunction('router', { content: '你好' }, { source: 'client' })).toMatchObject({
      code: 0,
      errmsg: 'ok',
    });
  });
});
