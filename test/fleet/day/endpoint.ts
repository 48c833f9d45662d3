import type { App } from '../../../src/config/types';
import { OpenapiError, ownError } from '../../../src/result/error';
import type { Credential, FetchedToken } from '../../../src/token/manager';
import type { Chance } from './chance';
import type { Machine } from './machine';
import { DAY, MINUTE, SECOND, type DayPlatform, type Outage } from './plan';
import type { Timeline } from './timeline';

/** Seconds a token lives. */
export const LIFE = 7_200;

/** In its last minutes a stable token is renewed by the next plain request, and both are good for as long. */
const RENEWAL = 5 * MINUTE;

/** Forced requests: so many a day, so far apart. */
const FORCED_PER_DAY = 20;
const FORCED_APART = 30 * SECOND;

/** One token request, as the platform saw it. */
export interface TokenRequest {
  /** When it was sent. */
  at: number;
  machine: Machine;
  force: boolean;
  /** Until this process heard of it, or gave up. */
  endedAt: number;
  /** `same`: the token that was there already. `lost`: carried out, and never answered. */
  outcome: 'sent' | 'new' | 'same' | 'refused' | 'lost';
  /** `same`, and the token is good for more than its last minutes. */
  early: boolean;
}

/** A token's life, as only the platform knows it. */
export interface Token {
  value: string;
  issuedAt: number;
  endsAt: number;
  diesAt: number;
  /** Why it died before its end. */
  killedBy?: 'revocation' | 'successor' | 'forcing';
}

/** The token endpoint of one app, and what its calls say of a token. */
export class Endpoint {
  readonly requests: TokenRequest[] = [];
  onRequest: ((machine: Machine) => void) | undefined;
  readonly tokens = new Map<string, Token>();
  readonly forcedAt: number[] = [];
  /** Since when nothing but a forced request helped, and until when. */
  readonly stuck: { from: number; to: number }[] = [];
  private current: Token | undefined;
  private clings = false;

  constructor(
    readonly platform: DayPlatform,
    private readonly timeline: Timeline,
    private readonly overlap: number,
    private readonly outages: readonly Outage[],
    private readonly chance: Chance,
  ) {}

  /** Whether a call with this token is let in now. */
  accepts(value: string): boolean {
    const token = this.tokens.get(value);
    return token !== undefined && this.isGood(token);
  }

  revoke(clings: boolean): void {
    this.killAll('revocation');
    if (!clings) this.current = undefined;
    this.clings = clings;
    if (clings) this.stuck.push({ from: this.timeline.now, to: Infinity });
  }

  credential(app: App, machine: Machine): Credential {
    return {
      app,
      kind: 'access-token',
      fetch: ({ force, timeout }) => this.request(machine, force, timeout),
    };
  }

  private request(machine: Machine, force: boolean, timeout: number): Promise<FetchedToken> {
    const { timeline, chance } = this;
    const request: TokenRequest = {
      at: timeline.now,
      machine,
      force,
      endedAt: Infinity,
      outcome: 'sent',
      early: false,
    };
    this.requests.push(request);
    this.onRequest?.(machine);
    const outage = this.outages.find(({ from, to }) => timeline.now >= from && timeline.now < to);
    const slow = chance.happens(0.03) ? chance.between(500, 3_000) : 0;
    const part = chance.next();
    const there = chance.between(15, 120) + slow * part;
    const back = chance.between(15, 120) + slow * (1 - part);
    const isHeard = outage?.kind !== 'refused' && (outage?.kind !== 'silent' || chance.happens(0.5));
    const answered = new Promise<FetchedToken>((resolve, reject) => {
      const cancel = machine.after(timeout, () => reject(failure('timeout')));
      const broken = () => reject(failure('network-error'));
      const once = (action: () => void) => () => {
        cancel();
        action();
        timeline.wake();
      };
      const arrive = (settle: () => void) => machine.receive(back, once(settle), once(broken));
      if (!isHeard) {
        request.outcome = 'refused';
        if (outage!.kind === 'refused') machine.receive(3, once(broken));
        return;
      }
      timeline.plan(timeline.now + there, () => {
        const answer = outage?.kind === 'busy' ? -1 : force ? this.force() : this.plain();
        if (typeof answer === 'number') {
          request.outcome = 'refused';
          arrive(() => reject(refusal(answer)));
          return;
        }
        request.outcome = outage !== undefined ? 'lost' : answer.isNew ? 'new' : 'same';
        request.early = !answer.isNew && this.isGood(answer.token);
        const { value, endsAt } = answer.token;
        const expiresIn = Math.floor((endsAt - timeline.now) / 1000);
        if (outage === undefined) arrive(() => resolve({ value, expiresIn }));
      });
    });
    const ended = () => {
      request.endedAt = timeline.now;
    };
    answered.then(ended, ended);
    return answered;
  }

  private plain(): { token: Token; isNew: boolean } {
    const { current, timeline } = this;
    if (this.platform === 'qq') {
      if (current) this.kill(current, timeline.now + this.overlap, 'successor');
      return { token: this.issue(), isNew: true };
    }
    const isKept = current !== undefined && (this.isGood(current) || this.clings);
    if (isKept && current.endsAt - timeline.now > RENEWAL) return { token: current, isNew: false };
    if (isKept && this.isGood(current)) current.endsAt = timeline.now + RENEWAL;
    return { token: this.issue(), isNew: true };
  }

  private force(): { token: Token; isNew: boolean } | number {
    const { now } = this.timeline;
    const last = this.forcedAt[this.forcedAt.length - 1];
    if (last !== undefined && now - last < FORCED_APART) return 45011;
    if (this.forcedAt.filter(at => now - at < DAY).length >= FORCED_PER_DAY) return 45009;
    this.forcedAt.push(now);
    this.killAll('forcing');
    return { token: this.issue(), isNew: true };
  }

  private killAll(killedBy: Token['killedBy']): void {
    for (const token of this.tokens.values()) this.kill(token, this.timeline.now, killedBy);
  }

  private kill(token: Token, at: number, killedBy: Token['killedBy']): void {
    if (at >= Math.min(token.diesAt, token.endsAt)) return;
    token.diesAt = at;
    token.killedBy = killedBy;
  }

  private issue(): Token {
    const value = `${this.platform}-${this.tokens.size + 1}`;
    const { now } = this.timeline;
    const token = { value, issuedAt: now, endsAt: now + LIFE * 1000, diesAt: Infinity };
    this.tokens.set(value, token);
    this.clings = false;
    for (const phase of this.stuck) phase.to = Math.min(phase.to, now);
    return (this.current = token);
  }

  private isGood({ endsAt, diesAt }: Token): boolean {
    return this.timeline.now < Math.min(endsAt, diesAt);
  }
}

function failure(reason: 'timeout' | 'network-error'): OpenapiError {
  return ownError(reason, '平台未应答', 'no answer from the platform');
}

function refusal(code: number): OpenapiError {
  return new OpenapiError({ code, msg: `平台返回 ${code}`, errcode: code, errmsg: 'refused' });
}
