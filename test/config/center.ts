import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

/**
 * `uni-config-center` as the plugin market's module behaves: `config()` reads `<plugin>/config.json` once, an
 * absent file gives the defaults, `requireFile` swallows every MODULE_NOT_FOUND.
 */
export class Center {
  readonly dir = mkdtempSync(join(tmpdir(), 'config-center-'));
  /** How often a file was opened, by plugin. */
  readonly reads: Record<string, number> = {};
  private readonly cache = new Map<string, unknown>();

  write(file: string, content: unknown): this {
    const path = join(this.dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return this;
  }

  /** From now on `require('uni-config-center')` finds this one. */
  install(): this {
    jest.doMock('uni-config-center', () => this.create, { virtual: true });
    return this;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private readonly create = ({ pluginId }: { pluginId: string }) => {
    const resolve = (file: string) => join(this.dir, pluginId, file);
    const count = () => (this.reads[pluginId] = (this.reads[pluginId] || 0) + 1);
    return {
      resolve,
      hasFile: (file: string) => existsSync(resolve(file)),
      config: () => {
        if (!this.cache.has(pluginId)) {
          count();
          const path = resolve('config.json');
          this.cache.set(pluginId, existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});
        }
        return this.cache.get(pluginId);
      },
      requireFile: (file: string) => {
        count();
        try {
          return require(resolve(file)) as unknown;
        } catch (error) {
          if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined;
          throw error;
        }
      },
    };
  };
}
