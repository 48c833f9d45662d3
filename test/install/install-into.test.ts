import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../scripts/lib/changes';
import { listFiles } from '../../scripts/lib/files';
import { planInstall } from '../../scripts/lib/install';
import type { Plan } from '../../scripts/lib/install';
import { spacesOf } from '../../scripts/lib/project';
import {
  cleanUp,
  danglingDependencies,
  emptyProject,
  folder,
  lay,
  layMarketModules,
  readJson,
  repository,
  vkProject,
} from './support';

afterAll(cleanUp);

const root = repository();
const MODULE = 'cloudfunctions/common/vk-openapi';

function plan(project: string, provider?: string): Plan[] {
  return spacesOf(project, provider).map(space => planInstall(root, project, space));
}

function install(project: string, provider?: string): Plan[] {
  const plans = plan(project, provider);
  for (const { changes } of plans) apply(changes);
  return plans;
}

const actions = (plans: Plan[]) => [
  ...new Set(plans.flatMap(({ changes }) => changes.map(({ action }) => action))),
];
const advice = (plans: Plan[]) => plans.flatMap(each => each.advice).join('\n');

describe('installing into a project', () => {
  it.each(['aliyun', 'tcb', 'alipay'])('copies module, functions and schemas into uniCloud-%s', provider => {
    const project = emptyProject(provider);
    install(project);
    expect(listFiles(join(project, `uniCloud-${provider}`))).toEqual([
      'cloudfunctions/common/vk-openapi/index.d.ts',
      'cloudfunctions/common/vk-openapi/index.js',
      'cloudfunctions/common/vk-openapi/package.json',
      'cloudfunctions/openapi-qq/index.js',
      'cloudfunctions/openapi-qq/openapi-qq.param.json',
      'cloudfunctions/openapi-qq/package.json',
      'cloudfunctions/openapi-weixin/index.js',
      'cloudfunctions/openapi-weixin/openapi-weixin.param.json',
      'cloudfunctions/openapi-weixin/package.json',
      'database/opendb-open-data.schema.json',
    ]);
    expect(danglingDependencies(project)).toEqual([]);
  });

  it('serves every space of the project, or the one that is named', () => {
    const project = lay(emptyProject(), { 'uniCloud-tcb/': '' });
    expect(plan(project).map(({ space }) => space.provider)).toEqual(['aliyun', 'tcb']);
    install(project, 'tcb');
    expect(existsSync(join(project, 'uniCloud-tcb', MODULE))).toBe(true);
    expect(existsSync(join(project, 'uniCloud-aliyun', MODULE))).toBe(false);
  });

  it('finds the official modules among the project’s own', () => {
    const project = vkProject();
    install(project);
    expect(readJson(project, 'uniCloud-aliyun', MODULE, 'package.json').dependencies).toEqual({
      'uni-config-center': 'file:../uni-config-center',
      'uni-id-common': 'file:../uni-id-common',
    });
    expect(danglingDependencies(project)).toEqual([]);
  });

  it('finds them in uni_modules, where the project’s own folder only holds configuration', () => {
    const project = layMarketModules(emptyProject());
    lay(project, { 'uniCloud-aliyun/cloudfunctions/common/uni-config-center/uni-id/config.json': {} });
    install(project);
    expect(readJson(project, 'uniCloud-aliyun', MODULE, 'package.json').dependencies).toEqual({
      'uni-config-center':
        'file:../../../../uni_modules/uni-config-center/uniCloud/cloudfunctions/common/uni-config-center',
      'uni-id-common':
        'file:../../../../uni_modules/uni-id-common/uniCloud/cloudfunctions/common/uni-id-common',
    });
    expect(danglingDependencies(project)).toEqual([]);
  });

  it('says which of them are missing, and adds them once they are there', () => {
    const project = emptyProject();
    const first = advice(install(project));
    expect(first).toContain('uni-config-center');
    expect(first).toContain('uni-id-common');
    layMarketModules(project);
    expect(advice(install(project))).toBe('');
    expect(Object.keys(readJson(project, 'uniCloud-aliyun', MODULE, 'package.json').dependencies!)).toEqual([
      'uni-config-center',
      'uni-id-common',
    ]);
    expect(danglingDependencies(project)).toEqual([]);
  });

  it('tells a vk project what its router needs', () => {
    expect(advice(plan(vkProject()))).toMatch(
      /router[^\n]+file:\.\.\/common\/vk-openapi[^\n]+vk\.openapi = /,
    );
  });

  it('changes nothing when repeated', () => {
    const project = vkProject();
    install(project);
    expect(actions(install(project))).toEqual(['same']);
  });

  it('replaces the module, and removes what an older one left', () => {
    const project = emptyProject();
    lay(join(project, 'uniCloud-aliyun', MODULE), {
      'package.json': { name: 'vk-openapi', version: '0.0.1' },
      'index.js': 'old',
      'old-chunk.js': 'old',
      'notes.txt': 'mine',
    });
    install(project);
    const module = join(project, 'uniCloud-aliyun', MODULE);
    expect(readFileSync(join(module, 'index.js'), 'utf8')).not.toBe('old');
    expect(listFiles(module)).toEqual(['index.d.ts', 'index.js', 'notes.txt', 'package.json']);
  });

  it('keeps what the person changed in a function, and sets its way to the module right', () => {
    const project = emptyProject();
    const fn = join(project, 'uniCloud-aliyun/cloudfunctions/openapi-weixin');
    lay(fn, {
      'index.js': '// mine\n',
      'package.json':
        '{\n\t"name": "openapi-weixin",\n\t"dependencies": { "x": "file:../common/x" },\n\t"cloudfunction-config": { "timeout": 60 }\n}\n',
    });
    const plans = install(project);
    expect(readFileSync(join(fn, 'index.js'), 'utf8')).toBe('// mine\n');
    expect(plans[0]!.changes.find(({ path }) => path === join(fn, 'index.js'))).toMatchObject({
      action: 'keep',
    });
    expect(readJson(fn, 'package.json')).toEqual({
      name: 'openapi-weixin',
      dependencies: { x: 'file:../common/x', 'vk-openapi': 'file:../common/vk-openapi' },
      'cloudfunction-config': { timeout: 60 },
    });
    expect(readFileSync(join(fn, 'package.json'), 'utf8')).toContain('\n\t"name"');
  });

  it('keeps the project’s schema, and warns when it lets front ends in', () => {
    const project = emptyProject();
    const schema = join(project, 'uniCloud-aliyun/database/opendb-open-data.schema.json');
    writeFileSync(schema, '{ "permission": { "read": true, "update": "auth.uid != null" } }');
    expect(advice(install(project))).toMatch(/opendb-open-data\.schema\.json.*read、update/);
    expect(readFileSync(schema, 'utf8')).toContain('"read": true');
  });

  it('leaves the schema to a plugin that brings it already', () => {
    const project = lay(emptyProject(), {
      'uni_modules/uni-open-bridge-common/uniCloud/database/opendb-open-data.schema.json': {},
    });
    install(project);
    expect(existsSync(join(project, 'uniCloud-aliyun/database/opendb-open-data.schema.json'))).toBe(false);
  });
});

