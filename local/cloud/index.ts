import { randomUUID } from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { openDatabase, readDefinitions, type LocalDatabase } from './database';
import { writeConfig, type ConfigFiles } from './demo-config';
import { functionNotFound } from './errors';
import { listen } from './http/server';
import { instanceSettings } from './instance-settings';
import { fromClient, fromInside } from './invocation';
import { Pool } from './pool';
import { Project, type CloudFunction } from './project';
import type { Invocation, Source, Space } from './types';

export { demoConfig, writeConfig, type ConfigFiles } from './demo-config';
export { CloudError } from './errors';
export type { Source, Space } from './types';

export interface CloudOptions {
  /** The uniCloud project: a folder with `uniCloud*` or `uni_modules`, or a `uniCloud*` folder itself. */
  project: string;
  /** 0, the default: any free port. */
  port?: number;
  host?: '127.0.0.1' | '::1';
  /** Taken from the project's folder name unless given; `aliyun` if that says nothing. */
  provider?: Space['provider'];
  /** Most processes a function; 2. */
  workers?: number;
  /** More environment variables for the functions. */
  env?: Record<string, string>;
  /** Where database and uploaded files are kept; without it a folder that goes when the cloud is closed. */
  dataDir?: string;
  /**
   * What stands in for `uni-config-center`'s files when the project has none: a folder laid out like it, or
   * the plugins' `config.json` by their ids.
   */
  configFallback?: string | ConfigFiles;
  /** Seconds a function without a timeout of its own may take; 60, more than the cloud's 5: people debug here. */
  timeout?: number;
  /** Takes every line the functions print; by default it goes to standard error. */
  log?: (line: string) => void;
}

export interface CallOptions {
  /** How the call comes in; `client`, so that nothing is trusted that was not said to be. */
  source?: Source;
  clientInfo?: Record<string, unknown>;
  uniIdToken?: string;
}

export interface Cloud {
  url: string;
  space: Space;
  database: LocalDatabase;
  /** The names of the functions and cloud objects there are. */
  functionNames(): string[];
  /** Whether the project brings its own `uni-config-center`, with apps that are real. */
  hasOwnConfiguration(): boolean;
  /** Calls a function. Resolves to its bare result (what JSON carries of it); rejects with a `CloudError`. */
  callFunction(name: string, data?: unknown, options?: CallOptions): Promise<unknown>;
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT = 60;

/** Bytes a call may have. */
const BODY_LIMIT: Record<Space['provider'], number> = {
  aliyun: 6 * 1024 * 1024,
  tencent: 6 * 1024 * 1024,
  alipay: 32 * 1024 * 1024,
};

/** The clouds' clocks, which their functions see. */
const TIME_ZONE: Record<Space['provider'], string> = {
  aliyun: 'UTC',
  tencent: 'UTC',
  alipay: 'Asia/Shanghai',
};

/**
 * Starts a uniCloud on this machine: the functions of a project in processes of their own, a database and a
 * file store they share, and the two protocols clients speak. Loopback only.
 * @throws When the project is none, the port is taken, or the data folder is in use.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const address = options.host ?? '127.0.0.1';
  if (address !== '127.0.0.1' && address !== '::1')
    throw new Error('The local cloud listens on loopback only: 127.0.0.1 or ::1.');
  const project = new Project(path.resolve(options.project), options.provider);
  const collections = readDefinitions(project.databaseFolders);
  const data = dataFolder(options.dataDir);
  let database: LocalDatabase | undefined;
  try {
    database = openDatabase({
      dir: path.join(data.dir, 'database'),
      provider: project.provider,
      collections,
    });
    return await run(options, address, project, data, database);
  } catch (error) {
    await database?.close();
    data.remove();
    throw error;
  }
}

async function run(
  options: CloudOptions,
  address: string,
  project: Project,
  data: DataFolder,
  database: LocalDatabase,
): Promise<Cloud> {
  const { provider } = project;
  const around = {
    project,
    space: { provider, spaceId: 'mp-local-0001', clientSecret: 'local-client-secret' },
    dataDir: data.dir,
    databaseAddress: await database.listen(),
    storageDir: path.join(data.dir, 'storage'),
    baseUrl: '',
    configFallback: configFallback(options.configFallback, data.dir),
  };
  const find = (name: unknown) => {
    const target = project.findFunction(name);
    if (!target) throw functionNotFound(String(name), project.functionNames);
    return target;
  };
  const invoke = (target: CloudFunction, invocation: Invocation): Promise<string> =>
    pool.invoke(target, invocation, target.timeout ?? options.timeout ?? DEFAULT_TIMEOUT);
  const pool: Pool = new Pool(
    options.workers ?? 2,
    {
      call: async (name, event) => invoke(find(name), fromInside('function', event)),
      log: options.log ?? (line => process.stderr.write(line + '\n')),
      env: { ...process.env, TZ: TIME_ZONE[provider], ...options.env },
    },
    target => instanceSettings(target, around),
  );
  const functionNames = () => project.functionNames;
  const host = { ...around, bodyLimit: BODY_LIMIT[provider], functionNames, find, invoke };
  const server = await listen(host, address, options.port ?? 0);
  around.baseUrl = `http://${address.includes(':') ? `[${address}]` : address}:${server.port}`;

  return {
    url: around.baseUrl,
    space: around.space,
    database,
    functionNames,
    hasOwnConfiguration: () =>
      'uni-config-center' in project.commonModules(path.join(data.dir, 'common')).modules,
    callFunction: async (name, event, call) =>
      JSON.parse(await invoke(find(name), invocationOf(event, call))),
    close: async () => {
      await pool.close();
      await server.close();
      await database.close();
      data.remove();
    },
  };
}

function invocationOf(
  event: unknown,
  { source = 'client', clientInfo, uniIdToken }: CallOptions = {},
): Invocation {
  if (source !== 'client') return fromInside(source, event);
  const token = uniIdToken === undefined ? {} : { uniIdToken };
  const info = clientInfo === undefined ? {} : { clientInfo };
  return fromClient({ ...(event as object), ...info, ...token }, { clientIP: '127.0.0.1' });
}

interface DataFolder {
  dir: string;
  remove(): void;
}

function dataFolder(dir: string | undefined): DataFolder {
  if (dir !== undefined) return { dir: path.resolve(dir), remove: () => undefined };
  const made = path.join(os.tmpdir(), `vk-cloud-${randomUUID()}`);
  fs.mkdirSync(made, { mode: 0o700 });
  return { dir: made, remove: () => fs.rmSync(made, { recursive: true, force: true }) };
}

function configFallback(given: string | ConfigFiles | undefined, dataDir: string): string {
  if (typeof given === 'string') return path.resolve(given);
  const dir = path.join(dataDir, 'config');
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  return writeConfig(dir, given ?? {});
}
