import { systemClock } from '../host/clock';
import type { Logger } from '../host/logger';
import { createAppFinder } from './apps';
import { type ConfigFiles, createConfigFiles } from './files';
import { createModuleSettings, type ModuleSettings } from './module-settings';
import { createOwnFile } from './own-file';
import type { CreateOptions } from './settings';
import type { App, AppChoice, PlatformName } from './types';

/**
 * What is configured, by `createOpenapi` and in the files, the former winning key by key. Everything is
 * synchronous and read when first asked for. Methods throw an `OpenapiError` `config-missing` where a call
 * cannot go on without what is missing or wrong; its `msg` names the file and the key.
 */
export interface Configuration<Store = unknown> extends ModuleSettings<Store> {
  /** The app a call is made as; the same object for the same app, every time. */
  app(platform: PlatformName, choice: AppChoice): App;
  /** The appid of the app that `app` would give; its secret may be missing. */
  defaultAppid(platform: PlatformName, choice: AppChoice): string;
  /** The app a call is made as when its options say nothing. */
  defaultApp(platform: PlatformName): App;
  /** Where apps are looked for: for a diagnosis, which names every one of them. */
  readonly sources: { readonly files: ConfigFiles; readonly apps: CreateOptions<Store>['apps'] };
}

/** @param options those of `createOpenapi`; the ready instance has none */
export function createConfiguration<Store>(
  options: CreateOptions<Store>,
  logger: Logger,
): Configuration<Store> {
  const warned = new Set<string>();
  function warnOnce(message: string): void {
    if (warned.has(message)) return;
    warned.add(message);
    logger.warn(message);
  }

  const files = createConfigFiles();
  const finder = createAppFinder(files, options.apps || {});
  const ownFile = createOwnFile(files, options.clock || systemClock, warnOnce);

  function app(platform: PlatformName, choice: AppChoice): App {
    try {
      return finder.find(platform, choice);
    } catch (error) {
      // What was missing here may be there by the time of the next call, and the own file with it.
      ownFile.retry();
      throw error;
    }
  }

  return {
    app,
    defaultAppid: (platform, choice) => finder.defaultAppid(platform, choice.context),
    defaultApp: platform => app(platform, {}),
    sources: { files, apps: options.apps },
    ...createModuleSettings(options, ownFile, warnOnce),
  };
}
