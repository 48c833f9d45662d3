import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** Where things are in this repository, in a project and in a plugin of the market. */
export const ROOT = resolve(__dirname, '../..');

export const MODULE = 'vk-openapi';
/** The official modules that this one requires when it needs them; both come from the plugin market. */
export const MARKET_MODULES = ['uni-config-center', 'uni-id-common'] as const;

/** The folder of a common module below a `uniCloud` folder. */
export const commonModule = (uniCloud: string, name: string): string =>
  join(uniCloud, 'cloudfunctions', 'common', name);

/** The folder of a common module that a plugin of its own brings. */
export const pluginModule = (uniModules: string, name: string): string =>
  commonModule(join(uniModules, name, 'uniCloud'), name);

/** A dependency of a `package.json` in `from` on the module in `to`, as HBuilderX writes it. */
export const fileDependency = (from: string, to: string): string =>
  `file:${relative(from, to).split(sep).join('/')}`;

/** A mistake of the person at the terminal: told in one line, without a stack. */
export class UserError extends Error {}

/** The repository's built module. Rejects when it has not been built. */
export function builtModule(root: string): string {
  const dir = commonModule(join(root, 'uniCloud'), MODULE);
  for (const file of ['index.js', 'index.d.ts']) {
    if (!existsSync(join(dir, file))) {
      throw new UserError(`公共模块尚未构建（缺少 ${MODULE}/${file}），请先执行 npm run build`);
    }
  }
  return dir;
}
