/** The module and another system on one database, one clock and one simulator. */
import { openDatabase, type LocalDatabase } from '../../local/cloud/database';
import type { Simulator, SimulatorOptions } from '../../local/simulator';
import { appsOf, H5, QQ, startWorld, WX, type World } from '../calls/world';
import type { Provider, Redis } from './bridge';

export { H5, QQ, WX };

/** The platforms as the module and the bridge name them, and a call that takes the app's token. */
export const PLATFORMS = [
  {
    platform: 'weixin',
    provider: 'weixin-mp',
    appid: WX,
    call: o => o.weixin.security.msgSecCheck({ content: 'a' }),
  },
  {
    platform: 'weixin.h5',
    provider: 'weixin-h5',
    appid: H5,
    call: o => o.weixin.h5.templateMessage.getAllPrivateTemplate(),
  },
  { platform: 'qq', provider: 'qq-mp', appid: QQ, call: o => o.qq.security.msgSecCheck({ content: 'a' }) },
] as const satisfies readonly Shared[];

export interface Shared {
  platform: 'weixin' | 'weixin.h5' | 'qq';
  provider: Provider;
  appid: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in world.ts
  call(openapi: any): Promise<{ code: unknown; msg: string }>;
}

export interface Neighbourhood {
  sim: Simulator;
  database: LocalDatabase;
  warnings: string[];
  app(appid: string): { appid: string; appsecret: string };
  /** Another instance of the module, with a memory of its own. */
  create(options?: Record<string, unknown>): ReturnType<World['create']>;
  /** The row as it stands. */
  row(id: string, collection?: string): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

/** `redis`: what `uniCloud.redis()` gives; it throws when that throws. */
export async function neighbourhood(
  options: SimulatorOptions = {},
  redis?: (sim: Simulator) => () => Redis,
): Promise<Neighbourhood> {
  const world = await startWorld(options);
  const { sim } = world;
  const database = openDatabase();
  const open = redis?.(sim);
  Object.assign(globalThis, {
    uniCloud: { database: () => database, ...(open === undefined ? {} : { redis: open }) },
  });
  const clock = {
    now: () => sim.now(),
    monotonic: () => sim.now(),
    sleep: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)),
  };
  return {
    sim,
    database,
    warnings: world.log.warnings,
    app: appid =>
      Object.values(appsOf(sim))
        .flat()
        .find(app => app.appid === appid)!,
    create: given => world.create({ clock, ...given }),
    row: async (id, collection = 'opendb-open-data') =>
      (await database.collection(collection).doc(id).get()).data[0],
    close: async () => {
      Reflect.deleteProperty(globalThis, 'uniCloud');
      await sim.close();
      await database.close();
    },
  };
}

/** Resolves when `holds` does: what the module does for others without waiting for it takes a moment. */
export async function eventually(holds: () => unknown): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('it never came to hold');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
