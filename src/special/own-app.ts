import type { App } from '../config/types';
import type { AdapterContext } from './adapter';

/** The calling app's appid. What needs no secret works for an app whose secret is not configured here. */
export async function ownAppid(context: AdapterContext): Promise<string> {
  return context.options.appid || (await context.app()).appid;
}

/**
 * The app of the request just started. Asked for in the same tick, because who is calling may be known from
 * the requests in flight only, and those are others once the platform has answered. Await it after the answer.
 */
export function appNow(context: AdapterContext): Promise<App> {
  const app = context.app();
  // The request fails for the same reason, and says so first.
  app.catch(() => undefined);
  return app;
}
