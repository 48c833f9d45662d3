import type { ServerResponse } from 'node:http';
import type { Answer } from '../answers/answer';
import { head } from '../http/reply';
import type { Fault } from './fault';

type Way = (response: ServerResponse, answer: Answer, body: Buffer, fault: Fault) => void;

/** A TCP reset, not a clean end: what a caller sees when a gateway dies. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Gives what was written time to reach the wire before the connection is broken. */
function writeThen(response: ServerResponse, bytes: Buffer, then: () => void): void {
  if (bytes.length) response.write(bytes, then);
  else {
    response.flushHeaders();
    setImmediate(then);
  }
}

function drip(response: ServerResponse, body: Buffer, ms: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, ++sent));
    else response.end();
  }, ms);
  response.on('close', () => clearInterval(timer));
}

/** How the faults of the wire are played. */
const WAYS: Partial<Record<Fault['kind'], Way>> = {
  never: () => undefined,
  'reset-before': response => reset(response),
  'reset-after-headers': (response, answer, body) => {
    head(response, answer, body.length);
    writeThen(response, Buffer.alloc(0), () => reset(response));
  },
  'half-answer': (response, answer, body) => {
    head(response, answer, body.length);
    writeThen(response, body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  },
  'length-too-long': (response, answer, body) => {
    head(response, answer, body.length + 64);
    writeThen(response, body, () => response.destroy());
  },
  'length-too-short': (response, answer, body) => {
    head(response, answer, Math.floor(body.length / 2));
    writeThen(response, body, () => response.destroy());
  },
  drip: (response, answer, body, fault) => {
    head(response, answer, body.length);
    response.flushHeaders();
    drip(response, body, fault.ms ?? 100);
  },
};

/** Sends the answer the way the fault has it; false when the fault is not one of the way. */
export function sendFaulty(response: ServerResponse, answer: Answer, fault: Fault): boolean {
  const way = WAYS[fault.kind];
  if (!way) return false;
  way(response, answer, Buffer.from(answer.body), fault);
  return true;
}
