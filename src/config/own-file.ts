import type { Clock } from '../host/clock';
import { ownError } from '../result/error';
import type { ConfigFiles, FileRead } from './files';

type Json = Record<string, unknown>;

export const OWN_FILE = 'vk-openapi/config.json';

/** How long a file that could not be read is left alone, so that warm calls do not try it again and again. */
const RETRY_MS = 10_000;

const EMPTY: Json = Object.freeze({});

/** This module's own configuration file, every key of which is optional. */
export interface OwnFile {
  /** Its content; empty while it cannot be read: a broken file must not stop a call that needs none of it. */
  read(): Json;
  /** The same for what a broken file must not make look "not configured". Throws `config-missing`. */
  readable(key: string): Json;
  /** A failure is forgotten: the next `read` opens the file again. */
  retry(): void;
}

export function createOwnFile(
  files: ConfigFiles,
  clock: Clock,
  warnOnce: (message: string) => void,
): OwnFile {
  let failure: { read: FileRead<Json> & { reason: string }; at: number } | undefined;

  function read(): Json {
    if (failure) {
      const age = clock.now() - failure.at;
      if (age >= 0 && age < RETRY_MS) return EMPTY;
    }
    const result = files.own();
    failure = undefined;
    if (result.value !== undefined) return result.value;
    failure = { read: result, at: clock.now() };
    // Without uni-config-center there are no files at all, as in plain Node.js.
    if (!result.absent) {
      warnOnce(`vk-openapi: 无法读取 uni-config-center 的 ${OWN_FILE}（${result.reason}），按未配置处理`);
    }
    return EMPTY;
  }

  return {
    read,
    readable(key) {
      const file = read();
      if (!failure || failure.read.absent) return file;
      throw ownError(
        'config-missing',
        `无法读取 uni-config-center 的 ${OWN_FILE}（${failure.read.reason}），因此不知道其中的 ${key}。请修正后上传 uni-config-center`,
        `cannot read ${OWN_FILE} (${key})`,
      );
    },
    retry() {
      failure = undefined;
    },
  };
}
