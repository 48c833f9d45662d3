import type { App, PlatformName } from '../../src/config/types';
import { envelopeOf, fail, succeed } from '../../src/result/envelope';
import { OpenapiError, ownError } from '../../src/result/error';
import { adapters } from '../../src/special';
import type { AdapterContext, Answer, CallOptions, UserKey } from '../../src/special/adapter';

type Json = Record<string, unknown>;

export const NOW = 1_800_000_000_000;

/** What the platform answers: fields of a success, or a failure's number. */
export type Reply = Json | number;

export interface Fixture {
  platform?: PlatformName;
  /** One after another; the last one for good. */
  replies?: Reply[];
  options?: CallOptions;
  app?: App | OpenapiError;
  secretKeys?: readonly string[] | OpenapiError;
  now?: number;
  expiresIn?: number;
  /** What the ticket's keeper has, one after another; the last one for good. */
  tickets?: (string | OpenapiError)[];
  /** Stored encryption keys by `<appid> <openid> <version>`. */
  userKeys?: Record<string, UserKey>;
}

/** Where a call would have gone and what would have been sent. */
export interface Sent {
  call?: string;
  params: Json;
}

const answerOf = (reply: Reply): Answer =>
  typeof reply === 'number'
    ? fail(
        { rid: 'r1' },
        reply,
        `错误 ${reply}`,
        reply === 87014 ? 'risky content' : `error ${reply} rid: r1`,
      )
    : succeed(JSON.parse(JSON.stringify(reply)) as Json);

export function orThrow<T>(value: T | OpenapiError): T {
  if (value instanceof OpenapiError) throw value;
  return value;
}

/** An adapter context that records what would be sent and gives the replies of a test. */
export function contextOf(fixture: Fixture = {}) {
  const { platform = 'weixin', replies = [{}] } = fixture;
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const tokens: boolean[] = [];
  const tickets: boolean[] = [];
  const kept: Record<string, UserKey> = {};
  const context: AdapterContext = {
    platform,
    id: `${platform}.x.y`,
    options: fixture.options || {},
    logger: { warn: message => void warnings.push(message) },
    clock: { now: () => fixture.now ?? NOW, sleep: async () => undefined },
    request: async (params, call) => {
      sent.push(call === undefined ? { params } : { params, call });
      return answerOf(replies[Math.min(sent.length, replies.length) - 1]!);
    },
    app: async () => orThrow(fixture.app ?? { platform, appid: 'wx1', appsecret: 's' }),
    appidOf: async () => 'wx_account',
    token: async cache => {
      tokens.push(cache);
      return 'TOKEN';
    },
    ticket: async cache => {
      tickets.push(cache);
      const all = fixture.tickets ?? ['TICKET'];
      return orThrow(all[Math.min(tickets.length, all.length) - 1]!);
    },
    findUserKey: async ({ appid, openid }, version) => fixture.userKeys?.[`${appid} ${openid} ${version}`],
    keepUserKey: async ({ appid, openid }, version, key) => {
      kept[`${appid} ${openid} ${version}`] = key;
    },
    secretKeys: async () => orThrow(fixture.secretKeys ?? []),
    encryptedKeyExpiresIn: async () => fixture.expiresIn ?? 7200,
  };
  return { context, sent, warnings, tokens, tickets, kept };
}

/** Makes a call through its adapter, as the pipeline does: what it throws becomes the envelope. */
export async function make(name: string, params: Json, fixture: Fixture = {}) {
  const recorded = contextOf(fixture);
  const adapter = adapters[fixture.platform || 'weixin'][name]!;
  const before = JSON.stringify(params);
  let result: Json;
  try {
    result = (await adapter(params, recorded.context)) as Json;
  } catch (error) {
    if (!(error instanceof OpenapiError)) throw error;
    result = envelopeOf(error);
  }
  // The caller's objects are never changed.
  expect(JSON.stringify(params)).toBe(before);
  return { ...recorded, result };
}

export const configMissing = (msg: string) => ownError('config-missing', msg, msg);
