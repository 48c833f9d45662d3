import { createConfiguration } from '../../src/config/configuration';
import type { CreateOptions } from '../../src/config/settings';
import { OpenapiError } from '../../src/result/error';
import { Center } from './center';

const centers: Center[] = [];

/** A `uni-config-center` with these files, found by `require` until the end of the test. */
export function center(files: Record<string, unknown> = {}): Center {
  const made = new Center();
  centers.push(made);
  for (const file of Object.keys(files)) made.write(file, files[file]);
  return made.install();
}

export function setCloud(cloud: unknown): void {
  (globalThis as { uniCloud?: unknown }).uniCloud = cloud;
}

/** Call after each test. */
export function cleanUp(): void {
  for (const made of centers.splice(0)) made.remove();
  jest.resetModules();
  jest.dontMock('uni-config-center');
  delete (globalThis as { uniCloud?: unknown }).uniCloud;
}

export function configure(options: CreateOptions<unknown> = {}) {
  const warnings: string[] = [];
  const logger = { warn: (message: string) => void warnings.push(message) };
  return { warnings, configuration: createConfiguration<unknown>(options, logger) };
}

/** The error that `act` throws. */
export function thrownBy(act: () => unknown): OpenapiError {
  try {
    act();
  } catch (error) {
    if (error instanceof OpenapiError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export const app = (appid: string, appsecret: string) => ({ appid, appsecret });
