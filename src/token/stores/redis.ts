import type { Clock } from '../../host/clock';
import { host, type RedisClient } from '../../host/unicloud';
import type { TokenStore } from '../store';
import { StoreFailure } from '../store-failure';

/** Value and remaining life in one step. */
const GET = `return { redis.call('get', KEYS[1]), redis.call('pttl', KEYS[1]) }`;

/** ARGV: whether a row is expected ('1'), its value, the next value, its life in milliseconds ('0': no end). */
const COMPARE_AND_SET = `
local current = redis.call('get', KEYS[1])
if ARGV[1] == '1' then
  if current ~= ARGV[2] then return 0 end
elseif current then
  return 0
end
if ARGV[4] == '0' then
  redis.call('set', KEYS[1], ARGV[3])
else
  redis.call('set', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
return 1`;

const REMOVE = `
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0`;

/**
 * `uniCloud.redis()`. Values are those of the official convention; their end is the key's own expiry, so a row
 * that has expired is not there, and rows are compared by value alone.
 */
export function redisStore(clock: Clock): TokenStore {
  return {
    async get(key) {
      const [value, left] = (await client().eval(GET, 1, key)) as [string | null, number];
      if (typeof value !== 'string') return undefined;
      return { value, expired: left < 0 ? -1 : clock.now() + left };
    },
    async compareAndSet(key, expected, next) {
      const life = next.expired === -1 ? 0 : Math.max(1, Math.round(next.expired - clock.now()));
      const known = expected === undefined ? ['0', ''] : ['1', expected.value];
      const done = await client().eval(COMPARE_AND_SET, 1, key, ...known, next.value, String(life));
      return Number(done) === 1;
    },
    async remove(key, expected) {
      return Number(await client().eval(REMOVE, 1, key, expected.value)) === 1;
    },
  };
}

function client(): RedisClient {
  const cloud = host();
  try {
    if (cloud !== undefined && typeof cloud.redis === 'function') return cloud.redis();
  } catch {
    // Said below: what the cloud throws here names no remedy.
  }
  throw new StoreFailure(
    'missing-extension',
    'uniCloud.redis() is not available to this cloud function',
    '请在调用它的云函数（不是公共模块）的 package.json 中加入 "extensions": { "uni-cloud-redis": {} } 并重新上传，' +
      '且确认服务空间已开通 Redis',
  );
}
