import type { CallSpec, Level } from '../call/spec';
import type { PlatformName } from '../config/types';
import { ownError } from '../result/error';

/** What a caller wants done. */
export interface Target {
  /** `weixin.wxacode.getUnlimited`, or a platform's `request`. */
  readonly id: string;
  readonly level: Level;
  /** Absent for `request`, which is not in the catalogue. */
  readonly spec?: CallSpec;
}

export type FindCall = (id: string) => CallSpec | undefined;

/** What a thin function is for, once the catalogue has been asked. */
export interface Scope {
  /** The one call the function is for; `undefined`: the caller names one by `action`. */
  readonly only?: Target;
  /** The call that `action` names. Rejects with `unknown-api`. */
  find(action: unknown): Target;
}

const PLATFORMS: readonly PlatformName[] = ['weixin', 'weixin.h5', 'weixin.app', 'qq'];
const NAMES = /^[A-Za-z0-9]\w*(?:\.[A-Za-z0-9]\w*)*$/;
/** Longer than any name there will be. */
const MAX_NAME = 100;

/** A caller's text as it may be repeated in a message. */
const quote = (value: unknown): string =>
  typeof value === 'string'
    ? `“${value.slice(0, MAX_NAME)}”`
    : `（类型 ${value === null ? 'null' : typeof value}）`;

function unknownScope(scope: unknown) {
  return ownError(
    'unknown-api',
    `云函数的范围 ${quote(scope)} 不存在：expose 的第一个参数应为平台（weixin、weixin.h5、weixin.app、qq）、分组（如 weixin.security）或接口（如 weixin.auth.code2Session），请修改云函数的 index.js 后重新上传`,
    'the scope given to expose() is unknown: it must be a platform, a group or a call',
  );
}

function unknownAction(scope: string, action: unknown) {
  if (action === undefined || action === null || action === '') {
    return ownError(
      'unknown-api',
      `没有指定接口：请传 action，即 ${scope} 之下的接口名，例如 { action: 'auth.code2Session', params: { ... } }`,
      `no action given: name a call below ${scope}`,
    );
  }
  return ownError(
    'unknown-api',
    `${scope} 之下没有接口 ${quote(action)}：请检查 action 的拼写与大小写，并确认它属于本云函数的范围`,
    `there is no such call below ${scope}`,
  );
}

function platformOf(scope: string): PlatformName | undefined {
  // The longest first: `weixin.h5` lies below `weixin`.
  return [...PLATFORMS]
    .sort((a, b) => b.length - a.length)
    .find(platform => scope === platform || scope.startsWith(`${platform}.`));
}

function targetOf(id: string, findCall: FindCall): Target | undefined {
  const spec = findCall(id);
  if (spec) return { id: spec.id, level: spec.level, spec };
  // `request` reaches any path with the app's token, whatever a policy says of the call behind it.
  // Mobile apps have no token of their own, and no `request`.
  const reaches = PLATFORMS.some(platform => platform !== 'weixin.app' && id === `${platform}.request`);
  return reaches ? { id, level: 'server' } : undefined;
}

/**
 * Reads the scope of a thin function: a platform, a group or one call. Rejects a name that is none of them
 * with `unknown-api`; done at the first call, so that a wrong name never keeps a function from loading.
 */
export function readScope(scope: unknown, findCall: FindCall): Scope {
  if (typeof scope !== 'string' || scope.length > MAX_NAME || !NAMES.test(scope)) throw unknownScope(scope);
  const platform = platformOf(scope);
  if (!platform) throw unknownScope(scope);

  const only = targetOf(scope, findCall);
  const below = scope === platform ? 0 : scope.slice(platform.length + 1).split('.').length;
  if (!only && below > 1) throw unknownScope(scope);

  return {
    only,
    find(action) {
      if (typeof action === 'string' && action.length <= MAX_NAME && NAMES.test(action)) {
        const relative = targetOf(`${scope}.${action}`, findCall);
        if (relative) return relative;
        const whole = action.startsWith(`${scope}.`) ? targetOf(action, findCall) : undefined;
        if (whole) return whole;
      }
      throw unknownAction(scope, action);
    },
  };
}
