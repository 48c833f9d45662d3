import type { App } from '../../../src/config/types';
import { OpenapiError } from '../../../src/result/error';
import { createTokenManager } from '../../../src/token/create';
import type { TokenManager } from '../../../src/token/manager';
import type { TokenStore } from '../../../src/token/store';
import type { Chance } from './chance';
import type { Endpoint } from './endpoint';
import type { Machine } from './machine';
import { PLATFORMS, type DayPlatform } from './plan';

/** How a call ended. */
export type Ending =
  | 'good'
  /** Refused, and there was no other token to try. */
  | 'no-other'
  /** Refused with the other token too. */
  | 'refused-again'
  /** Getting a token failed. */
  | 'no-token';

export interface Call {
  platform: DayPlatform;
  at: number;
  /** `undefined`: its process was stopped, or still is frozen. */
  ending?: Ending;
  endedAt: number;
  /** The tokens it was refused with. */
  refused: string[];
  /** Milliseconds it spent on its token at most, in one go. */
  waited: number;
  code?: unknown;
  msg?: string;
  machine: Machine;
}

export type Endpoints = Record<DayPlatform, Endpoint>;

/** One process of the fleet: the module's own token manager, and calls as the pipeline makes them. */
export class Process {
  readonly warnings: string[] = [];
  private readonly tokens: TokenManager;
  private readonly apps: Record<DayPlatform, App>;

  constructor(
    readonly machine: Machine,
    store: TokenStore,
    private readonly endpoints: Endpoints,
    private readonly chance: Chance,
    private readonly calls: Call[],
    /** How often a call is sent at most. */
    private readonly tries: number,
  ) {
    this.apps = {
      weixin: { platform: 'weixin', appid: 'wx0000000000000001', appsecret: 'secret' },
      qq: { platform: 'qq', appid: '1100000001', appsecret: 'secret' },
    };
    this.tokens = createTokenManager({
      clock: machine,
      logger: { warn: message => this.warnings.push(message) },
      random: chance.next,
      store: () => ({ store, name: 'custom' }),
      credential: app => endpoints[app.platform as DayPlatform].credential(app, machine),
    });
  }

  /** As `src/call/send.ts` makes it. The usual call, with a token at hand and let in, makes no promise. */
  call(platform: DayPlatform = this.chance.pick(PLATFORMS)): void {
    const { machine } = this;
    if (machine.stopped || machine.frozen) return;
    const at = machine.timeline.now;
    const call: Call = { platform, at, endedAt: Infinity, refused: [], waited: 0, machine };
    this.calls.push(call);
    const token = this.tokens.peek(this.apps[platform]);
    if (token !== undefined) {
      this.send(call, token, accepted => {
        if (accepted) return this.end(call, 'good');
        void this.recover(call, token);
        machine.timeline.wake();
      });
    } else {
      void this.callWithoutToken(call);
      machine.timeline.wake();
    }
  }

  private async callWithoutToken(call: Call): Promise<void> {
    try {
      const token = await this.timed(call, () => this.tokens.get(this.apps[call.platform]));
      if (await this.sent(call, token)) this.end(call, 'good');
      else await this.recover(call, token);
    } catch (error) {
      this.end(call, 'no-token', error);
    }
  }

  private async recover(call: Call, dead: string): Promise<void> {
    const app = this.apps[call.platform];
    call.refused.push(dead);
    try {
      while (call.refused.length < this.tries) {
        const refused = call.refused[call.refused.length - 1]!;
        const next = await this.timed(call, () => this.tokens.replace(app, refused, true));
        if (next === undefined) return this.end(call, 'no-other');
        if (await this.sent(call, next)) return this.end(call, 'good');
        call.refused.push(next);
      }
      this.end(call, 'refused-again');
    } catch (error) {
      this.end(call, 'no-token', error);
    }
  }

  private async timed<T>(call: Call, work: () => Promise<T>): Promise<T> {
    const { timeline } = this.machine;
    const started = timeline.now;
    try {
      return await work();
    } finally {
      call.waited = Math.max(call.waited, timeline.now - started);
    }
  }

  private sent(call: Call, token: string): Promise<boolean> {
    return new Promise(resolve =>
      this.send(call, token, accepted => {
        resolve(accepted);
        this.machine.timeline.wake();
      }),
    );
  }

  /** The platform looks at the token when the request arrives there. */
  private send({ platform }: Call, token: string, settle: (accepted: boolean) => void): void {
    const { machine, chance } = this;
    const { timeline } = machine;
    timeline.plan(timeline.now + chance.between(5, 60), () => {
      const accepted = this.endpoints[platform].accepts(token);
      machine.receive(chance.between(5, 60), () => settle(accepted));
    });
  }

  private end(call: Call, ending: Ending, error?: unknown): void {
    call.ending = ending;
    call.endedAt = this.machine.timeline.now;
    if (error instanceof OpenapiError) {
      call.code = error.code;
      call.msg = error.msg;
    } else if (error !== undefined) {
      call.code = String(error);
    }
  }
}
