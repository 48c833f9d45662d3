import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { transformFileSync } from '@swc/core';

const SOURCES = join(__dirname, '../../src');
let dir: string;

/** Compiles a folder of `src` as the build does, a file at a time. */
function compile(folder: string): void {
  for (const name of readdirSync(join(SOURCES, folder))) {
    const path = join(SOURCES, folder, name);
    if (statSync(path).isDirectory() || !name.endsWith('.ts')) continue;
    mkdirSync(join(dir, folder), { recursive: true });
    const { code } = transformFileSync(path, {
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { parser: { syntax: 'typescript' }, target: 'es2019' },
    });
    writeFileSync(join(dir, folder, name.replace(/\.ts$/, '.js')), code);
  }
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'config-process-'));
  for (const folder of ['host', 'result', 'config']) compile(folder);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs `script` in a process of its own, with \`configuration\` and \`install()\` at hand. */
function run(script: string): unknown {
  const file = join(dir, 'main.js');
  writeFileSync(
    file,
    `const fs = require('fs');
     const { createConfiguration } = require('./config/configuration');
     const warnings = [];
     const configuration = createConfiguration({}, { warn: message => warnings.push(message) });
     const install = config => {
       fs.mkdirSync(__dirname + '/node_modules/uni-config-center', { recursive: true });
       fs.writeFileSync(__dirname + '/node_modules/uni-config-center/index.js',
         'module.exports = ({ pluginId }) => ({ hasFile: f => pluginId === "uni-id" && f === "config.json", config: () => (' + JSON.stringify(config) + ') })');
     };
     const attempt = act => { try { return act(); } catch (error) { return { code: error.code, msg: error.msg }; } };
     console.log(JSON.stringify((() => { ${script} })()));`,
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test('uni-config-center may be absent until it is needed, and found later by the same process', () => {
  const result = run(`
    const before = attempt(() => configuration.defaultApp('weixin'));
    const settings = [configuration.clientApps(), configuration.http(), configuration.secretKeys()];
    install({ 'mp-weixin': { oauth: { weixin: { appid: 'wx1', appsecret: 's1' } } } });
    return { before, settings, after: configuration.defaultApp('weixin'), warnings };
  `);
  expect(result).toMatchObject({
    before: { code: 'vk-openapi-config-missing' },
    settings: [[], { timeout: 5000, uploadTimeout: 20000 }, []],
    after: { platform: 'weixin', appid: 'wx1', appsecret: 's1' },
    warnings: [],
  });
});

test('making a configuration loads none of the modules that cost a cold start', () => {
  const loaded = run(
    `return process.moduleLoadList.filter(name => / (crypto|http|https|zlib)$/.test(name));`,
  );
  expect(loaded).toEqual([]);
});
