import type { App, PlatformName } from '../../src/config/types';
import { OpenapiError } from '../../src/result/error';
import type { Credential, FetchedToken } from '../../src/token/manager';
import type { Machine, World } from './virtual-clock';

/** The token endpoint of one app, alive as the platforms' are, in virtual time. */
export class Platform {
  /** Every token request that was answered or is being answered. */
  readonly requests: { force: boolean; at: number }[] = [];
  /** Milliseconds a request takes. */
  latency = 100;
  /** Seconds a token lives. */
  life = 7200;
  /** What requests are answered with instead of a token. */
  failure: OpenapiError | undefined;
  secret = 'the-right-secret';
  /** After a revocation a plain request still gives the dead token, as a cache of the platform's own would. */
  clingsToDead = false;
  /** A forced request is refused, because somebody else has just forced. */
  refusesForce = false;
  /** While it is set, answers wait for it. */
  gate: Promise<void> | undefined;
  private issued = 0;
  private current: { value: string; ends: number } | undefined;
  private readonly dead = new Set<string>();

  constructor(
    private readonly world: World,
    readonly name: PlatformName = 'weixin',
    readonly appid = 'wx0000000000000001',
  ) {}

  app(appsecret = this.secret): App {
    return { platform: this.name, appid: this.appid, appsecret };
  }

  credential(app: App, machine: Machine): Credential {
    return { app, kind: 'access-token', fetch: options => this.answer(app, machine, options.force) };
  }

  get plainRequests(): number {
    return this.requests.filter(request => !request.force).length;
  }

  get forcedRequests(): number {
    return this.requests.filter(request => request.force).length;
  }

  /** The token in force, for calls. */
  accepts(token: string): boolean {
    return !this.dead.has(token) && token.startsWith(`${this.appid}-token-`);
  }

  revoke(): void {
    if (this.current) this.dead.add(this.current.value);
    if (!this.clingsToDead) this.current = undefined;
  }

  private async answer(app: App, machine: Machine, force: boolean): Promise<FetchedToken> {
    this.requests.push({ force, at: this.world.time });
    if (force && this.refusesForce) {
      this.issue(true);
      this.clingsToDead = false;
      await machine.sleep(this.latency);
      throw platformError(45011, 'api minute-quota reach limit');
    }
    const clings = this.clingsToDead && this.current !== undefined && this.dead.has(this.current.value);
    const makesNew = force || (this.name === 'qq' && !clings);
    const made = makesNew ? this.issue(true) : undefined;
    const gate = this.gate;
    await machine.sleep(this.latency);
    if (gate) await gate;
    if (this.failure) throw this.failure;
    if (app.appsecret !== this.secret) throw platformError(40125, 'invalid appsecret');
    const { value, ends } = made ?? this.stable();
    return { value, expiresIn: Math.round((ends - this.world.time) / 1000) };
  }

  /** The same token for everybody, renewed in its last five minutes. */
  private stable(): { value: string; ends: number } {
    if (this.current && this.current.ends - this.world.time > 300_000) return this.current;
    return this.issue(false);
  }

  private issue(retires: boolean): { value: string; ends: number } {
    if (retires && this.current) this.dead.add(this.current.value);
    this.issued += 1;
    const value = `${this.appid}-token-${this.issued}-${'x'.repeat(24)}`;
    return (this.current = { value, ends: this.world.time + this.life * 1000 });
  }
}

export function platformError(code: number, errmsg: string): OpenapiError {
  return new OpenapiError({ code, msg: `平台返回 ${code}`, errcode: code, errmsg });
}
