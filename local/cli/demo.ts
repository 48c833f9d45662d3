import { DEMO_APPS, type Platform } from '../simulator';

/** The apps of a platform that the simulator has unless told otherwise, as the module takes them. */
export const demoApps = (platform: Platform) =>
  DEMO_APPS.filter(app => app.platform === platform).map(({ appid, appsecret }) => ({ appid, appsecret }));

/** One app a platform, for configuration files. */
export const demoApp = (platform: Platform) => demoApps(platform)[0]!;

/** Where the simulator is unless told otherwise (`endpoints` in contract and documentation name it). */
export const SIMULATOR_PORT = 7002;
