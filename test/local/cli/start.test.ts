import { spawn, type ChildProcess } from 'child_process';
import http from 'http';
import net from 'net';
import { newFolder, newProject, eventually } from '../cloud/project';
import { ROOT, run } from './run';

const started: ChildProcess[] = [];
afterAll(() => {
  for (const { pid } of started)
    try {
      process.kill(-pid!, 'SIGKILL');
    } catch {
      // The group has ended, as it should.
    }
});

/** `npm start` with these arguments, up to the words it ends its greeting with. */
async function start(
  args: string[],
): Promise<{ child: ChildProcess; text: string; url: string; simulator: string }> {
  const child = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: ROOT,
    // A group of its own, so that a test can end all of it as a terminal would.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', () => text.includes('Ctrl+C') && resolve());
    child.on('exit', code => reject(new Error(`ended with ${code}: ${text}`)));
  });
  const [url = '', simulator = ''] =
    text.slice(text.indexOf('本地云  ')).match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  return { child, text, url, simulator };
}

const ping = async (url: string) => (await fetch(`${url}/system/ping`)).json() as Promise<unknown>;

/** Whether anything listens there. */
const isOpen = (url: string) =>
  new Promise<boolean>(resolve => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('npm start', () => {
  it('starts cloud and simulator, shows one call with its answer, and ends on SIGINT', async () => {
    const { child, text, url, simulator } = await start(['--port', '0', '--data', newFolder()]);
    expect(await ping(url)).toEqual({ code: 0 });
    expect(text).toContain('/cloudfunctions/openapi-weixin');
    expect(text).toMatch(/"openid": "\w+/);
    expect(text).not.toContain('session_key');
    // As a terminal does: to the whole group.
    process.kill(-child.pid!, 'SIGINT');
    await eventually(async () => {
      expect([await isOpen(url), await isOpen(simulator)]).toEqual([false, false]);
    });
  }, 120_000);

  it('runs beside another one on the same data, and ends when npm alone is told to', async () => {
    const data = newFolder();
    const { child, url, simulator } = await start(['--port', '0', '--data', data]);
    const second = await start(['--port', '0', '--data', data]);
    expect(second.text).toContain(data);
    expect(await ping(second.url)).toEqual({ code: 0 });
    process.kill(-second.child.pid!, 'SIGINT');
    child.kill('SIGTERM');
    await eventually(async () => {
      expect([await isOpen(url), await isOpen(simulator)]).toEqual([false, false]);
    });
  }, 120_000);

  it('runs another project, whose functions end with it even when npm is killed and they never rest', async () => {
    const project = newProject({
      'uniCloud-aliyun/cloudfunctions/pid/index.js': 'exports.main = async () => process.pid;',
      'uniCloud-aliyun/cloudfunctions/loops/index.js': 'exports.main = async () => { for (;;); };',
      'uniCloud-aliyun/cloudfunctions/loops-pid/index.js':
        'exports.main = async () => { setImmediate(() => { for (;;); }); return process.pid; };',
    });
    const { child, url, simulator } = await start([
      '--project',
      project,
      '--port',
      '0',
      '--data',
      newFolder(),
    ]);
    const call = async (name: string) =>
      (await (await fetch(`${url}/cloudfunctions/${name}`, { method: 'POST', body: '{}' })).json()) as number;
    const pids = [await call('pid'), await call('loops-pid')];
    expect(pids.map(isAlive)).toEqual([true, true]);
    child.kill('SIGKILL');
    await eventually(async () => {
      expect([await isOpen(url), await isOpen(simulator)]).toEqual([false, false]);
      expect(pids.map(isAlive)).toEqual([false, false]);
    });
  }, 120_000);

  it('says so when the port it was told is taken, when there is no project, and how it is used', async () => {
    const server = http.createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const data = newFolder();
    const taken = await run('scripts/start.ts', ['--port', String(port), '--data', data]);
    server.close();
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining(`端口 ${port}`) });
    expect(await run('scripts/start.ts', ['--project', newFolder()])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('uniCloud-aliyun'),
    });
    expect(await run('scripts/start.ts', ['--port', 'x'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--port'),
    });
    expect(await run('scripts/start.ts', ['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--project'),
    });
  }, 120_000);
});
