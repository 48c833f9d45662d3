import type { IncomingMessage } from 'http';
import type { CloudFunction } from '../project';
import type { Invocation, Space } from '../types';
import type { Sender } from '../invocation';

/** What the routes need of the cloud. */
export interface Host {
  space: Space;
  storageDir: string;
  /** Longest body of a client's call, bytes. */
  bodyLimit: number;
  functionNames(): string[];
  /** Throws the answer for a function that is not there. */
  find(name: unknown): CloudFunction;
  /** Resolves to the result as JSON text. */
  invoke(target: CloudFunction, invocation: Invocation): Promise<string>;
}

/** A request as the routes see it. */
export interface Exchange {
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  sender: Sender;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** Answers a request, or leaves it to the next route. */
export type Route = (exchange: Exchange, host: Host) => Promise<Reply | undefined> | Reply | undefined;

export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
