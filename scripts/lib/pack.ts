import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { listFiles } from './files';
import { MARKET_MODULES, MODULE, UserError, builtModule, fileDependency, pluginModule } from './layout';
import { print, withDependencies } from './manifest';
import type { Manifest } from './manifest';
import { marketManifest } from './market';
import { standaloneReadme } from './readme';

/** The same bytes whenever it is packed: the archive knows no time. */
const ZIP_TIME = new Date(2000, 0, 1);

function text(root: string, file: string): string {
  const path = join(root, file);
  if (!existsSync(path)) throw new UserError(`缺少 ${file}，无法打包`);
  return readFileSync(path, 'utf8');
}

/** The manifest of a common module or function with the paths that are true inside the plugin. */
function pluginPackageJson(source: string, target: string, uniModules: string): string {
  const manifest = JSON.parse(source) as Manifest;
  const dependencies: Record<string, string> = {};
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (name !== MODULE && !MARKET_MODULES.some(known => known === name)) {
      throw new UserError(`package.json 依赖了 ${name}，插件市场的目录结构里没有它的位置`);
    }
    dependencies[name] = fileDependency(dirname(target), pluginModule(uniModules, name));
  }
  return print(withDependencies(manifest, dependencies));
}

function zip(uniModules: string): Uint8Array {
  // Paths from the project's root, so that it can be unpacked there.
  const entries = listFiles(join(uniModules, MODULE)).map(file => [
    `uni_modules/${MODULE}/${file}`,
    [
      new Uint8Array(readFileSync(join(uniModules, MODULE, file))),
      { level: 9, mtime: ZIP_TIME, os: 3, attrs: 0o644 << 16 },
    ],
  ]);
  return zipSync(Object.fromEntries(entries));
}

/**
 * Writes `<out>/uni_modules/vk-openapi/`, the plugin as the market wants it, and its archive
 * `<out>/vk-openapi.zip`. The module must have been built. What stood there before is replaced.
 */
export function pack(root: string, out: string): { dir: string; archive: string } {
  const module = builtModule(root);
  const uniModules = join(out, 'uni_modules');
  const dir = join(uniModules, MODULE);
  const { version = '', description } = JSON.parse(
    readFileSync(join(module, 'package.json'), 'utf8'),
  ) as Manifest;

  const files = new Map<string, string | Buffer>([
    ['package.json', print(marketManifest(version, String(description)))],
    ['readme.md', standaloneReadme(text(root, 'README.zh-CN.md'))],
    // The market reads it from the first version on.
    ['changelog.md', text(root, 'CHANGELOG.md').replace(/^[\s\S]*?(?=^## )/m, '')],
    ['license.md', text(root, 'LICENSE')],
  ]);
  for (const file of listFiles(join(root, 'uniCloud'))) {
    const source = readFileSync(join(root, 'uniCloud', file));
    const target = join(dir, 'uniCloud', file);
    const isManifest = /^cloudfunctions\/(.+\/)?package\.json$/.test(file);
    files.set(
      `uniCloud/${file}`,
      isManifest ? pluginPackageJson(source.toString(), target, uniModules) : source,
    );
  }

  rmSync(dir, { recursive: true, force: true });
  for (const [file, content] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  const archive = join(out, `${MODULE}.zip`);
  writeFileSync(archive, zip(uniModules));
  return { dir, archive };
}
