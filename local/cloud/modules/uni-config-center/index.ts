/**
 * Stands in for the market's `uni-config-center` where a project has none: the same interface, written from
 * its description. The folder it reads is the one the local cloud chose.
 */
import type * as Fs from 'fs';
import type * as Path from 'path';

const fs = require('fs') as typeof Fs;
const path = require('path') as typeof Path;

type Merge = (defaults: unknown, given: unknown) => unknown;

interface Options {
  pluginId: string;
  defaultConfig?: Record<string, unknown>;
  customMerge?: Merge;
  root?: string;
  cache?: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is given wins, objects are gone into; a list as a whole replaces the defaults. */
function merge(defaults: unknown, given: unknown): unknown {
  if (!isObject(defaults) || !isObject(given)) return given === undefined ? defaults : given;
  const result: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) result[name] = merge(defaults[name], value);
  return result;
}

/** `a.b[0].c` and `0.dcloudAppid`. */
function valueAt(config: unknown, place: string): unknown {
  const names = place.replace(/\[(\w+)\]/g, '.$1').split('.');
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    config,
  );
}

class Config {
  private content: unknown;

  constructor(
    private readonly root: string,
    private readonly options: Options,
  ) {}

  config(place?: string, fallback?: unknown): unknown {
    if (this.content === undefined || this.options.cache === false) this.content = this.read();
    if (!place) return this.content;
    const value = valueAt(this.content, place);
    return value === undefined ? fallback : value;
  }

  resolve(file: string): string {
    return path.resolve(this.root, this.options.pluginId, file);
  }

  hasFile(file: string): boolean {
    return fs.existsSync(this.resolve(file));
  }

  requireFile(file: string): unknown {
    try {
      return require(this.resolve(file)) as unknown;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
      throw error;
    }
  }

  private read(): unknown {
    const { defaultConfig = {}, customMerge = merge } = this.options;
    if (!this.hasFile('config.json')) return defaultConfig;
    const given: unknown = JSON.parse(fs.readFileSync(this.resolve('config.json'), 'utf8'));
    return Array.isArray(given) ? given : customMerge(defaultConfig, given);
  }
}

const instances = new Map<string, Config>();

function createConfig(options: Options): Config {
  const known = instances.get(options.pluginId);
  if (known) return known;
  const root = options.root ?? process.env.VK_OPENAPI_LOCAL_CONFIG;
  if (!root) throw new Error('The uni-config-center stand-in runs in the local cloud only.');
  const made = new Config(root, options);
  instances.set(options.pluginId, made);
  return made;
}

module.exports = createConfig;
