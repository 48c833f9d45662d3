import path from 'path';
import { demoConfig, startCloud, type Cloud, type CloudOptions } from '../cloud';
import { startSimulator, type Simulator } from '../simulator';
import { demoApp, SIMULATOR_PORT } from './demo';
import { onPort } from './ports';

const CLOUD_PORT = 7001;

export interface LocalOptions {
  /** The uniCloud project. */
  project: string;
  /** The cloud's port; without it 7001, or the next that is free. */
  port?: number;
  /** Folder for database and files; in use by another cloud, a temporary one is taken instead. */
  dataDir: string;
  say: (line: string) => void;
}

export interface Local {
  cloud: Cloud;
  simulator: Simulator;
  close(): Promise<void>;
}

/** Starts the simulator, and a cloud whose configuration leads to it unless the project has its own. */
export async function startLocal({ project, port, dataDir, say }: LocalOptions): Promise<Local> {
  const simulator = await onPort(undefined, SIMULATOR_PORT, free => startSimulator({ port: free }));
  const configFallback = demoConfig(simulator.url, {
    weixin: demoApp('weixin'),
    h5: demoApp('weixin.h5'),
    qq: demoApp('qq'),
  });
  try {
    const cloud = await onPort(port, CLOUD_PORT, free =>
      startOnData({ project, port: free, configFallback }, path.resolve(dataDir), say),
    );
    return {
      cloud,
      simulator,
      close: async () => void (await Promise.all([cloud.close(), simulator.close()])),
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** Two clouds on one machine are no mistake; the second one's data go with it. */
async function startOnData(
  options: CloudOptions,
  dataDir: string,
  say: (line: string) => void,
): Promise<Cloud> {
  try {
    return await startCloud({ ...options, dataDir });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('is in use by process'))) throw error;
    say(`数据目录 ${dataDir} 正被另一个本地云使用：本次的数据在退出时删除。`);
    return startCloud(options);
  }
}
