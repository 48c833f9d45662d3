import type { PlatformName } from '../config/types';
import { type Call, callOf } from './call';
import type { Runtime } from './runtime';
import { callNamesOf, findCall, groupsOf } from './table';

type Branch = Record<string, unknown>;

/**
 * An own, enumerable property made when it is first looked at: tools can list every name, and a cold start
 * pays for the group it uses and no other.
 */
function lazy(target: Branch, name: string, make: () => unknown): void {
  Object.defineProperty(target, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = make();
      Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
      return value;
    },
    set: (value: unknown) => {
      Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
    },
  });
}

function groupBranch(runtime: Runtime, platform: PlatformName, group: string): Branch {
  const branch: Branch = {};
  for (const name of callNamesOf(platform, group)) {
    lazy(branch, name, () => callOf(runtime, findCall(`${platform}.${group}.${name}`)!));
  }
  return branch;
}

/** `openapi.<platform>.request`: a file of its own, because the catalogue's calls are the rule. */
function requestOf(runtime: Runtime, platform: PlatformName): Call {
  return async (params, options) => {
    const { request } = await import('./request');
    return request(runtime, platform, params, options);
  };
}

function platformBranch(runtime: Runtime, platform: PlatformName, below: PlatformName[] = []): Branch {
  const branch: Branch = {};
  for (const group of groupsOf(platform)) {
    lazy(branch, group, () => groupBranch(runtime, platform, group));
  }
  for (const child of below) {
    lazy(branch, child.slice(platform.length + 1), () => platformBranch(runtime, child));
  }
  lazy(branch, 'request', () => requestOf(runtime, platform));
  return branch;
}

/** `openapi` as users see it: `weixin.<group>.<name>`, `weixin.h5.<group>.<name>`, `qq.<group>.<name>`. */
export function surfaceOf(runtime: Runtime): Branch {
  const surface: Branch = {};
  lazy(surface, 'weixin', () => platformBranch(runtime, 'weixin', ['weixin.h5']));
  lazy(surface, 'qq', () => platformBranch(runtime, 'qq'));
  return surface;
}

/** The function under a whole name (`weixin.h5.request` too), for callers that have the name as text. */
export function callByName(surface: Branch, id: string): Call {
  let node: unknown = surface;
  for (const part of id.split('.')) node = (node as Branch)[part];
  return node as Call;
}
