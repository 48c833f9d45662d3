import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError, commonModule } from './layout';

export const PROVIDERS = ['aliyun', 'tcb', 'alipay'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** One `uniCloud-<provider>` folder of a project. */
export interface Space {
  provider: Provider;
  dir: string;
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The spaces of a project, or the one of `provider`. Rejects when there is none. */
export function spacesOf(project: string, provider?: string): Space[] {
  if (!existsSync(project)) throw new UserError(`目录不存在：${project}`);
  if (!isDirectory(project)) throw new UserError(`不是目录：${project}`);
  if (provider !== undefined && !PROVIDERS.some(known => known === provider)) {
    throw new UserError(`--provider 只能是 ${PROVIDERS.join('、')}，不能是 ${provider}`);
  }
  const spaces = PROVIDERS.filter(name => provider === undefined || name === provider)
    .map(name => ({ provider: name, dir: join(project, `uniCloud-${name}`) }))
    .filter(space => isDirectory(space.dir));
  if (spaces.length > 0) return spaces;
  if (/^uniCloud-/.test(basename(project))) {
    throw new UserError(`请给出项目的根目录，而不是其中的 ${basename(project)}：${project}`);
  }
  const wanted =
    provider === undefined ? PROVIDERS.map(name => `uniCloud-${name}`).join('、') : `uniCloud-${provider}`;
  throw new UserError(
    `项目里没有 ${wanted} 目录：${project}。请先在 HBuilderX 里右键项目，选择“创建 uniCloud 云开发环境”`,
  );
}

/** The `uniCloud` folders of a project's plugins. */
function pluginClouds(project: string): string[] {
  const uniModules = join(project, 'uni_modules');
  if (!isDirectory(uniModules)) return [];
  return readdirSync(uniModules)
    .sort()
    .map(plugin => join(uniModules, plugin, 'uniCloud'))
    .filter(isDirectory);
}

/** Where a common module is in a project. */
export interface FoundModule {
  dir: string;
  /** False: only its configuration files are there. HBuilderX lays them over the plugin, once there is one. */
  complete: boolean;
}

const hasCode = (dir: string): boolean =>
  ['package.json', 'index.js'].some(file => existsSync(join(dir, file)));

/** Where a common module is: the space's own, or a plugin's; a folder of configuration files is the last choice. */
export function findModule(project: string, space: Space, name: string): FoundModule | undefined {
  const places = [space.dir, ...pluginClouds(project)].map(cloud => commonModule(cloud, name));
  const complete = places.find(hasCode);
  if (complete) return { dir: complete, complete: true };
  return isDirectory(places[0]!) ? { dir: places[0]!, complete: false } : undefined;
}

/** A plugin's file below its `uniCloud` folder, such as a schema that another plugin brings already. */
export function findPluginFile(project: string, file: string): string | undefined {
  return pluginClouds(project)
    .map(cloud => join(cloud, file))
    .find(path => existsSync(path));
}
