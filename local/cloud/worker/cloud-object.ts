import type { InstanceSettings, Invocation } from '../types';
import { clientInfoOf, spaceInfo } from './context';

type Method = (this: object, ...params: unknown[]) => unknown;
type Exported = Record<string, unknown>;

const own = (exported: Exported, name: unknown): Method | undefined => {
  const value =
    typeof name === 'string' && Object.prototype.hasOwnProperty.call(exported, name)
      ? exported[name]
      : undefined;
  return typeof value === 'function' ? (value as Method) : undefined;
};

/** The method a client may call by this name; what starts with `_` is the object's own business. */
function callable(exported: Exported, name: unknown): Method | undefined {
  return typeof name === 'string' && !name.startsWith('_') ? own(exported, name) : undefined;
}

/** Methods asked for over HTTP stand in the path; from elsewhere the call says its method. */
function wanted(invocation: Invocation): { method?: unknown; params: unknown[] } {
  const event = (invocation.event ?? {}) as { method?: unknown; params?: unknown; path?: unknown };
  if (invocation.source === 'http') return { method: String(event.path ?? '').split('/')[1], params: [] };
  if (invocation.source === 'timing') return { method: '_timing', params: [event] };
  return { method: event.method, params: Array.isArray(event.params) ? event.params : [] };
}

/** What `this` is in a method: a new one for every call, never the object itself. */
const receiver = (invocation: Invocation, settings: InstanceSettings, method: string, params: unknown[]) => ({
  getClientInfo: () => clientInfoOf(invocation),
  getCloudInfo: () => spaceInfo(settings),
  getUniIdToken: () => invocation.uniIdToken,
  getMethodName: () => method,
  getParams: () => params,
  getUniCloudRequestId: () => invocation.requestId,
  getHttpInfo: () => invocation.httpInfo,
});

/** An error that carries an `errCode` is an answer: the client is rejected with it. */
function asAnswer(error: unknown): unknown {
  const { errCode, errMsg, message } = (error ?? {}) as {
    errCode?: unknown;
    errMsg?: unknown;
    message?: unknown;
  };
  if (errCode === undefined || errCode === 0) throw error;
  return { errCode, errMsg: errMsg ?? message ?? '' };
}

/** Calls a method of a cloud object, between its `_before` and `_after`. */
export async function callMethod(exported: Exported, invocation: Invocation, settings: InstanceSettings) {
  const { method, params } = wanted(invocation);
  const run =
    method === '_timing' && invocation.source === 'timing'
      ? own(exported, method)
      : callable(exported, method);
  if (!run)
    return { errCode: 'METHOD_NOT_FOUND', errMsg: `云对象 ${settings.name} 没有方法 ${String(method)}。` };
  const self = receiver(invocation, settings, String(method), params);
  let result: unknown;
  let error: unknown = null;
  try {
    await own(exported, '_before')?.call(self);
    result = await run.apply(self, params);
  } catch (thrown) {
    error = thrown ?? new Error('A method threw nothing.');
  }
  const after = own(exported, '_after');
  try {
    if (after) return await after.call(self, error, result);
    if (error) throw error;
    return result;
  } catch (thrown) {
    return asAnswer(thrown);
  }
}
