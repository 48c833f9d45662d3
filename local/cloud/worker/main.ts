import { connectDatabase } from '../database';
import type { FromInstance, InstanceSettings, ToInstance } from '../types';
import { callMethod } from './cloud-object';
import { contextFor } from './context';
import { installModules } from './modules';
import { Parent } from './parent';
import { running } from './running';
import { createUniCloud } from './unicloud';
import { endWithParent } from './watchdog';

type Main = (event: unknown, context: unknown) => unknown;

const send = (message: FromInstance) => process.send?.(message);
const parent = new Parent(send);

/** The function's own files, so that the cloud can tell when they have changed. */
const loadedFiles = () => Object.keys(require.cache).filter(file => !file.includes('node_modules'));

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (error !== null && typeof error === 'object') {
    const { errMsg, message, msg } = error as { errMsg?: unknown; message?: unknown; msg?: unknown };
    return String(errMsg ?? message ?? msg ?? JSON.stringify(error));
  }
  return String(error);
}

/** A syntax error's place stands in its stack's first lines, not in its message. */
const loadMessage = (error: unknown) =>
  error instanceof SyntaxError ? (error.stack ?? '').split('\n    at ')[0]!.trim() : messageOf(error);

async function start(settings: InstanceSettings): Promise<void> {
  const database = await connectDatabase(settings.databaseAddress);
  Object.assign(globalThis, { uniCloud: createUniCloud(settings, database, parent) });
  const known = new Set(loadedFiles());
  process.env.VK_OPENAPI_LOCAL_CONFIG = settings.configRoot;
  installModules(settings);
  const run = runner(settings);
  let reported = 0;
  const freshFiles = () => {
    const files = loadedFiles().filter(file => !known.has(file));
    if (files.length === reported) return undefined;
    reported = files.length;
    return files;
  };
  send({ type: 'ready', files: freshFiles() ?? [] });
  parent.onInvoke(async (id, invocation) => {
    try {
      const result = await running.run(invocation, () => run(invocation));
      send({ type: 'result', id, result: JSON.stringify(result) ?? 'null', files: freshFiles() });
    } catch (error) {
      console.error(error);
      send({ type: 'error', id, error: { code: 'FunctionBizError', message: messageOf(error) } });
    }
  });
}

/** Loads the function; what is exported decides how it is called. */
function runner(settings: InstanceSettings) {
  const exported = require(settings.entry) as { main?: unknown };
  if (settings.kind === 'object')
    return (invocation: Parameters<typeof contextFor>[0]) => callMethod(exported, invocation, settings);
  const { main } = exported;
  if (typeof main !== 'function')
    throw new Error('index.js 没有导出 main 函数：exports.main = async (event, context) => { … }');
  return (invocation: Parameters<typeof contextFor>[0]) =>
    (main as Main)(invocation.event, contextFor(invocation, settings));
}

endWithParent();
process.on('message', (message: ToInstance) => {
  if (message.type !== 'start') return parent.take(message);
  start(message.settings).catch((error: unknown) => {
    console.error(error);
    send({ type: 'load-failed', message: loadMessage(error) });
  });
});
