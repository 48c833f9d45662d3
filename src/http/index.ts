/** Which way a request goes out: contract.md §3, `http`. */
import type { CustomTransport, HttpSettings, TransportName } from '../config/settings';
import type { PlatformName } from '../config/types';
import type { Clock } from '../host/clock';
import { systemClock } from '../host/clock';
import { customTransport } from './custom';
import { eipTransport } from './eip';
import { httpclientTransport } from './httpclient';
import { createHttpsTransport } from './https';
import type { Transport } from './transport';

export { multipart } from './multipart';
export type { MultipartBody, MultipartField, MultipartFile, MultipartPart } from './multipart';
export { exchange, transientPauses } from './retry';
export type { ExchangeOptions } from './retry';
export { sniff } from './sniff';
export type { FileType } from './sniff';
export { TransportError } from './transport';
export type { HttpRequest, HttpResponse, Transport, TransportFailure } from './transport';

/** What a request is for: a credential, a JSON call, a call with a file, a call that answers with bytes. */
export type HttpUse = 'token' | 'api' | 'upload' | 'binary';

export interface Transports {
  /** The way out of a platform's requests. */
  for(platform: PlatformName, use: HttpUse): Transport;
}

/** The fixed-address proxy is for credentials; API calls by wish; never what it cannot carry, never QQ. */
function goesByEip(name: TransportName | undefined, platform: PlatformName, use: HttpUse): boolean {
  if (platform === 'qq') return false;
  if (use === 'token') return name === 'eip' || name === 'eip:all';
  return use === 'api' && name === 'eip:all';
}

/**
 * The transports of one instance, which share its connections.
 *
 * @param settings the configured `http`, already checked; read at each request
 * @param clock its wall-clock time decides how long an idle connection may be used again
 */
export function createTransports(
  settings: () => Pick<HttpSettings, 'transport'>,
  clock: Clock = systemClock,
): Transports {
  const https = createHttpsTransport(clock);
  let own: { ask: CustomTransport; transport: Transport } | undefined;

  return {
    for(platform, use) {
      const { transport } = settings();
      if (transport === undefined) return https;
      if (typeof transport === 'function') {
        if (!own || own.ask !== transport) own = { ask: transport, transport: customTransport(transport) };
        return own.transport;
      }
      const name = typeof transport === 'string' ? transport : transport[platform];
      if (name === 'httpclient') return httpclientTransport;
      return goesByEip(name, platform, use) ? eipTransport : https;
    },
  };
}