describe('a project that cannot be served', () => {
  const unchanged = (project: string, message: string) => {
    const before = listFiles(project);
    expect(() => plan(project)).toThrow(message);
    expect(listFiles(project)).toEqual(before);
  };

  it('is one that does not exist, is a file, or has no space', () => {
    const dir = folder();
    expect(() => plan(join(dir, 'none'))).toThrow('目录不存在');
    writeFileSync(join(dir, 'file'), '');
    expect(() => plan(join(dir, 'file'))).toThrow('不是目录');
    unchanged(dir, 'uniCloud-aliyun');
  });

  it('is one without the space that was named, or where none of the providers was', () => {
    expect(() => plan(emptyProject(), 'alipay')).toThrow('uniCloud-alipay');
    expect(() => plan(emptyProject(), '../x')).toThrow('--provider');
  });

  it('is the uniCloud folder itself', () => {
    expect(() => plan(join(emptyProject(), 'uniCloud-aliyun'))).toThrow('项目的根目录');
  });

  it('is one that has the plugin of the market', () => {
    unchanged(lay(emptyProject(), { 'uni_modules/vk-openapi/package.json': {} }), 'uni_modules');
  });

  it('is one where another module stands in the module’s place', () => {
    unchanged(
      lay(emptyProject(), { [`uniCloud-aliyun/${MODULE}/package.json`]: { name: 'other' } }),
      '另一个模块',
    );
  });

  it('is one with a broken package.json', () => {
    unchanged(
      lay(emptyProject(), { 'uniCloud-aliyun/cloudfunctions/openapi-qq/package.json': '{ broken' }),
      '不是有效的 JSON',
    );
  });

  it('is one where a link would be written through', () => {
    const elsewhere = folder();
    const project = emptyProject();
    mkdirSync(join(project, 'uniCloud-aliyun/cloudfunctions/common'), { recursive: true });
    symlinkSync(elsewhere, join(project, 'uniCloud-aliyun', MODULE));
    unchanged(project, '符号链接');
    expect(listFiles(elsewhere)).toEqual([]);
    rmSync(join(project, 'uniCloud-aliyun', MODULE));
    mkdirSync(join(project, 'uniCloud-aliyun/cloudfunctions/openapi-qq'));
    symlinkSync(join(elsewhere, 'x'), join(project, 'uniCloud-aliyun/cloudfunctions/openapi-qq/index.js'));
    unchanged(project, '符号链接');
  });
});
