import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/layout';
import { cleanUp, emptyProject, folder } from './support';

afterAll(cleanUp);

/** The command as npm runs it, from the repository's folder, for a person who stands in `cwd`. */
function installInto(args: string[], cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'scripts/install-into.ts'), ...args],
    { cwd: ROOT, env: { ...process.env, INIT_CWD: cwd }, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('npm run install-into', () => {
  const dir = folder();
  writeFileSync(join(dir, 'file'), '');

  it.each([
    ['without a folder', [], '请给出一个项目目录'],
    ['with two folders', ['a', 'b'], '请给出一个项目目录'],
    ['with an unknown option', [dir, '--force'], '用法'],
    ['with a folder that does not exist', [join(dir, 'none')], join(dir, 'none')],
    ['with a file', [join(dir, 'file')], '不是目录'],
    ['with a path through a file', [join(dir, 'file', 'x')], '错误'],
    ['with a folder that is no uniCloud project', [dir], 'uniCloud-aliyun'],
    ['with an unknown provider', [dir, '--provider', 'aws'], 'aws'],
  ])('%s says so in a line and ends with 1', (_, args, message) => {
    const { status, stdout, stderr } = installInto(args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('takes a relative folder from where the person stands', () => {
    expect(installInto(['none'], dir).stderr).toContain(join(dir, 'none'));
  });

  it('explains itself', () => {
    expect(installInto(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--provider'),
    });
  });

  // Root may write everywhere.
  (process.getuid?.() === 0 ? it.skip : it)('says that it may not write', () => {
    const project = emptyProject();
    chmodSync(join(project, 'uniCloud-aliyun/cloudfunctions'), 0o500);
    const { status, stderr } = installInto([project]);
    chmodSync(join(project, 'uniCloud-aliyun/cloudfunctions'), 0o700);
    expect(status).toBe(1);
    expect(stderr).toContain('没有权限');
  });
});
