import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { listFiles } from '../../scripts/lib/files';
import { ROOT } from '../../scripts/lib/layout';

const made: string[] = [];

/** A new empty folder; all of them are removed by `cleanUp`. */
export function folder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'vk-openapi-install-')));
  made.push(dir);
  return dir;
}

export function cleanUp(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** Writes files (texts, or values as JSON) below `dir`; a path ending in `/` is an empty folder. */
export function lay(dir: string, files: Record<string, unknown>): string {
  for (const [file, content] of Object.entries(files)) {
    const path = join(dir, file);
    mkdirSync(file.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!file.endsWith('/')) {
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    }
  }
  return dir;
}

/** The files that every clone has, beside a module as a build leaves it, so that nothing need be built first. */
export function repository(): string {
  const root = folder();
  const built = /vk-openapi[\\/][^\\/]+\.(js|d\.ts)$/;
  cpSync(join(ROOT, 'uniCloud'), join(root, 'uniCloud'), {
    recursive: true,
    filter: path => !built.test(path),
  });
  return lay(root, {
    'uniCloud/cloudfunctions/common/vk-openapi/index.js': 'module.exports = {};\n',
    'uniCloud/cloudfunctions/common/vk-openapi/index.d.ts': 'export {};\n',
    'README.zh-CN.md':
      '# vk-openapi\n\n[English](README.md) · [官网](https://example.com) · [token](docs/tokens.md)\n',
    'CHANGELOG.md': readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'),
    LICENSE: readFileSync(join(ROOT, 'LICENSE'), 'utf8'),
  });
}

const stub = (name: string) => ({ name, version: '1.0.0', main: 'index.js' });

/** As much of the official modules as a project without users needs: their names and places, and reading a file. */
const OFFICIAL = {
  'uni-config-center': `
    const { join } = require('path');
    const { existsSync, readFileSync } = require('fs');
    module.exports = ({ pluginId }) => {
      const resolve = file => join(__dirname, pluginId, file);
      const hasFile = file => existsSync(resolve(file));
      return {
        resolve,
        hasFile,
        requireFile: file => (hasFile(file) ? require(resolve(file)) : undefined),
        config: (path, fallback) => {
          const all = hasFile('config.json') ? JSON.parse(readFileSync(resolve('config.json'), 'utf8')) : {};
          const found = path ? path.split('.').reduce((node, name) => node && node[name], all) : all;
          return found === undefined ? fallback : found;
        },
      };
    };
  `,
  'uni-id-common': 'exports.createInstance = () => ({});\n',
};

function layOfficial(dir: string): void {
  for (const [name, code] of Object.entries(OFFICIAL)) {
    const module = dir.replace(/\{name\}/g, name);
    lay(module, { 'package.json': stub(name), 'index.js': code });
  }
}

/** The official modules as the plugin market lays them into `uni_modules`. */
export function layMarketModules(project: string): string {
  layOfficial(join(project, 'uni_modules/{name}/uniCloud/cloudfunctions/common/{name}'));
  return project;
}

export const emptyProject = (provider = 'aliyun'): string =>
  lay(folder(), {
    'manifest.json': {},
    [`uniCloud-${provider}/cloudfunctions/`]: '',
    [`uniCloud-${provider}/database/`]: '',
  });

/** What a project made with vk-unicloud looks like: everything is common, the router has the `vk`. */
export function vkProject(): string {
  const cloud = 'uniCloud-aliyun/cloudfunctions';
  const project = emptyProject();
  layOfficial(join(project, cloud, 'common/{name}'));
  return lay(project, {
    [`${cloud}/common/vk-unicloud/package.json`]: stub('vk-unicloud'),
    [`${cloud}/common/vk-unicloud/index.js`]: 'module.exports = { createInstance: () => ({}) };\n',
    [`${cloud}/common/uni-config-center/uni-id/config.json`]: {},
    [`${cloud}/common/uni-config-center/vk-unicloud/index.js`]: 'module.exports = {};\n',
    [`${cloud}/router/package.json`]: {
      name: 'router',
      dependencies: { 'vk-unicloud': 'file:../common/vk-unicloud' },
    },
    [`${cloud}/router/index.js`]: "'use strict';\nexports.main = async () => ({});\n",
  });
}

/** Every `file:` dependency below `dir` that leads nowhere, as `package.json → value`. */
export function danglingDependencies(dir: string): string[] {
  return listFiles(dir)
    .filter(file => file.endsWith('package.json'))
    .flatMap(file => {
      const { dependencies = {} } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      return Object.values(dependencies)
        .filter(value => !existsSync(resolve(dirname(join(dir, file)), value.replace(/^file:/, ''))))
        .map(value => `${file} → ${value}`);
    });
}

export const readJson = (...path: string[]): Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(join(...path), 'utf8'));
