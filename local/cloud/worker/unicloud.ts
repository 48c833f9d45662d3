import type { Database } from '../database';
import { CloudError } from '../errors';
import type { InstanceSettings } from '../types';
import { clientInfoOf, spaceInfo } from './context';
import { httpProxyForEip } from './eip';
import { initI18n } from './i18n';
import type { Parent } from './parent';
import { running } from './running';
import { createStorage } from './storage';

type Urllib = typeof import('urllib');

/** Loaded when first used: most functions make no request of their own. */
const urllib = () => require('urllib') as Urllib;

const logger = {
  log: (...words: unknown[]) => console.log(...words),
  info: (...words: unknown[]) => console.info(...words),
  warn: (...words: unknown[]) => console.warn(...words),
  error: (...words: unknown[]) => console.error(...words),
};

/** Redis is an extension a function switches on; the local cloud has none to offer even then. */
function redis({ name, extensions }: InstanceSettings): never {
  throw new CloudError(
    'REDIS_NOT_AVAILABLE',
    extensions.includes('uni-cloud-redis')
      ? '本地云没有 Redis。'
      : `云函数 ${name} 没有开通 Redis 扩展：在它的 package.json 中加入 "extensions": { "uni-cloud-redis": {} }。`,
  );
}

/** `uniCloud.request`: by `urllib`, answering in the client's spelling. */
async function request(options: {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  timeout?: number;
  dataType?: string;
  responseType?: string;
}) {
  const method = (options.method ?? 'GET').toUpperCase();
  const { status, data, headers } = await urllib().request<Buffer>(options.url, {
    method: method as 'GET',
    data: options.data as object,
    headers: options.header,
    timeout: options.timeout ?? 60_000,
    ...(method === 'GET' ? {} : { contentType: 'json' }),
  });
  const asText = options.responseType === 'buffer' ? data : data.toString('utf8');
  return { statusCode: status, data: parsed(asText, options.dataType ?? 'json'), header: headers };
}

function parsed(data: Buffer | string, dataType: string): unknown {
  if (typeof data !== 'string' || dataType !== 'json') return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** The methods of a cloud object of this cloud, each a call from one function to another. */
function importObject(call: (name: string, data: unknown) => Promise<{ result: unknown }>, name: string) {
  const method =
    (method: string) =>
    async (...params: unknown[]) => {
      const { result } = await call(name, { method, params });
      const { errCode, errMsg } = (result ?? {}) as { errCode?: unknown; errMsg?: unknown };
      if (errCode) throw Object.assign(new Error(String(errMsg)), { errCode, errMsg });
      return result;
    };
  return new Proxy(
    {},
    { get: (_, key) => (typeof key === 'string' && key !== 'then' ? method(key) : undefined) },
  );
}

/** The `uniCloud` global of a function. */
export function createUniCloud(settings: InstanceSettings, database: Database, parent: Parent) {
  const call = async (name: string, data: unknown) => ({
    result: JSON.parse(await parent.call(name, data)) as unknown,
    requestId: running.all()[0]?.requestId,
  });
  return {
    database: () => database,
    httpclient: { request: (...args: Parameters<Urllib['request']>) => urllib().request(...args) },
    request,
    ...(settings.space.provider === 'aliyun' ? { httpProxyForEip } : {}),
    ...createStorage(settings),
    redis: () => redis(settings),
    logger,
    initI18n,
    callFunction: ({ name, data }: { name: string; data?: unknown }) => call(name, data ?? {}),
    importObject: (name: string) => importObject(call, name),
    getClientInfos: () => running.all().map(clientInfoOf),
    getCloudInfos: () => running.all().map(({ requestId }) => ({ requestId, ...spaceInfo(settings) })),
    getRequestList: () =>
      running
        .all()
        .map(({ requestId, source, clientIP }) => ({ requestId, source, clientIP, ...spaceInfo(settings) })),
  };
}
