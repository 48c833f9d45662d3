/** One module, one simulator, everything between them real HTTP. */
import { startSimulator, type Simulator, type SimulatorOptions } from '../../local/simulator';

/** The built module, as HBuilderX uploads it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at answers field by field, as users do
export const vkOpenapi: any = require('../../uniCloud/cloudfunctions/common/vk-openapi');

export const WX = 'wx00000000000000d1';
export const WX2 = 'wx00000000000000d2';
export const H5 = 'wx00000000000000e1';
export const QQ = '1100000001';
export const OPENID = `o${'a'.repeat(27)}`;
export const QQ_OPENID = '9D26812AF23D9B2743235C4E3F3353E8';
export const TEMPLATE = 'DEMO-TEMPLATE-PARCEL-SENT-00000000000000001';
export const H5_TEMPLATE = 'DEMO-TEMPLATE-ORDER-PAID-000000000000000001';
export const SECRET_KEY = 'a secret key of the tests, long enough';
/** A real picture: 1×1 PNG. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface World {
  sim: Simulator;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  openapi: any;
  /** Everything the module logged, as text. */
  log: { warnings: string[]; debug: string[] };
  /** Another instance on the same simulator. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  create(options?: Record<string, unknown>): any;
}

export function appsOf(sim: Simulator) {
  const of = (platform: string) =>
    sim.apps.filter(app => app.platform === platform).map(({ appid, appsecret }) => ({ appid, appsecret }));
  return { weixin: of('weixin'), 'weixin.h5': of('weixin.h5'), qq: of('qq') };
}

export async function startWorld(simulatorOptions: SimulatorOptions = {}): Promise<World> {
  const sim = await startSimulator(simulatorOptions);
  const log = { warnings: [] as string[], debug: [] as string[] };
  const write = (lines: string[]) => (message: string, detail?: unknown) => {
    lines.push(`${message} ${detail === undefined ? '' : JSON.stringify(detail)}`);
  };
  const logger = { warn: write(log.warnings), debug: write(log.debug) };
  const create = (options: Record<string, unknown> = {}) =>
    vkOpenapi.createOpenapi({
      apps: appsOf(sim),
      endpoints: sim.endpoints,
      secretKey: SECRET_KEY,
      logger,
      ...options,
    });
  return { sim, log, create, openapi: create() };
}
