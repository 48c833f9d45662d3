import fs from 'fs';
import path from 'path';
import type { Provider } from './database/types';
import { mergeFolders } from './merge';

const PROVIDER_FOLDERS: [folder: string, provider: Provider][] = [
  ['uniCloud-aliyun', 'aliyun'],
  ['uniCloud-tcb', 'tencent'],
  ['uniCloud-alipay', 'alipay'],
  ['uniCloud-dcloud', 'aliyun'],
  ['uniCloud', 'aliyun'],
];

export interface CloudFunction {
  name: string;
  dir: string;
  entry: string;
  kind: 'function' | 'object';
  /** Seconds, where its package.json says so. */
  timeout?: number;
  extensions: string[];
  declared?: string[];
}

interface Manifest {
  name?: unknown;
  dependencies?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
  'cloudfunction-config'?: { timeout?: unknown };
}

const isFolder = (dir: string) => fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true;
const isFile = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
const foldersIn = (dir: string) =>
  isFolder(dir) ? fs.readdirSync(dir).filter(name => isFolder(path.join(dir, name))) : [];

function readManifest(dir: string): Manifest | undefined {
  const file = path.join(dir, 'package.json');
  if (!isFile(file)) return undefined;
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw new Error(`${file} 不是合法的 JSON：${(error as Error).message}`);
  }
}

/** A uniCloud project as it lies on the disk: its own `uniCloud*` folder, and what its plugins add to it. */
export class Project {
  readonly provider: Provider;
  /** Every `uniCloud` folder, the project's own first: where two have the same, the first is taken. */
  private readonly clouds: string[];

  /**
   * @param dir The project, a `uniCloud*` folder itself, or a folder with `uni_modules`.
   * @throws When there is nothing of uniCloud in it.
   */
  constructor(
    readonly dir: string,
    provider?: Provider,
  ) {
    if (!isFolder(dir)) throw new Error(`项目文件夹不存在：${dir}`);
    const own = this.ownCloud(provider);
    this.clouds = [...(own ? [own.dir] : []), ...this.pluginClouds()];
    this.provider = provider ?? own?.provider ?? 'aliyun';
    if (!this.clouds.length)
      throw new Error(
        `${dir} 中没有 uniCloud 项目：需要 uniCloud-aliyun、uniCloud-tcb、uniCloud-alipay 或 uni_modules/*/uniCloud。`,
      );
  }

  get databaseFolders(): string[] {
    return this.clouds.map(cloud => path.join(cloud, 'database'));
  }

  get functionNames(): string[] {
    const names = this.clouds.flatMap(cloud => foldersIn(path.join(cloud, 'cloudfunctions')));
    return [...new Set(names)].filter(name => this.locate(name)).sort();
  }

  /** Throws when there is such a function and its package.json cannot be read. */
  findFunction(name: unknown): CloudFunction | undefined {
    const found = this.locate(name);
    return found && { ...found, ...this.settingsOf(found.dir) };
  }

  /**
   * The common modules, by the name they are required by. One that lies in several places (a plugin's
   * `uni-config-center` and the project's files for it) is laid into one folder below `mergedDir`, as
   * HBuilderX does on upload; `sources` are the folders it was made of.
   */
  commonModules(mergedDir: string): { modules: Record<string, string>; sources: string[] } {
    const modules: Record<string, string> = {};
    const sources: string[] = [];
    for (const [folder, dirs] of this.commonPlaces()) {
      if (dirs.length > 1) sources.push(...dirs);
      const dir = dirs.length === 1 ? dirs[0]! : mergeFolders(dirs, path.join(mergedDir, folder));
      const name = readManifest(dir)?.name;
      modules[folder] = dir;
      if (typeof name === 'string' && name && !modules[name]) modules[name] = dir;
    }
    return { modules, sources };
  }

  private commonPlaces(): Map<string, string[]> {
    const places = new Map<string, string[]>();
    for (const cloud of this.clouds) {
      const common = path.join(cloud, 'cloudfunctions', 'common');
      for (const folder of foldersIn(common))
        places.set(folder, [...(places.get(folder) ?? []), path.join(common, folder)]);
    }
    return places;
  }

  private locate(name: unknown): Pick<CloudFunction, 'name' | 'dir' | 'entry' | 'kind'> | undefined {
    if (typeof name !== 'string' || !/^[\w-]+$/.test(name) || name === 'common') return undefined;
    for (const cloud of this.clouds) {
      const dir = path.join(cloud, 'cloudfunctions', name);
      const kind = isFile(path.join(dir, 'index.obj.js')) ? 'object' : 'function';
      const entry = path.join(dir, kind === 'object' ? 'index.obj.js' : 'index.js');
      if (isFile(entry)) return { name, dir, entry, kind };
    }
    return undefined;
  }

  private settingsOf(dir: string): Pick<CloudFunction, 'timeout' | 'extensions' | 'declared'> {
    const manifest = readManifest(dir);
    const timeout = manifest?.['cloudfunction-config']?.timeout;
    return {
      timeout: typeof timeout === 'number' && timeout > 0 ? timeout : undefined,
      extensions: Object.keys(manifest?.extensions ?? {}),
      declared: manifest && Object.keys(manifest.dependencies ?? {}),
    };
  }

  private ownCloud(wanted?: Provider): { dir: string; provider: Provider } | undefined {
    if (isFolder(path.join(this.dir, 'cloudfunctions'))) {
      const known = PROVIDER_FOLDERS.find(([folder]) => folder === path.basename(this.dir));
      return { dir: this.dir, provider: known?.[1] ?? 'aliyun' };
    }
    const found = this.roots().flatMap(root =>
      PROVIDER_FOLDERS.map(([folder, provider]) => ({ dir: path.join(root, folder), provider })),
    );
    const present = found.filter(({ dir }) => isFolder(dir));
    return present.find(({ provider }) => provider === wanted) ?? present[0];
  }

  private pluginClouds(): string[] {
    const roots = isFolder(path.join(this.dir, 'cloudfunctions')) ? [path.dirname(this.dir)] : this.roots();
    return roots
      .map(root => path.join(root, 'uni_modules'))
      .flatMap(modules =>
        foldersIn(modules)
          .sort()
          .map(id => path.join(modules, id, 'uniCloud')),
      )
      .filter(isFolder);
  }

  /** A project made by the uni-app command line keeps its sources, and `uni_modules`, in `src`. */
  private roots(): string[] {
    return [this.dir, path.join(this.dir, 'src')];
  }
}
