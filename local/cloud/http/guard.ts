import type { IncomingHttpHeaders } from 'http';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const isLoopback = (address: string): boolean => {
  try {
    return LOOPBACK.test(new URL(address).hostname);
  } catch {
    return false;
  }
};

/**
 * Why a request is not served; `undefined`: it is. Listening on loopback keeps other machines out, but not the
 * pages of other sites in this machine's browser: those come with a foreign `Origin`, with a foreign `Host`
 * (DNS rebinding), or, for pictures and links, with nothing but the browser's own remark `cross-site`.
 */
export function refusal(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  if (!host || !isLoopback(`http://${host}`))
    return 'The Host header must name this machine (127.0.0.1 or localhost).';
  if (origin !== undefined)
    return isLoopback(origin) && /^https?:/.test(origin)
      ? undefined
      : 'Only pages served from this machine may call the local cloud.';
  return headers['sec-fetch-site'] === 'cross-site' ? 'Other sites may not call the local cloud.' : undefined;
}

/** What lets a page of this machine read the answer. */
export function corsHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
    'access-control-allow-headers': String(headers['access-control-request-headers'] ?? 'content-type'),
    'access-control-expose-headers': 'request-id',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
    vary: 'origin, access-control-request-headers',
  };
}
