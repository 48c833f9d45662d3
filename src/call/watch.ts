import type { Hooks, RequestEvent, ResponseEvent, TokenEvent } from '../config/hooks';
import type { Clock } from '../host/clock';
import type { Logger } from '../host/logger';
import { type HttpRequest, type HttpResponse, type Transport, TransportError } from '../http/transport';
import { OpenapiError } from '../result/error';
import { redact, safeCause } from '../result/redact';
import { createWarner } from '../token/guard';
import { monotonic } from '../token/within';
import type { Audience } from './instruments';

/** Tells the hooks of an instance what happens. None of them can do harm. */
export interface Teller {
  /** Something that follows the requests of one call; `undefined` when nobody wants to know. */
  watch(call: WatchedCall): Watch | undefined;
  token(event: TokenEvent): void;
}

/** What of a call the hooks may know. */
export interface WatchedCall {
  readonly id: string;
  readonly platform: RequestEvent['platform'];
  readonly appid: string | undefined;
  readonly path: string;
  /** What the path must not show, should a caller have put it there. */
  readonly secrets: readonly (string | undefined)[];
}

/** Follows the HTTP requests of one call. */
export interface Watch {
  /** `transport`, with everyone told of each request and of those that got no answer. */
  through(transport: Transport): Transport;
  /** Told what the last answer meant. */
  understood(errcode: number | string): void;
}

type Name = keyof Hooks;

export function createTeller(audience: Audience, clock: Clock, logger: Logger): Teller {
  const warn = createWarner(clock, logger);

  const broken = (name: Name, error: unknown) => {
    try {
      warn(`[vk-openapi] 钩子 ${name} 出错，已忽略，不影响调用；请检查该函数：${textOf(error)}`);
    } catch {
      // A logger that throws is no call's trouble either.
    }
  };

  const tell = (name: Name, event: RequestEvent | ResponseEvent | TokenEvent) => {
    Object.freeze(event);
    for (const hooks of audience.list) {
      const hook = hooks[name] as ((event: unknown) => unknown) | undefined;
      if (hook === undefined) continue;
      try {
        const outcome = hook(event);
        if (typeof outcome === 'object' && outcome !== null) {
          Promise.resolve(outcome).catch((error: unknown) => broken(name, error));
        }
      } catch (error) {
        broken(name, error);
      }
    }
  };

  return {
    watch(call) {
      if (!audience.list.some(hooks => hooks.onRequest || hooks.onResponse)) return undefined;
      return new CallWatch(call, clock, tell);
    },
    token(event) {
      if (audience.list.length > 0) tell('onToken', event);
    },
  };
}

function textOf(error: unknown): string {
  try {
    return safeCause(error).message.slice(0, 200);
  } catch {
    return '(unreadable)';
  }
}

class CallWatch implements Watch {
  private attempt = 0;
  private started = 0;
  private last: RequestEvent | undefined;
  private answer: { status: number; bytes: number; ms: number } | undefined;

  constructor(
    private readonly call: WatchedCall,
    private readonly clock: Clock,
    private readonly tell: (name: Name, event: RequestEvent | ResponseEvent) => void,
  ) {}

  through(transport: Transport): Transport {
    return (request, connectTimeout) => {
      this.begin(request);
      return transport(request, connectTimeout).then(
        response => this.arrived(response),
        (error: unknown) => {
          this.end(0, 0, failureCode(error));
          throw error;
        },
      );
    };
  }

  understood(errcode: number | string): void {
    const { answer } = this;
    if (answer !== undefined) this.end(answer.status, answer.bytes, errcode, answer.ms);
  }

  private begin({ method }: HttpRequest): void {
    const { id, platform, appid, path, secrets } = this.call;
    this.attempt += 1;
    this.answer = undefined;
    this.last = {
      id,
      platform,
      ...(appid === undefined ? {} : { appid }),
      method,
      path: redact(path, secrets),
      attempt: this.attempt,
    };
    this.started = monotonic(this.clock);
    this.tell('onRequest', this.last);
  }

  private arrived(response: HttpResponse): HttpResponse {
    const { status, body } = response;
    this.answer = { status, bytes: body.length, ms: monotonic(this.clock) - this.started };
    return response;
  }

  private end(status: number, bytes: number, errcode: number | string, ms?: number): void {
    const spent = ms === undefined ? monotonic(this.clock) - this.started : ms;
    this.answer = undefined;
    this.tell('onResponse', { ...this.last!, status, errcode, ms: Math.max(0, spent), bytes });
  }
}

function failureCode(error: unknown): number | string {
  if (error instanceof OpenapiError) return error.code;
  const timeout = error instanceof TransportError && error.kind === 'timeout';
  return timeout ? 'vk-openapi-timeout' : 'vk-openapi-network-error';
}
