import type { IncomingMessage } from 'node:http';

/** More than any call takes: what is larger is cut off with 413. */
export const MAX_BODY = 24 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/** The whole body; undefined when it is larger than `MAX_BODY`, or when the caller has gone. */
export function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const { headers } = message;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    message.resume();
    return Promise.resolve(NOTHING);
  }
  return new Promise(resolve => {
    const parts: Buffer[] = [];
    let size = 0;
    message.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MAX_BODY) resolve(undefined);
      else parts.push(part);
    });
    message.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    message.on('error', () => resolve(undefined));
    message.on('close', () => resolve(undefined));
  });
}
