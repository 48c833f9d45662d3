import { type ConfigReader, uniConfigCenter } from '../host/modules';
import { describeFailure } from './failure';

/** A file that was read, or why it could not be: in words for a developer, free of secrets. */
export type FileRead<T> =
  { value: T; reason?: undefined } | { value?: undefined; reason: string; absent: boolean };

type Json = Record<string, unknown>;

export interface ConfigFiles {
  /** `uni-id/config.json`: an object, or an array with one entry an application. */
  uniId(): FileRead<Json | Json[]>;
  /** `vk-unicloud/index.js`; running it may fail for reasons that have nothing to do with this module. */
  vkUnicloud(): FileRead<Json>;
  /** `vk-openapi/config.json`; an absent one is an empty one. */
  own(): FileRead<Json>;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function failure(reason: string, absent = false): FileRead<never> {
  return { reason, absent };
}

/** Opens a plugin's folder in `uni-config-center` and reads with `read`; never throws. */
function open<T>(pluginId: string, read: (folder: ConfigReader) => FileRead<T>): FileRead<T> {
  let create: ReturnType<typeof uniConfigCenter>;
  try {
    create = uniConfigCenter();
  } catch (error) {
    const absent = (error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND';
    return failure(
      absent
        ? '没有安装公共模块 uni-config-center'
        : `公共模块 uni-config-center 出错：${describeFailure(error)}`,
      absent,
    );
  }
  try {
    return read(create({ pluginId }));
  } catch (error) {
    return failure(describeFailure(error));
  }
}

/** `hasFile` came with later versions of the module; without it the file counts as present. */
const has = (folder: ConfigReader, file: string) =>
  typeof folder.hasFile !== 'function' || folder.hasFile(file);

function readJson<T>(folder: ConfigReader): FileRead<T> {
  if (!has(folder, 'config.json')) return failure('文件不存在', true);
  const value = folder.config();
  return isObject(value) ? { value: value as T } : failure('内容应为 JSON 对象');
}

function readScript(folder: ConfigReader): FileRead<Json> {
  if (!has(folder, 'index.js')) return failure('文件不存在', true);
  const value = folder.requireFile('index.js');
  // This is all uni-config-center says when a file that the script requires is missing.
  if (value === undefined) return failure('它引用的某个文件或模块不存在');
  return isObject(value) ? { value } : failure('导出的内容应为对象');
}

/** Success is for good, because these files cannot change under a running instance; a failure is not. */
function onceRead<T>(read: () => FileRead<T>): () => FileRead<T> {
  let success: FileRead<T> | undefined;
  return () => {
    if (success) return success;
    const result = read();
    if (result.value !== undefined) success = result;
    return result;
  };
}

function readOwn(): FileRead<Json> {
  return open('vk-openapi', folder => {
    const result = readJson<Json>(folder);
    if (result.value === undefined) return result.absent ? { value: {} } : result;
    return Array.isArray(result.value) ? failure('内容应为 JSON 对象') : result;
  });
}

/** The three files, each read when first asked for, and each living and failing by itself. */
export function createConfigFiles(): ConfigFiles {
  return {
    uniId: onceRead(() => open('uni-id', folder => readJson<Json | Json[]>(folder))),
    vkUnicloud: onceRead(() => open('vk-unicloud', readScript)),
    own: onceRead(readOwn),
  };
}
