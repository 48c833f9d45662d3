import type { IncomingMessage } from 'http';
import { badRequest, CloudError } from '../errors';

const tooLarge = (limit: number) =>
  new CloudError('REQUEST_TOO_LARGE', `请求体超过了 ${limit / 1024 / 1024} MB 的上限。`, 413);

/** The whole body. Rejects as soon as it is longer than `limit` bytes; the rest is then still to be read. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(tooLarge(limit));
    const chunks: Buffer[] = [];
    let length = 0;
    // Not by `for await`: leaving it early ends the connection, and with it the answer that says why.
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) return reject(tooLarge(limit));
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(badRequest('请求体没有传完。')));
  });
}

/** The body as a JSON object; an empty one is an empty object. */
export async function readJson(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  const text = (await readBody(request, limit)).toString('utf8');
  return text.trim() === '' ? {} : parseObject(text, '请求体');
}

export function parseObject(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest(`${what}不是合法的 JSON。`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw badRequest(`${what}必须是 JSON 对象。`);
  return value as Record<string, unknown>;
}
