import http from 'http';

interface RequestOptions {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  timeout?: number;
  success?: (answer: object) => void;
  fail?: (error: object) => void;
  complete?: (answer: object) => void;
}

/**
 * As much of uni-app's `uni` as its cloud SDK touches, over real requests. A page's origin is sent along, and
 * what the server does not let the page read is not given to it, as in a browser.
 */
export function createUni(origin: string, appId: string) {
  const storage = new Map<string, unknown>();

  function request({
    url,
    method = 'GET',
    data,
    header = {},
    timeout,
    success,
    fail,
    complete,
  }: RequestOptions) {
    const body = data === undefined ? undefined : JSON.stringify(data);
    const failed = (errMsg: string) => {
      fail?.({ errMsg });
      complete?.({ errMsg });
    };
    const sent = http.request(
      url,
      {
        method,
        timeout,
        headers: { origin, ...(body ? { 'content-type': 'application/json' } : {}), ...header },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          if (response.headers['access-control-allow-origin'] !== origin) return failed('request:fail');
          const text = Buffer.concat(chunks).toString('utf8');
          const answer = { statusCode: response.statusCode, data: parsed(text), header: response.headers };
          success?.(answer);
          complete?.(answer);
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('error', error => failed(`request:fail ${error.message}`));
    sent.end(body);
  }

  return {
    request,
    setStorageSync: (key: string, value: unknown) => storage.set(key, value),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    removeStorageSync: (key: string) => storage.delete(key),
    getSystemInfoSync: () => ({
      appId,
      deviceId: 'device-1',
      osName: 'linux',
      uniPlatform: 'web',
      ua: 'test',
    }),
    getLocale: () => 'zh-Hans',
    getLaunchOptionsSync: () => ({ scene: 1001, channel: '' }),
    addInterceptor: () => undefined,
    onPushMessage: () => undefined,
    offPushMessage: () => undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
