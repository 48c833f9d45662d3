import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exchange } from './support';

const ROOT = resolve(__dirname, '../../..');
const MAIN = join(ROOT, 'local/simulator/main.ts');

interface Run {
  child: ChildProcess;
  /** The address it printed. */
  url: Promise<string>;
  /** Exit code, and all it wrote. */
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

/** What a failed test leaves behind would keep the whole suite from ending. */
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')));

function start(args: string[], ipc = false): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stderr!.on('data', part => (err += part));
  const ended = new Promise<{ code: number | null; out: string; err: string }>(done =>
    child.on('close', code => done({ code, out, err })),
  );
  const url = new Promise<string>((found, failed) => {
    child.stdout!.on('data', part => {
      out += part;
      const match = /http:\S+/.exec(out);
      if (match) found(match[0]);
    });
    void ended.then(({ err: text }) => failed(new Error(`ended before it listened: ${text}`)));
  });
  url.catch(() => undefined);
  return { child, url, ended };
}

describe('the simulator as a process of its own', () => {
  it('listens, plays the apps of a file, and ends when told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const file = join(folder, 'apps.json');
    writeFileSync(file, JSON.stringify([{ platform: 'qq', appid: '7', appsecret: 's' }]));
    const run = start(['--port', '0', '--apps', file, '--token-lifetime', '60', '--qq-overlap', '0']);
    const url = await run.url;
    const reply = await exchange(`${url}/api/getToken?grant_type=client_credential&appid=7&secret=s`);
    // A token asked for at the end of a millisecond has lost a second of its life when it arrives.
    expect([59, 60]).toContain(reply.json.expires_in);
    run.child.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: 0, err: '' });
    rmSync(folder, { recursive: true });
  });

  it('ends with the process that started it', async () => {
    const run = start(['--port', '0'], true);
    const message = await new Promise(done => run.child.on('message', done));
    expect(message).toMatchObject({ type: 'listening', url: await run.url });
    const exit = new Promise(done => run.child.on('exit', done));
    run.child.disconnect();
    expect(await exit).toBe(0);
  });

  it('says so when the port is taken, an option is wrong, or help is wanted', async () => {
    const first = start(['--port', '0']);
    const port = new URL(await first.url).port;
    const second = await start(['--port', port]).ended;
    first.child.kill('SIGINT');
    await first.ended;
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('choose another with --port') });
    expect(await start(['--port', 'x']).ended).toMatchObject({ code: 1, err: '--port must be a number\n' });
    expect((await start(['--host', '0.0.0.0']).ended).code).toBe(1);
    expect(await start(['--help']).ended).toMatchObject({ code: 0, out: expect.stringContaining('Usage') });
  });
});
