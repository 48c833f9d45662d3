import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { listFiles } from '../../scripts/lib/files';
import { ROOT } from '../../scripts/lib/layout';
import { pack } from '../../scripts/lib/pack';
import { standaloneReadme } from '../../scripts/lib/readme';
import {
  cleanUp,
  danglingDependencies,
  emptyProject,
  folder,
  layMarketModules,
  readJson,
  repository,
  vkProject,
} from './support';

afterAll(cleanUp);

describe('the packed plugin', () => {
  const root = repository();
  const out = folder();
  const { dir, archive } = pack(root, out);
  const cloud = join(dir, 'uniCloud', 'cloudfunctions');

  it('has the market’s layout', () => {
    expect(dir).toBe(join(out, 'uni_modules', 'vk-openapi'));
    expect(listFiles(dir)).toEqual(
      expect.arrayContaining([
        'package.json',
        'readme.md',
        'changelog.md',
        'license.md',
        'uniCloud/cloudfunctions/common/vk-openapi/index.d.ts',
        'uniCloud/cloudfunctions/common/vk-openapi/index.js',
        'uniCloud/cloudfunctions/common/vk-openapi/package.json',
        'uniCloud/cloudfunctions/openapi-qq/index.js',
        'uniCloud/cloudfunctions/openapi-qq/openapi-qq.param.json',
        'uniCloud/cloudfunctions/openapi-weixin/index.js',
        'uniCloud/cloudfunctions/openapi-weixin/openapi-weixin.param.json',
        'uniCloud/database/opendb-open-data.schema.json',
      ]),
    );
  });

  it('names itself and the plugins it needs to the market', () => {
    expect(readJson(dir, 'package.json')).toMatchObject({
      id: 'vk-openapi',
      version: readJson(cloud, 'common', 'vk-openapi', 'package.json').version,
      dcloudext: { type: 'unicloud-template-function' },
      uni_modules: { dependencies: ['uni-config-center', 'uni-id-common'] },
    });
    expect((readJson(dir, 'package.json').keywords as unknown as string[]).length).toBeLessThanOrEqual(5);
  });

  it('depends on them by the paths of the market', () => {
    expect(readJson(cloud, 'common', 'vk-openapi', 'package.json').dependencies).toEqual({
      'uni-config-center':
        'file:../../../../../uni-config-center/uniCloud/cloudfunctions/common/uni-config-center',
      'uni-id-common': 'file:../../../../../uni-id-common/uniCloud/cloudfunctions/common/uni-id-common',
    });
    expect(readJson(cloud, 'openapi-weixin', 'package.json')).toMatchObject({
      dependencies: { 'vk-openapi': 'file:../common/vk-openapi' },
      'cloudfunction-config': { timeout: 20, memorySize: 256 },
    });
  });

  it.each([
    ['an empty project', emptyProject],
    ['a vk project', vkProject],
  ])('has no path that leads nowhere in %s', (_, makeProject) => {
    const project = layMarketModules(makeProject());
    cpSync(dir, join(project, 'uni_modules', 'vk-openapi'), { recursive: true });
    expect(danglingDependencies(project)).toEqual([]);
  });

  it('is archived whole, to be unpacked in a project’s root', () => {
    const entries = unzipSync(readFileSync(archive));
    expect(Object.keys(entries).sort()).toEqual(listFiles(dir).map(file => `uni_modules/vk-openapi/${file}`));
    for (const [name, bytes] of Object.entries(entries)) {
      expect(Buffer.from(bytes).equals(readFileSync(join(out, name)))).toBe(true);
    }
  });

  it('is the same bytes every time, and holds nothing of an older one', () => {
    const first = readFileSync(archive);
    writeFileSync(join(dir, 'left-over.js'), '');
    pack(root, out);
    expect(readFileSync(archive).equals(first)).toBe(true);
    expect(listFiles(dir)).not.toContain('left-over.js');
  });

  it('has a readme whose links all lead somewhere', () => {
    expect(readFileSync(join(dir, 'readme.md'), 'utf8')).toContain(
      'English · [官网](https://example.com) · token',
    );
  });

  it('is not made without a build, or without a readme', () => {
    const bare = repository();
    rmSync(join(bare, 'README.zh-CN.md'));
    expect(() => pack(bare, folder())).toThrow('README.zh-CN.md');
    rmSync(join(bare, 'uniCloud/cloudfunctions/common/vk-openapi/index.js'));
    expect(() => pack(bare, folder())).toThrow('npm run build');
  });
});

describe('a readme that stands alone', () => {
  it('keeps links to other sites and inside the page, and the text of all others', () => {
    expect(standaloneReadme('[a](docs/a.md) [b](#b) [c](https://c) ![d](d.png)[e](mailto:e)')).toBe(
      'a [b](#b) [c](https://c) [e](mailto:e)',
    );
  });

  it('keeps code as it is', () => {
    const code = '```js\nconst [a](b) = c\n```';
    expect(standaloneReadme(code)).toBe(code);
  });
});

it('the changelog begins with the version that is shipped', () => {
  const { version } = readJson(ROOT, 'uniCloud/cloudfunctions/common/vk-openapi/package.json');
  const { dir } = pack(repository(), folder());
  const [first] = readFileSync(join(dir, 'changelog.md'), 'utf8').split('\n');
  expect(first).toMatch(/^## \d+\.\d+\.\d+（\d{4}-\d{2}-\d{2}）$/);
  expect(first).toContain(`## ${String(version)}（`);
});

it('no client may read or write the table of credentials', () => {
  const { permission } = readJson(ROOT, 'uniCloud/database/opendb-open-data.schema.json');
  expect(permission).toEqual({ read: false, create: false, update: false, delete: false, count: false });
});
