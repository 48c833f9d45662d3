import fs from 'fs';
import path from 'path';

/** A plugin's `config.json`, by the plugin's id. */
export type ConfigFiles = Record<string, unknown>;

/** Writes configuration files into a folder laid out as `uni-config-center`'s. Returns the folder. */
export function writeConfig(dir: string, files: ConfigFiles): string {
  for (const [pluginId, content] of Object.entries(files)) {
    const folder = path.join(dir, pluginId);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(content, null, 2) + '\n', {
      mode: 0o600,
    });
  }
  return dir;
}

interface DemoApp {
  appid: string;
  appsecret: string;
}

/** The configuration of a project that has none: apps the simulator knows, and keys that protect nothing. */
export const demoConfig = (
  endpoint: string,
  apps: { weixin: DemoApp; h5: DemoApp; qq: DemoApp },
): ConfigFiles => ({
  'uni-id': {
    passwordSecret: 'local-demo-password-secret',
    tokenSecret: 'local-demo-token-secret',
    tokenExpiresIn: 7200,
    tokenExpiresThreshold: 600,
    'mp-weixin': { oauth: { weixin: apps.weixin } },
    'mp-qq': { oauth: { qq: apps.qq } },
    web: { oauth: { 'weixin-h5': apps.h5 } },
  },
  'vk-openapi': {
    endpoints: { weixin: endpoint, qq: endpoint },
    secretKey: 'local-demo-secret-key-0123456789-0123456789',
  },
});
