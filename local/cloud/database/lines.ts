import type { Readable } from 'stream';
import { StringDecoder } from 'string_decoder';

/** Calls back with every line of a stream, however the stream cuts them. */
export function onLines(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) take(line);
  });
}
