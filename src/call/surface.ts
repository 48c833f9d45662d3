import type { Hooks } from '../config/hooks';
import type { PlatformName } from '../config/types';
import type { Call } from './call';
import type { OpenapiOptions } from './create';
import type { Engine } from './engine';
import { Audience, Counters, type Insides } from './instruments';
import { callNamesOf, groupsOf, helpersOf } from './table';

type Branch = Record<string, unknown>;

/** An instance as its face sees it. */
export interface Surface {
  /** `openapi` as users see it: `weixin.<group>.<name>`, `weixin.h5.<group>.<name>`, `qq.<group>.<name>`. */
  readonly openapi: Branch;
  /** Loads the machinery, once. */
  engine(): Promise<Engine>;
}

/**
 * An own, enumerable property made when it is first looked at: tools can list every name, and a cold start
 * pays for the group it uses and no other.
 */
function lazy(target: Branch, name: string, make: () => unknown): void {
  const settle = (value: unknown) =>
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  Object.defineProperty(target, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = make();
      settle(value);
      return value;
    },
    set: settle,
  });
}

/** An own property that tools do not list: it is no platform, and no call. */
function hidden(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: true });
}

/**
 * Names all calls without loading what makes them: `require('vk-openapi')` stands at the top of functions
 * that may not call a platform at all.
 */
export function surfaceOf(options: OpenapiOptions): Surface {
  const { clock, hooks } = options;
  const insides: Insides = {
    counters: new Counters((clock || Date).now()),
    audience: new Audience(),
  };
  if (hooks) insides.audience.add(hooks);
  let loading: Promise<Engine> | undefined;
  const engine = () =>
    loading || (loading = import('./engine').then(({ createEngine }) => createEngine(options, insides)));

  const callable = (find: (engine: Engine) => Call): Call => {
    let call: Call | undefined;
    return (params, callOptions) =>
      call ? call(params, callOptions) : engine().then(ready => (call = find(ready))(params, callOptions));
  };

  /** A call with what it has beside itself. */
  const callBranch = (platform: PlatformName, group: string, name: string): Call => {
    const id = `${platform}.${group}.${name}`;
    const call = callable(ready => ready.call(id));
    const { pages, many } = helpersOf(platform, group, name);
    if (pages) {
      hidden(call, 'pages', async function* (params?: Branch, callOptions?: Branch) {
        yield* await (await engine()).pages(id, params, callOptions);
      });
    }
    if (many) {
      hidden(call, 'many', async (list: unknown, callOptions?: Branch) =>
        (await engine()).many(id, list, callOptions),
      );
    }
    return call;
  };

  const groupBranch = (platform: PlatformName, group: string): Branch => {
    const branch: Branch = {};
    for (const name of callNamesOf(platform, group)) {
      lazy(branch, name, () => callBranch(platform, group, name));
    }
    return branch;
  };

  const platformBranch = (platform: PlatformName, below: PlatformName[] = []): Branch => {
    const branch: Branch = {};
    for (const group of groupsOf(platform)) lazy(branch, group, () => groupBranch(platform, group));
    for (const child of below) lazy(branch, child.slice(platform.length + 1), () => platformBranch(child));
    // A mobile app has no token that a request could be made with.
    if (platform !== 'weixin.app') lazy(branch, 'request', () => callable(ready => ready.request(platform)));
    return branch;
  };

  const openapi: Branch = {};
  lazy(openapi, 'weixin', () => platformBranch('weixin', ['weixin.h5', 'weixin.app']));
  lazy(openapi, 'qq', () => platformBranch('qq'));
  hidden(openapi, 'stats', () => insides.counters.copy());
  hidden(openapi, 'observe', (more: Hooks) => insides.audience.add(more));
  return { openapi, engine };
}

/** The function under a whole name (`weixin.h5.request` too), for callers that have the name as text. */
export function callByName(openapi: Branch, id: string): Call {
  let node: unknown = openapi;
  for (const part of id.split('.')) node = (node as Branch)[part];
  return node as Call;
}
