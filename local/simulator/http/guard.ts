import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Whether one may listen on this address: loopback only. */
export function isLoopbackAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether a request comes from this machine and means it: a page of a foreign site must reach the simulator neither
 * by a script (Origin) nor by a name that it lets point here (Host).
 */
export function isLoopbackRequest(headers: IncomingHttpHeaders): boolean {
  if (!headers.host || !LOOPBACK.test(headers.host)) return false;
  const { origin } = headers;
  return origin === undefined || LOOPBACK.test(origin.replace(/^https?:\/\//i, ''));
}
