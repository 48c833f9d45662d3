import { startSimulator, type Simulator, type SimulatorOptions } from '../../local/simulator';
import { openGateway, type Gateway } from './gateway';
import { FleetProcess, type Ending } from './process';
import { SharedDatabase, type Door } from './shared-database';

export type PlatformName = 'weixin' | 'weixin.h5' | 'qq';
export const PLATFORMS: readonly PlatformName[] = ['weixin', 'weixin.h5', 'qq'];

/** A plain call of each platform that anybody's token is good for. */
export const CALLS: Record<PlatformName, { name: string; params: object }> = {
  weixin: { name: 'weixin.security.msgSecCheck', params: { content: '你好', version: 1 } },
  'weixin.h5': { name: 'weixin.h5.templateMessage.getAllPrivateTemplate', params: {} },
  qq: { name: 'qq.security.msgSecCheck', params: { content: '你好' } },
};

/** The app of each platform, and the `_id` of its row. */
export const APPS: Record<PlatformName, { appid: string; row: string }> = {
  weixin: { appid: 'wx00000000000000d1', row: 'uni-id:weixin-mp:wx00000000000000d1:access-token' },
  'weixin.h5': { appid: 'wx00000000000000e1', row: 'uni-id:weixin-h5:wx00000000000000e1:access-token' },
  qq: { appid: '1100000001', row: 'uni-id:qq-mp:1100000001:access-token' },
};

export interface Member {
  readonly process: FleetProcess;
  readonly door: Door;
}

/** Processes on one database, before one simulator. */
export class Fleet {
  readonly members: Member[] = [];
  private passed = 0;
  /** What the processes believe an app's secret to be, where that is not what it is. */
  readonly wrongSecrets = new Map<string, string>();

  private constructor(
    readonly sim: Simulator,
    readonly gateway: Gateway,
    readonly database: SharedDatabase,
  ) {}

  /** A world without processes. */
  static async open(simulator: SimulatorOptions = {}): Promise<Fleet> {
    const sim = await startSimulator(simulator);
    return new Fleet(sim, await openGateway(sim.url), new SharedDatabase());
  }

  /** Lets a process in, as a fresh instance. `skew`: milliseconds its clock is wrong by. */
  async add(process: FleetProcess, { skew = 0, options = {} } = {}): Promise<Member> {
    const door = await this.database.door();
    const of = (platform: PlatformName) =>
      this.sim.apps
        .filter(app => app.platform === platform)
        .map(({ appid, appsecret }) => ({ appid, appsecret: this.wrongSecrets.get(appid) ?? appsecret }));
    await process.ask('begin', {
      address: door.address,
      endpoint: this.gateway.endpoint(process.name),
      apps: { weixin: of('weixin'), 'weixin.h5': of('weixin.h5'), qq: of('qq') },
      skew,
      options,
    });
    await process.ask('passed', { ms: this.passed });
    const member = { process, door };
    this.members.push(member);
    return member;
  }

  /** Every process makes so many calls at once. */
  async calls(platform: PlatformName, each: number, appid?: string): Promise<Ending[]> {
    return (await Promise.all(this.members.map(member => call(member, platform, each, appid)))).flat();
  }

  /** Time passes for the platform and for every process. */
  async pass(ms: number): Promise<void> {
    this.passed += ms;
    this.sim.advance(ms);
    await Promise.all(this.members.map(({ process }) => process.ask('passed', { ms })));
  }

  tokenRequests(platform: PlatformName, appid = APPS[platform].appid): number {
    return this.sim.tokenRequests(appid);
  }

  /** A process that is gone. */
  remove(member: Member): void {
    this.members.splice(this.members.indexOf(member), 1);
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.sim.close();
    await this.database.close();
  }
}

/** So many calls of one process at once. */
export function call(
  { process }: Member,
  platform: PlatformName,
  count: number,
  appid?: string,
): Promise<Ending[]> {
  const { name, params } = CALLS[platform];
  return process.calls(name, appid === undefined ? params : { ...params, appid }, count);
}

/** The endings, each once, with how often it came: what a test that fails should show. */
export function tally(endings: readonly Ending[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code, msg } of endings) {
    const text = code === 0 ? 'right' : `${code} ${msg}`;
    counts[text] = (counts[text] ?? 0) + 1;
  }
  return counts;
}

/** Clocks as they are off in the worst fleet: by up to two minutes either way. */
export const SKEWS = [-120_000, 120_000, -60_000, 90_000, -1_000, 0, 45_000, -119_000];

/** Starts calls and does not wait for them. */
export function startCalls(
  { process }: Member,
  platform: PlatformName,
  count: number,
  appid?: string,
): Promise<void> {
  const { name, params } = CALLS[platform];
  return process.start(name, appid === undefined ? params : { ...params, appid }, count);
}
