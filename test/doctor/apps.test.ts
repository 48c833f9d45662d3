/** Which apps are configured, and where. */
import { listApps } from '../../src/doctor/apps';
import { fileChecks, secretKeyCheck } from '../../src/doctor/general';
import { app, center, cleanUp, configure } from '../config/support';

afterEach(cleanUp);

const list = (options = {}) => listApps(configure(options).configuration);
const where = (options = {}) =>
  list(options).map(({ platform, appid, source }) => `${platform} ${appid} ${source}`);
const oauth = (name: string, node: object) => ({ oauth: { [name]: node } });

it('those of the object form, every node that has an appid, the first of a platform its default', () => {
  center({
    'uni-id/config.json': {
      'mp-weixin': oauth('weixin', app('wx1', 's1')),
      'h5-weixin': oauth('weixin', app('wx2', 's2')),
      h5: oauth('weixin', app('wx3', 's3')),
      'mp-qq': oauth('qq', { appid: 110, appsecret: 's4' }),
    },
  });
  expect(list()).toEqual([
    {
      platform: 'weixin',
      appid: 'wx1',
      appsecret: 's1',
      source: 'uni-id/config.json 的 mp-weixin.oauth.weixin',
      isDefault: true,
    },
    {
      platform: 'weixin.h5',
      appid: 'wx2',
      appsecret: 's2',
      source: 'uni-id/config.json 的 h5-weixin.oauth.weixin',
      isDefault: true,
    },
    {
      platform: 'weixin.h5',
      appid: 'wx3',
      appsecret: 's3',
      source: 'uni-id/config.json 的 h5.oauth.weixin',
      isDefault: false,
    },
    {
      platform: 'qq',
      appid: '110',
      appsecret: 's4',
      source: 'uni-id/config.json 的 mp-qq.oauth.qq',
      isDefault: true,
    },
  ]);
});

it('those of the array form, each once, the default entry’s the default ones', () => {
  center({
    'uni-id/config.json': [
      { dcloudAppid: 'a', 'mp-weixin': oauth('weixin', app('wx1', 's1')) },
      { dcloudAppid: 'b', isDefaultConfig: true, 'mp-weixin': oauth('weixin', app('wx2', 's2')) },
      { dcloudAppid: 'c', 'mp-weixin': oauth('weixin', app('wx1', 's1')) },
      null,
      'x',
    ],
  });
  expect(list()).toEqual([
    expect.objectContaining({
      appid: 'wx1',
      isDefault: false,
      source:
        'uni-id/config.json[0] 的 mp-weixin.oauth.weixin、uni-id/config.json[2] 的 mp-weixin.oauth.weixin',
    }),
    expect.objectContaining({ appid: 'wx2', isDefault: true }),
  ]);
});

it('those of the framework’s list: official accounts where known to be, else mini programs', () => {
  center({
    'uni-id/config.json': { web: oauth('weixin-h5', app('wx2', 's2')) },
    'vk-unicloud/index.js': `module.exports = { vk: { oauth: {
      weixin: { list: [{ appid: 'wx2', appsecret: 's2' }, { appid: 'wx4', appsecret: 's4' }, null] },
      qq: { list: [{ appid: '111', appsecret: 's5' }] } } } }`,
  });
  expect(where()).toEqual([
    'weixin.h5 wx2 uni-id/config.json 的 web.oauth.weixin-h5、vk-unicloud/index.js 的 vk.oauth.weixin.list[0]',
    'weixin wx4 vk-unicloud/index.js 的 vk.oauth.weixin.list[1]',
    'qq 111 vk-unicloud/index.js 的 vk.oauth.qq.list[0]',
  ]);
});

it('an appid without its secret, and one with two, are listed as they are', () => {
  center({
    'uni-id/config.json': [
      { 'mp-weixin': oauth('weixin', { appid: 'wx1', appsecret: '' }) },
      { 'mp-weixin': oauth('weixin', app('wx2', 's2')) },
      { 'mp-weixin': oauth('weixin', app('wx2', 'other')) },
    ],
  });
  expect(list().map(({ appid, appsecret }) => [appid, appsecret])).toEqual([
    ['wx1', undefined],
    ['wx2', 's2'],
    ['wx2', 'other'],
  ]);
});

it('where createOpenapi names all platforms no file of apps is opened', () => {
  const files = center({ 'uni-id/config.json': {}, 'vk-unicloud/index.js': 'module.exports = {}' });
  const apps = { weixin: [app('wx1', 's1')], 'weixin.h5': [], qq: [{}, app('110', 's')] };
  expect(where({ apps })).toEqual([
    "weixin wx1 createOpenapi 的 apps['weixin'][0]",
    "qq 110 createOpenapi 的 apps['qq'][1]",
  ]);
  const { configuration } = configure({ apps: apps as never });
  expect(fileChecks({ configuration }, 2)).toEqual([]);
  expect(files.reads['uni-id']).toBeUndefined();
  expect(files.reads['vk-unicloud']).toBeUndefined();
});

describe('the files', () => {
  const checks = (files: Record<string, unknown> | undefined, apps: number) => {
    if (files) center(files);
    const { configuration } = configure();
    return fileChecks({ configuration }, apps).map(({ name, ok, msg }) => ({ name, ok, msg }));
  };

  it('none at all is wrong where nothing else names an app', () => {
    expect(checks(undefined, 0)).toEqual([
      { name: '配置文件 uni-id/config.json', ok: false, msg: expect.stringContaining('uni-config-center') },
    ]);
    expect(checks({}, 1)).toEqual([]);
  });

  it('broken ones are told, without what stands in them', () => {
    const found = checks(
      {
        'uni-id/config.json': '{"mp-weixin":{"appsecret":"0123456789abcdef0123"',
        'vk-unicloud/index.js': 'throw new Error("uni-pay is missing")',
        'vk-openapi/config.json': '[1',
      },
      0,
    );
    expect(found.map(({ name, ok }) => [name, ok])).toEqual([
      ['配置文件 uni-id/config.json', false],
      ['配置文件 vk-unicloud/index.js', false],
      ['配置文件 vk-openapi/config.json', false],
    ]);
    expect(JSON.stringify(found)).not.toContain('0123456789abcdef');
  });

  it.each([
    [[{}], false, 'isDefaultConfig'],
    [[{ isDefaultConfig: true }, {}], true, '共 2 项'],
    [{}, true, '可以读取'],
  ])('%j as uni-id’s: fine %p', (file, ok, word) => {
    expect(checks({ 'uni-id/config.json': file }, 0)).toEqual([
      { name: expect.any(String), ok, msg: expect.stringContaining(word) },
    ]);
  });

  it('a configuration that cannot be read says nothing of secretKey', () => {
    center({ 'vk-openapi/config.json': '{' });
    const { configuration } = configure();
    expect(secretKeyCheck({ configuration })).toMatchObject({ ok: false });
  });
});
