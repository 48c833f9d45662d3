import { fromClient } from '../invocation';
import { readJson } from './body';
import { json, type Route } from './exchange';

/** HBuilderX's protocol between a client that is being developed and the functions on the same machine. */
export const localDebug: Route = async ({ request, method, path, sender }, host) => {
  if (path === '/system/ping') return json({ code: 0 });
  if (method !== 'POST') return undefined;
  if (path === '/system/check-function') {
    const { name } = await readJson(request, host.bodyLimit);
    host.find(name);
    return json({ code: 0 });
  }
  if (!path.startsWith('/cloudfunctions/')) return undefined;
  const target = host.find(decodeURIComponent(path.slice('/cloudfunctions/'.length)));
  const { param } = await readJson(request, host.bodyLimit);
  return json(await host.invoke(target, fromClient(param, sender)));
};
