import fs from 'fs';
import Module from 'module';
import os from 'os';
import path from 'path';
import { Project } from '../cloud/project';
import { fromCaller } from './params';
import type { Target } from './target';

const CENTER = 'uni-config-center';
const STAND_IN = path.resolve(__dirname, '../cloud/modules', CENTER);

type Resolve = (request: string, parent: unknown, ...rest: unknown[]) => string;

/** From now on `require('uni-config-center')` reads the files of this folder. */
function install(root: string): void {
  process.env.VK_OPENAPI_LOCAL_CONFIG = root;
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const original = loader._resolveFilename.bind(Module);
  loader._resolveFilename = (request, ...rest) => {
    if (request === CENTER) return original(STAND_IN, ...rest);
    if (!request.startsWith(`${CENTER}/`)) return original(request, ...rest);
    return original(path.join(root, request.slice(CENTER.length + 1)), ...rest);
  };
}

/**
 * A project's configuration, read from its files. Its database is in the cloud, out of reach from here: tokens are
 * kept in memory, and requests go out from this machine, whatever the configuration says of a proxy.
 * @throws When there is no uniCloud project, or it has no configuration.
 */
export function projectTarget(dir: string): Target {
  const merged = fs.mkdtempSync(path.join(os.tmpdir(), 'vk-doctor-'));
  const close = async () => fs.rmSync(merged, { recursive: true, force: true });
  try {
    const root = new Project(fromCaller(dir)).commonModules(merged).modules[CENTER];
    if (root === undefined)
      throw new Error(`${dir} 中没有 ${CENTER}：需要 uniCloud-*/cloudfunctions/common/${CENTER}/。`);
    install(root);
  } catch (error) {
    fs.rmSync(merged, { recursive: true, force: true });
    throw error;
  }
  return { options: { tokenStore: 'memory', http: { transport: 'https' } }, close };
}
