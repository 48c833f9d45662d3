import type { ServerResponse } from 'node:http';
import type { Answer } from '../answers/answer';

/** Status line and headers. */
export function head(response: ServerResponse, answer: Answer, length: number): void {
  response.writeHead(answer.status ?? 200, {
    'Content-Type': answer.type,
    'Content-Length': length,
    ...answer.headers,
  });
}

/** The whole answer at once. */
export function reply(response: ServerResponse, answer: Answer): void {
  head(response, answer, Buffer.byteLength(answer.body));
  response.end(answer.body);
}
