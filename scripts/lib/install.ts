import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseLink, write, writeOnce } from './changes';
import type { Change } from './changes';
import { listFiles } from './files';
import { MARKET_MODULES, MODULE, UserError, builtModule, commonModule, fileDependency } from './layout';
import { print, withDependencies } from './manifest';
import type { Manifest } from './manifest';
import { findModule, findPluginFile } from './project';
import type { Space } from './project';

/** What will be done in one space, and what remains for the person to do. */
export interface Plan {
  space: Space;
  changes: Change[];
  advice: string[];
}

function readManifest(path: string): Manifest & { text: string } {
  const text = readFileSync(path, 'utf8');
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
      return { ...(manifest as Manifest), text };
    }
  } catch {
    // Said below, with the file's name.
  }
  throw new UserError(`不是有效的 JSON，没有改动：${path}。请先改正它，再执行一次`);
}

/** The module's own files: all are replaced, and built files of an older version go. */
function planModule(root: string, project: string, space: Space, advice: string[]): Change[] {
  const source = builtModule(root);
  const target = commonModule(space.dir, MODULE);
  refuseLink(target);
  const manifestPath = join(target, 'package.json');
  if (existsSync(manifestPath) && readManifest(manifestPath).name !== MODULE) {
    throw new UserError(`已有另一个模块占用了这个目录，没有改动：${target}`);
  }

  const dependencies: Record<string, string> = {};
  for (const name of MARKET_MODULES) {
    const found = findModule(project, space, name);
    // A path that leads nowhere makes HBuilderX refuse the whole upload.
    if (found) dependencies[name] = fileDependency(target, found.dir);
    if (!found?.complete) advice.push(missingModule(name));
  }

  const shipped = listFiles(source);
  const changes = shipped.map(file => {
    const content = readFileSync(join(source, file));
    const manifest = (): string =>
      print(withDependencies(JSON.parse(content.toString()) as Manifest, dependencies));
    return write(join(target, file), file === 'package.json' ? manifest() : content);
  });
  const stale = existsSync(target)
    ? listFiles(target).filter(file => !shipped.includes(file) && /\.(js|d\.ts)$/.test(file))
    : [];
  return [...changes, ...stale.map((file): Change => ({ path: join(target, file), action: 'remove' }))];
}

/** Their numbers in the plugin market. */
const MARKET_IDS = { 'uni-config-center': 4425, 'uni-id-common': 8577 };

function missingModule(name: (typeof MARKET_MODULES)[number]): string {
  const why = name === 'uni-config-center' ? '读取配置要用' : '校验前端登录用户要用，不用 uni-id 可以不装';
  return `项目里没有公共模块 ${name}（${why}）：请从插件市场导入 https://ext.dcloud.net.cn/plugin?id=${MARKET_IDS[name]} ，然后再执行一次本命令`;
}

/** A thin function: what the person changed in it stays, only the way to the module is set right. */
function planFunction(root: string, space: Space, name: string): Change[] {
  const source = join(root, 'uniCloud', 'cloudfunctions', name);
  const target = join(space.dir, 'cloudfunctions', name);
  refuseLink(target);
  const dependency = fileDependency(target, commonModule(space.dir, MODULE));
  return listFiles(source).map(file => {
    const content = readFileSync(join(source, file));
    const path = join(target, file);
    if (file !== 'package.json') return writeOnce(path, content, '已有自己的内容，保留未改');
    if (!existsSync(path)) {
      const manifest = JSON.parse(content.toString()) as Manifest;
      return write(path, print(withDependencies(manifest, { [MODULE]: dependency })));
    }
    refuseLink(path);
    const { text, ...manifest } = readManifest(path);
    if (manifest.dependencies?.[MODULE] === dependency) return { path, action: 'same' };
    return write(
      path,
      print(withDependencies(manifest, { ...manifest.dependencies, [MODULE]: dependency }), text),
    );
  });
}

/** The permissions that a schema gives to front ends, as far as anything but `false` is written there. */
function opened(schemaText: string): string[] {
  try {
    const { permission = {} } = JSON.parse(schemaText) as { permission?: Record<string, unknown> };
    return ['read', 'create', 'update', 'delete'].filter(
      action => permission[action] !== undefined && permission[action] !== false,
    );
  } catch {
    return [];
  }
}

/** A schema: the project's own stays, as does one that a plugin brings, unless it lets front ends in: then it is said. */
function planSchema(root: string, project: string, space: Space, file: string, advice: string[]): Change {
  const content = readFileSync(join(root, 'uniCloud', 'database', file));
  const path = join(space.dir, 'database', file);
  const plugins = existsSync(path) ? undefined : findPluginFile(project, join('database', file));
  const present = plugins ?? (existsSync(path) ? path : undefined);
  if (present) {
    const actions = opened(readFileSync(present, 'utf8'));
    if (actions.length > 0) {
      advice.push(
        `危险：${present} 的 permission 对前端开放了 ${actions.join('、')}，表里存有 access_token，请改为 false 并重新上传`,
      );
    }
  }
  if (plugins) return { path: plugins, action: 'keep', note: '插件已带有这张表的 schema，不再复制' };
  return writeOnce(path, content, '项目已有这张表的 schema，保留未改');
}

/** What a project made with vk-unicloud needs besides: its router holds the `vk` that gets the calls. */
function adviseVk(project: string, space: Space): string[] {
  if (!findModule(project, space, 'vk-unicloud')) return [];
  const functions = join(space.dir, 'cloudfunctions');
  if (!existsSync(functions)) return [];
  const users = readdirSync(functions).filter(name => {
    const path = join(functions, name, 'package.json');
    try {
      const { dependencies = {} } = readManifest(path);
      return dependencies['vk-unicloud'] !== undefined && dependencies[MODULE] === undefined;
    } catch {
      return false;
    }
  });
  return users.map(
    name =>
      `云函数 ${name} 使用 vk-unicloud：在其 package.json 的 dependencies 中加入 "${MODULE}": "file:../common/${MODULE}"，并在创建 vk 之后加一行 vk.openapi = require('${MODULE}').openapi`,
  );
}

/**
 * Works out what installing into one space means, without changing anything. Rejects with a `UserError` where
 * the project's state leaves no safe way.
 */
export function planInstall(root: string, project: string, space: Space): Plan {
  const plugin = join(project, 'uni_modules', MODULE);
  if (existsSync(plugin)) {
    throw new UserError(`项目已通过插件市场安装了 ${MODULE}：${plugin}。两份同名公共模块会冲突，请先删除它`);
  }
  const advice: string[] = [];
  const functions = readdirSync(join(root, 'uniCloud', 'cloudfunctions')).filter(
    name => name !== 'common' && !name.startsWith('.'),
  );
  const schemas = listFiles(join(root, 'uniCloud', 'database'));
  const changes = [
    ...planModule(root, project, space, advice),
    ...functions.flatMap(name => planFunction(root, space, name)),
    ...schemas.map(file => planSchema(root, project, space, file, advice)),
  ];
  return { space, changes, advice: [...advice, ...adviseVk(project, space)] };
}
