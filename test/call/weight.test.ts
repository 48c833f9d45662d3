import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { table } from '../../src/generated/table';

/*
 * What a cold start carries. Times are told by `npm run bench`; here is what decides them and does not depend on
 * the machine: how much is read, and how much of it is taken apart.
 */

const MODULE = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');
const LIMIT = 150_000;

/** The module's own files that `script` loads, in a process of its own. */
function filesLoadedBy(script: string): string[] {
  const output = execFileSync(
    process.execPath,
    ['-e', `${script}; console.log(JSON.stringify(Object.keys(require.cache)))`],
    { cwd: MODULE, encoding: 'utf8' },
  );
  return (JSON.parse(output) as string[]).filter(file => file.startsWith(MODULE)).map(file => basename(file));
}

const sizeOf = (file: string): number => statSync(join(MODULE, file)).size;
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

describe('loading the built module', () => {
  it('reads two small files: the face, and the names of all calls', () => {
    const files = filesLoadedBy(`require('./index.js')`);
    expect(files.sort()).toEqual(['index.js', 'names.js']);
    expect(sum(files.map(sizeOf))).toBeLessThanOrEqual(LIMIT);
  });

  it('reads nothing more when every platform, group and call is listed', () => {
    const files = filesLoadedBy(`
      const { openapi } = require('./index.js');
      const walk = node => { for (const name of Object.keys(node)) if (typeof node[name] === 'object') walk(node[name]); };
      walk(openapi)`);
    expect(files.sort()).toEqual(['index.js', 'names.js']);
  });

  it('leaves the words of the error numbers in a file of their own', () => {
    const words = '频率';
    expect(readFileSync(join(MODULE, 'errors.js'), 'utf8')).toContain(words);
    expect(readFileSync(join(MODULE, 'names.js'), 'utf8')).not.toContain(words);
    expect(readFileSync(join(MODULE, 'index.js'), 'utf8')).not.toContain(words);
  });
});

describe('looking at one call', () => {
  type Table = typeof import('../../src/call/table');
  type Surface = typeof import('../../src/call/surface');
  let taken: string[];

  /** A module of src/ over a table that writes down which of its groups are taken out. */
  function load<T>(file: string): T {
    const watched = Object.fromEntries(
      Object.entries(table).map(([platform, groups]) => [
        platform,
        new Proxy(groups, {
          get: (target, group: string) => {
            if (Object.hasOwn(target, group)) taken.push(`${platform}.${group}`);
            return target[group];
          },
        }),
      ]),
    );
    let loaded: T | undefined;
    jest.isolateModules(() => {
      jest.doMock('../../src/generated/table', () => ({
        ...jest.requireActual<object>('../../src/generated/table'),
        table: watched,
      }));
      loaded = require(file) as T;
    });
    return loaded!;
  }

  beforeEach(() => (taken = []));
  afterEach(() => void jest.dontMock('../../src/generated/table'));

  it('takes its group apart, once, and no other', () => {
    const { findCall, groupsOf } = load<Table>('../../src/call/table');
    expect(groupsOf('weixin').length).toBeGreaterThan(50);
    expect(taken).toEqual([]);
    expect(findCall('weixin.wxacode.getUnlimited')).toBeDefined();
    expect(findCall('weixin.wxacode.get')).toBeDefined();
    expect(taken).toEqual(['weixin.wxacode']);
  });

  it('does so as users write it, too', () => {
    const { surfaceOf } = load<Surface>('../../src/call/surface');
    const { openapi } = surfaceOf({});
    const weixin = openapi.weixin as Record<string, Record<string, unknown>>;
    expect(Object.keys(weixin).length).toBeGreaterThan(50);
    expect(taken).toEqual([]);
    expect(typeof weixin.wxacode!.getUnlimited).toBe('function');
    expect(taken).toEqual(['weixin.wxacode']);
  });
});
