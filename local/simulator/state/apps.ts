import type { SecretBook } from './secrets';
import type { ApiSecurity } from '../security/api-security';
import type { MessageTemplate } from '../rules/templates';
import { DEMO_TEMPLATES } from '../rules/demo-templates';

/** The platforms, by the names the module's users write. */
export type Platform = 'weixin' | 'weixin.h5' | 'weixin.app' | 'qq';

/** One app as its owner has set it up in the platform's console. Only the first three fields are needed. */
export interface SimulatedApp {
  platform: Platform;
  appid: string;
  appsecret: string;
  /** A frozen secret answers 40243. */
  frozen?: boolean;
  /** Addresses that may fetch tokens; without it every address may. Others get 40164. */
  ipAllowList?: string[];
  /** Pages of the released version, without leading slash; default `DEFAULT_PAGES`. */
  pages?: string[];
  /** Apps of one group share unionids; `''` for an app outside every group. Default `'demo'`. */
  unionGroup?: string;
  /** Message templates the account has; default a demo template of its platform. */
  templates?: MessageTemplate[];
  /** Number of live rooms (`livebroadcast.getLiveInfo`); default 0, which answers 9410000. */
  liveRooms?: number;
  /** How many limited codes can be made; default 100,000 on WeChat, 50 on QQ. */
  codeLimit?: number;
  /** NFC models: `true` for those with a serial number each. */
  nfcModels?: Record<string, boolean>;
  /** Official accounts bound to a QQ mini program (`oac_appid`). */
  officialAccounts?: string[];
  /** QQ virtual payment: the coins a user has at first; default 100. */
  balance?: number;
  /** AppKeys of virtual payment; without one every pay_sig is wrong. */
  payKeys?: { production?: string; sandbox?: string };
  /** API signing and encryption, as set up in the console; null: not set up. */
  apiSecurity?: ApiSecurity | null;
}

export const DEFAULT_PAGES = [
  'pages/index/index',
  'pages/detail/detail',
  'pages/order/order',
  'pages/user/user',
] as const;

/** The apps there are without options. Every value is made up, and looks it. */
export const DEMO_APPS: readonly SimulatedApp[] = [
  {
    platform: 'weixin',
    appid: 'wx00000000000000d1',
    appsecret: 'demo0secret0of0mini0program00001',
    liveRooms: 3,
  },
  { platform: 'weixin', appid: 'wx00000000000000d2', appsecret: 'demo0secret0of0mini0program00002' },
  { platform: 'weixin.h5', appid: 'wx00000000000000e1', appsecret: 'demo0secret0of0official0account1' },
  { platform: 'qq', appid: '1100000001', appsecret: 'demo0secret0qq01' },
];

export type App = Required<SimulatedApp>;

function complete(app: SimulatedApp): App {
  if (!app || typeof app.appid !== 'string' || !app.appid || typeof app.appsecret !== 'string')
    throw new TypeError('an app needs platform, appid and appsecret');
  if (!['weixin', 'weixin.h5', 'weixin.app', 'qq'].includes(app.platform))
    throw new TypeError(`unknown platform of app ${app.appid}: ${String(app.platform)}`);
  return {
    frozen: false,
    ipAllowList: [],
    pages: [...DEFAULT_PAGES],
    unionGroup: 'demo',
    templates: DEMO_TEMPLATES[app.platform],
    liveRooms: 0,
    codeLimit: app.platform === 'qq' ? 50 : 100_000,
    nfcModels: { 'DEMO-NFC-MODEL': false, 'DEMO-NFC-DEVICE': true },
    officialAccounts: [],
    balance: 100,
    payKeys: {},
    apiSecurity: null,
    ...app,
  };
}

/** The apps the platforms know. */
export class AppBook {
  private readonly apps = new Map<string, App>();

  constructor(
    apps: readonly SimulatedApp[],
    private readonly secrets: SecretBook,
  ) {
    apps.forEach(app => this.put(app));
  }

  /** Registers an app, or replaces the one of this appid. */
  put(app: SimulatedApp): App {
    const whole = complete(app);
    this.secrets.keep(whole.appsecret);
    for (const key of [whole.payKeys.production, whole.payKeys.sandbox, whole.apiSecurity?.symmetric.key])
      if (key) this.secrets.keep(key);
    this.apps.set(whole.appid, whole);
    return whole;
  }

  /** Changes some of an app's settings. */
  change(appid: string, changes: Partial<SimulatedApp>): App {
    return this.put({ ...this.need(appid), ...changes, appid });
  }

  get(appid: unknown): App | undefined {
    return typeof appid === 'string' ? this.apps.get(appid) : undefined;
  }

  /** The app, for callers of the control surface: an unknown one is their mistake. */
  need(appid: string): App {
    const app = this.apps.get(appid);
    if (!app) throw new TypeError(`the simulator has no app ${String(appid)}`);
    return app;
  }

  list(): App[] {
    return [...this.apps.values()];
  }
}
