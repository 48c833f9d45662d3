import { AppBook, DEMO_APPS, type App, type SimulatedApp } from './apps';
import { CodeBook } from './codes';
import type { SimulatorClock } from './clock';
import { QuotaBook, type Quota } from './quotas';
import type { SecretBook } from './secrets';
import { SessionBook } from './sessions';
import { SubscriptionBook } from './subscriptions';
import { TicketBook } from './tickets';
import { UserKeyBook } from './user-keys';
import { TokenBook, type TokenTiming } from './tokens';
import { UserBook, demoPerson, openidOf, unionidOf } from './users';

/** Who a login code logs in, or the number it fails with (40226, 45011 …). */
export interface Login {
  openid: string;
  unionid?: string;
  errcode?: number;
}

/** What a phone code stands for. */
export interface Phone {
  /** Without the country code. */
  purePhoneNumber: string;
  countryCode: string;
  openid?: string;
}

/** What the world is made of when it begins. */
export interface WorldOptions {
  apps?: readonly SimulatedApp[];
  quotas?: Readonly<Record<string, Quota>>;
  tokens?: Partial<TokenTiming>;
}

const FORM_LIFE = 7 * 86_400_000;

/** Everything the two platforms remember. Plays read and change it; what only one group needs is that group's. */
export class World {
  readonly apps: AppBook;
  readonly tokens: TokenBook;
  readonly tickets: TicketBook;
  readonly userKeys: UserKeyBook;
  readonly users: UserBook;
  readonly sessions: SessionBook;
  readonly quotas: QuotaBook;
  readonly subscriptions = new SubscriptionBook();
  readonly loginCodes: CodeBook<Login>;
  readonly phoneCodes: CodeBook<Phone>;
  readonly pluginCodes: CodeBook<{ openpid: string }>;
  readonly formIds: CodeBook<{ openid?: string }>;

  constructor(
    options: WorldOptions,
    readonly clock: SimulatorClock,
    readonly secrets: SecretBook,
  ) {
    this.apps = new AppBook(options.apps ?? DEMO_APPS, secrets);
    this.tokens = new TokenBook(clock, secrets, {
      lifetime: 7_200_000,
      renewBefore: 300_000,
      overlap: 300_000,
      qqOverlap: 300_000,
      ...options.tokens,
    });
    this.tickets = new TicketBook(clock, secrets);
    this.userKeys = new UserKeyBook(clock, secrets);
    this.users = new UserBook(clock);
    this.sessions = new SessionBook(clock, secrets);
    this.quotas = new QuotaBook(clock, options.quotas);
    this.loginCodes = new CodeBook(clock, (appid, code) =>
      this.person(this.apps.need(appid), demoPerson(code)),
    );
    this.phoneCodes = new CodeBook(clock, () => ({ purePhoneNumber: '10000000000', countryCode: '86' }));
    this.pluginCodes = new CodeBook(clock, (appid, code) => ({
      openpid: openidOf(this.apps.need(appid), `plugin ${demoPerson(code)}`),
    }));
    this.formIds = new CodeBook<{ openid?: string }>(clock, () => ({}), FORM_LIFE);
  }

  /** The ids a person has in an app. */
  person(app: App, name: string): Login {
    return { openid: openidOf(app, name), unionid: unionidOf(app, name) };
  }
}
