import fs from 'fs';
import path from 'path';
import { treeBelow } from './file-stamps';
import type { CloudFunction, Project } from './project';
import type { InstanceSettings, Space } from './types';

const STAND_INS = ['uni-config-center', 'uni-id-common'];
const CONFIG_CENTER = 'uni-config-center';

/** What is the same for all functions of a cloud. */
export interface Surroundings {
  project: Project;
  space: Space;
  dataDir: string;
  databaseAddress: string;
  storageDir: string;
  baseUrl: string;
  /** The configuration of a project that has none of its own. */
  configFallback: string;
}

const standIn = (name: string) => path.join(__dirname, 'modules', name);

/** A project may have `uni-config-center`'s files without the module: then they are files, and no module. */
const isModule = (dir: string) =>
  ['package.json', 'index.js'].some(file => fs.existsSync(path.join(dir, file)));

/** What a function's process is told before it loads the function. */
export function instanceSettings(target: CloudFunction, around: Surroundings): InstanceSettings {
  const { modules, sources } = around.project.commonModules(path.join(around.dataDir, 'common'));
  const configRoot = modules[CONFIG_CENTER] ?? around.configFallback;
  for (const name of STAND_INS) if (!modules[name] || !isModule(modules[name])) modules[name] = standIn(name);
  return {
    name: target.name,
    kind: target.kind,
    entry: target.entry,
    modules,
    configRoot,
    watched: [configRoot, ...sources].flatMap(treeBelow),
    declared: target.declared,
    extensions: target.extensions,
    space: around.space,
    databaseAddress: around.databaseAddress,
    storageDir: around.storageDir,
    baseUrl: around.baseUrl,
  };
}
