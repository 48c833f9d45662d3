import { randomUUID } from 'crypto';
import type { Invocation, Source } from './types';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Who sent the request, as the server sees it. */
export interface Sender {
  clientIP?: string;
  userAgent?: string;
}

/**
 * A call of a client: what it says about itself is taken out of its data, as the gateway does. The token stays
 * in the data too, because functions read it there.
 */
export function fromClient(data: unknown, sender: Sender): Invocation {
  const { clientInfo, ...event } = isObject(data) ? data : {};
  return {
    requestId: randomUUID(),
    source: 'client',
    event,
    clientInfo: isObject(clientInfo) ? clientInfo : {},
    uniIdToken: typeof event.uniIdToken === 'string' ? event.uniIdToken : undefined,
    ...sender,
  };
}

/** A call that no client makes: nobody's information and nobody's token come with it. */
export const fromInside = (source: Exclude<Source, 'client'>, event: unknown): Invocation => ({
  requestId: randomUUID(),
  source,
  event: event ?? {},
});
