import fs from 'fs';
import Module from 'module';
import path from 'path';
import type { InstanceSettings } from '../types';

type Resolve = (request: string, parent: unknown, ...rest: unknown[]) => string;

const CONFIG_CENTER = 'uni-config-center';

/** `@scope/name/file` → `['@scope/name', 'file']`; nothing for paths and built-ins. */
function split(request: string): [name: string, below: string] | undefined {
  if (/^[./]|^[A-Za-z]:[\\/]|^node:/.test(request)) return undefined;
  const parts = request.split('/');
  const length = request.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}

/**
 * Makes common modules resolve by their names, from functions and from one another. In the cloud each lies in
 * the `node_modules` of whoever depends on it; here all stay where they are.
 */
export function installModules(settings: InstanceSettings): void {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const original = loader._resolveFilename.bind(Module);
  const warned = new Set<string>();
  loader._resolveFilename = (request, parent, ...rest) => {
    const [name, below] = split(request) ?? [];
    const dir =
      name !== undefined && Object.hasOwn(settings.modules, name) ? settings.modules[name]! : undefined;
    if (name === undefined || dir === undefined) return original(request, parent, ...rest);
    warnIfUndeclared(name, parent, settings, warned);
    if (!below) return original(dir, parent, ...rest);
    return original(path.join(configFolder(name, below, settings) ?? dir, below), parent, ...rest);
  };
}

/** Configuration files are required by path too: `uni-config-center/uni-id/config.json`. */
function configFolder(name: string, below: string, settings: InstanceSettings): string | undefined {
  if (name !== CONFIG_CENTER) return undefined;
  const [plugin = ''] = below.split('/');
  return fs.existsSync(path.join(settings.configRoot, plugin)) ? settings.configRoot : undefined;
}

/** What works here and will fail in the cloud is worth a word. */
function warnIfUndeclared(
  name: string,
  parent: unknown,
  settings: InstanceSettings,
  warned: Set<string>,
): void {
  const from = (parent as { filename?: string } | undefined)?.filename ?? '';
  const isFunctions = path.dirname(settings.entry) === path.dirname(from);
  if (!isFunctions || !settings.declared || settings.declared.includes(name) || warned.has(name)) return;
  warned.add(name);
  console.warn(
    `${settings.name}/package.json 的 dependencies 中没有 ${name}：上传到云端后将找不到它（HBuilderX：右键云函数 → 管理公共模块依赖）。`,
  );
}
