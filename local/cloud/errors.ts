/** What the local cloud answers instead of a function's result. */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status it goes with. */
    readonly status = 500,
  ) {
    super(message);
    this.name = 'CloudError';
  }
}

export const functionNotFound = (name: string, known: string[]) =>
  new CloudError(
    'FUNCTION_NOT_FOUND',
    `没有名为 ${JSON.stringify(name)} 的云函数或云对象。当前项目中有：${known.join('、') || '（一个也没有）'}。`,
    404,
  );

export const functionTimeout = (name: string, seconds: number) =>
  new CloudError(
    'FUNCTION_TIMEOUT',
    `云函数 ${name} 在 ${seconds} 秒内没有返回。可在它的 package.json 的 cloudfunction-config.timeout 中加长（秒）。`,
    504,
  );

export const functionCrashed = (name: string, how: string) =>
  new CloudError(
    'FUNCTION_CRASHED',
    `运行云函数 ${name} 的进程已退出（${how}）。请查看它输出的日志；下一次调用会启动新的进程。`,
  );

export const loadFailed = (name: string, why: string) =>
  new CloudError('FUNCTION_LOAD_FAILED', `云函数 ${name} 无法加载：${why}`);

export const badRequest = (message: string) => new CloudError('INVALID_REQUEST', message, 400);

/** Whatever was thrown, as something that can be answered. */
export const toCloudError = (error: unknown): CloudError =>
  error instanceof CloudError
    ? error
    : new CloudError('SYS_ERR', error instanceof Error ? error.message : String(error));
