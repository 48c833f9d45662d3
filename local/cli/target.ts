import { startSimulator, type Platform } from '../simulator';
import { demoApps, SIMULATOR_PORT } from './demo';
import { readJsonFile } from './params';

/** What `createOpenapi` is given, and what is to be closed afterwards. */
export interface Target {
  options: Record<string, unknown>;
  close(): Promise<void>;
}

const PLATFORMS: Platform[] = ['weixin', 'weixin.h5', 'qq'];
const nothing = async () => undefined;

/** The platform a call's name begins with. */
const platformOf = (name: string): Platform =>
  (['weixin.h5', 'weixin.app', 'qq'] as const).find(platform => name.startsWith(`${platform}.`)) ?? 'weixin';

async function isSimulator(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_simulator/state`, { signal: AbortSignal.timeout(500) });
    return response.ok;
  } catch {
    return false;
  }
}

/** The simulator that runs already, or one for this call. */
export async function simulatorTarget(): Promise<Target> {
  const running = `http://127.0.0.1:${SIMULATOR_PORT}`;
  const own = (await isSimulator(running)) ? undefined : await startSimulator();
  const url = own?.url ?? running;
  return {
    options: {
      apps: Object.fromEntries(PLATFORMS.map(platform => [platform, demoApps(platform)])),
      endpoints: { weixin: url, qq: url },
      secretKey: 'local-demo-secret-key-0123456789-0123456789',
      tokenStore: 'memory',
    },
    close: own ? () => own.close() : nothing,
  };
}

/** The platform itself, with the app from a file or from the environment. */
export function realTarget(name: string, configFile: string | undefined): Target {
  const given = configFile === undefined ? fromEnvironment() : readJsonFile(configFile, '配置文件');
  const { appid, appsecret, ...rest } = (given ?? {}) as Record<string, unknown>;
  const apps = appid === undefined ? {} : { apps: { [platformOf(name)]: [{ appid, appsecret }] } };
  return { options: { tokenStore: 'memory', ...apps, ...rest }, close: nothing };
}

function fromEnvironment() {
  const { VK_OPENAPI_APPID: appid, VK_OPENAPI_APPSECRET: appsecret } = process.env;
  if (!appid || !appsecret)
    throw new Error(
      '--real 需要应用的 appid 和 appsecret：设置环境变量 VK_OPENAPI_APPID 和 VK_OPENAPI_APPSECRET，或用 --config FILE 给出 JSON 文件 {"appid":"…","appsecret":"…"}。',
    );
  return { appid, appsecret };
}
