import { UserError } from './layout';

const FILE_ERRORS: Record<string, string> = {
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '所在磁盘只读',
  EEXIST: '已有同名的文件或目录',
  ENOSPC: '磁盘空间不足',
  ENOTDIR: '路径中有一段不是目录',
  EISDIR: '应为文件，却是目录',
  ELOOP: '符号链接成环',
  ENAMETOOLONG: '路径过长',
};

/** What a person can do something about, as one line; `undefined` for a fault of the program. */
function explain(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  return code !== undefined && FILE_ERRORS[code] ? `${FILE_ERRORS[code]}：${path ?? ''}` : undefined;
}

/** Runs a command; a mistake ends it with one line on stderr and exit code 1. */
export async function run(main: () => void | Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const line = explain(error);
    console.error(line === undefined ? error : `错误：${line}`);
    process.exitCode = 1;
  }
}
