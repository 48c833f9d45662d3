type Fields = Record<string, unknown>;
type CreateConfig = (options: { pluginId: string }) => { config(): unknown };

export interface TokenConfig {
  tokenSecret: string;
  /** Seconds. */
  tokenExpiresIn: number;
  /** Seconds before the end from which on a check gives out a new token; 0: never. */
  tokenExpiresThreshold: number;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of several applications' configurations the caller's, else the one marked as default. */
function entryFor(config: unknown, appId: unknown): Fields {
  const entries = Array.isArray(config) ? config.filter(isObject) : [config].filter(isObject);
  const found = Array.isArray(config)
    ? (entries.find(entry => entry.dcloudAppid === appId) ??
      entries.find(entry => entry.isDefaultConfig === true))
    : entries[0];
  if (!found) throw new Error('uni-id/config.json 中没有适用于当前应用的配置。');
  return found;
}

/** Platform names of old configurations. */
const OLD_NAMES: Record<string, string> = { web: 'h5', app: 'app-plus' };

/** What holds for tokens of this app on this platform; throws when the configuration does not say it. */
export function tokenConfig(appId: unknown, platform: unknown, given?: unknown): TokenConfig {
  const createConfig = require('uni-config-center') as CreateConfig;
  const entry = entryFor(given ?? createConfig({ pluginId: 'uni-id' }).config(), appId);
  const name = typeof platform === 'string' ? platform : '';
  const own = [OLD_NAMES[name], name].map(key => (key ? entry[key] : undefined)).filter(isObject);
  const merged: Fields = Object.assign({}, entry, ...own);
  const { tokenSecret, tokenExpiresIn, tokenExpiresThreshold } = merged;
  if (typeof tokenSecret !== 'string' || !tokenSecret)
    throw new Error('uni-id/config.json 中缺少 tokenSecret。');
  if (typeof tokenExpiresIn !== 'number') throw new Error('uni-id/config.json 中缺少 tokenExpiresIn。');
  return { tokenSecret, tokenExpiresIn, tokenExpiresThreshold: Number(tokenExpiresThreshold ?? 0) };
}
