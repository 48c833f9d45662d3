import type { Cloud } from '../../local/cloud';
import { createUni } from './uni';

interface Result {
  result: never;
  requestId?: string;
  errCode?: unknown;
  success?: boolean;
}

export interface ClientCloud {
  callFunction(options: { name: string; data?: object }): Promise<Result>;
  importObject(name: string, options?: object): Record<string, (...params: unknown[]) => Promise<never>>;
}

const ORIGIN = 'http://localhost:5173';

/** The SDK as a build of the given kind has it: it reads these variables once, when it is loaded. */
function load(env: Record<string, string>): ClientCloud {
  const before = { ...process.env };
  Object.assign(process.env, { UNI_PLATFORM: 'h5', UNI_APP_ID: '__UNI__TEST', ...env });
  const uni = createUni(ORIGIN, '__UNI__TEST');
  uni.setStorageSync('uni_id_token', 'token-of-the-user');
  Object.assign(globalThis, { uni });
  try {
    let loaded: { uniCloud: ClientCloud } | undefined;
    jest.isolateModules(() => {
      loaded = require('@dcloudio/uni-cloud') as { uniCloud: ClientCloud };
    });
    return loaded!.uniCloud;
  } finally {
    process.env = before;
  }
}

function spaces({ url, space }: Cloud): string {
  const { spaceId, clientSecret } = space;
  return JSON.stringify([{ provider: 'aliyun', spaceName: 'local', spaceId, clientSecret, endpoint: url }]);
}

/** A released app: one space, reached through the gateway. */
export const released = (cloud: Cloud) => load({ NODE_ENV: 'production', UNI_CLOUD_PROVIDER: spaces(cloud) });

/** An app run from HBuilderX, with local debugging on: it signs in at the gateway all the same. */
export function debugged(cloud: Cloud): ClientCloud {
  const { hostname, port } = new URL(cloud.url);
  const debug = { address: [hostname], servePort: Number(port), initialLaunchType: 'local', skipFiles: [] };
  return load({
    NODE_ENV: 'development',
    UNI_CLOUD_PROVIDER: spaces(cloud),
    UNICLOUD_DEBUG: JSON.stringify(debug),
  });
}
