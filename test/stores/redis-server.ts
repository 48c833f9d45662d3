import { spawn, spawnSync, type ChildProcess } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import Redis from 'ioredis';

/** Debian's `redis-server`, or the one named by the environment; `undefined` where there is none. */
export function redisCommand(): string | undefined {
  const command = process.env.REDIS_SERVER || 'redis-server';
  return spawnSync(command, ['--version']).status === 0 ? command : undefined;
}

export interface RedisServer {
  /** As `uniCloud.redis()` gives it. */
  client: Redis;
  close(): Promise<void>;
}

/** A real Redis in a folder of its own, on a socket of its own: it meets nobody. */
export async function startRedis(command: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const socket = join(folder, 's');
  const child = spawn(command, ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(child);
  const client = new Redis({ path: socket });
  return {
    client,
    async close() {
      client.disconnect();
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', chunk => {
      said += chunk;
      if (said.includes('eady to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`redis-server ended with ${code}: ${said}`)));
  });
}
