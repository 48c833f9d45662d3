import { callerAppId } from './caller';
import type { ConfigFiles } from './files';
import {
  defaultEntryMissing,
  fileUnreadable,
  nodeMissing,
  optionMissing,
  type SecretSearch,
  secretMissing,
} from './missing';
import { at, entryOf, LISTS, NODES } from './nodes';
import type { AppEntry } from './settings';
import type { App, AppChoice, PlatformName } from './types';

type Json = Record<string, unknown>;

/** One application's part of `uni-id/config.json`: the whole file, or an entry of the array. */
interface Entry {
  config: Json;
  /** `dcloudAppid` in the array form. */
  name?: string;
  /** The apps already found for it, by platform and appid ('' for the default one). */
  apps: Map<string, App>;
}

interface UniId {
  entries: readonly Entry[];
  /** The array form only. */
  byAppId?: ReadonlyMap<string, Entry>;
  fallback?: Entry;
}

/** Finds apps. Knows every app it has found by heart, so that a warm call costs a look into a map or two. */
export interface AppFinder {
  find(platform: PlatformName, choice: AppChoice): App;
  /** The appid of the default app, whose secret may be missing. */
  defaultAppid(platform: PlatformName, context: unknown): string;
}

function indexUniId(file: Json | Json[]): UniId {
  if (!Array.isArray(file)) {
    const whole: Entry = { config: file, apps: new Map() };
    return { entries: [whole], fallback: whole };
  }
  const entries: Entry[] = [];
  const byAppId = new Map<string, Entry>();
  let fallback: Entry | undefined;
  for (const config of file) {
    if (typeof config !== 'object' || config === null) continue;
    const name = typeof config.dcloudAppid === 'string' ? config.dcloudAppid : '';
    const entry: Entry = { config, name, apps: new Map() };
    entries.push(entry);
    if (name !== '' && !byAppId.has(name)) byAppId.set(name, entry);
    if (config.isDefaultConfig === true && !fallback) fallback = entry;
  }
  return { entries, byAppId, fallback };
}

/** The platform's nodes of an entry that have an appid, first the one that is looked at first. */
function nodesOf(platform: PlatformName, entry: Entry) {
  const nodes: { path: readonly string[]; appid: string; appsecret?: string }[] = [];
  for (const path of NODES[platform]) {
    const { appid, appsecret } = entryOf(at(entry.config, path));
    if (appid !== undefined) nodes.push({ path, appid, ...(appsecret === undefined ? {} : { appsecret }) });
  }
  return nodes;
}

/** The secret of `appid` in a list of apps: the first that has one. */
function secretInList(list: unknown, appid: string): { listed: boolean; appsecret?: string } {
  let listed = false;
  if (Array.isArray(list)) {
    for (const item of list) {
      const app = entryOf(item);
      if (app.appid !== appid) continue;
      listed = true;
      if (app.appsecret !== undefined) return { listed, appsecret: app.appsecret };
    }
  }
  return { listed };
}

/** The secret of `appid` in the nodes of any of the entries. */
function secretInEntries(
  platform: PlatformName,
  appid: string,
  entries: readonly Entry[],
): string | undefined {
  for (const entry of entries) {
    const node = nodesOf(platform, entry).find(n => n.appid === appid && n.appsecret !== undefined);
    if (node) return node.appsecret;
  }
  return undefined;
}

/** @param apps those of `createOpenapi`: for these no file is read, only for others asked for by appid */
export function createAppFinder(
  files: ConfigFiles,
  apps: Partial<Record<PlatformName, AppEntry[]>> = {},
): AppFinder {
  const interned = new Map<string, App>();
  const fromOptions = new Map<string, App>();
  let indexed: { file: unknown; uniId: UniId } | undefined;

  /** The same object for the same app, however it was found: the token manager keys on it. */
  function intern(platform: PlatformName, appid: string, appsecret: string): App {
    const key = `${platform}\n${appid}\n${appsecret}`;
    let app = interned.get(key);
    if (!app) interned.set(key, (app = Object.freeze({ platform, appid, appsecret })));
    return app;
  }

  function readUniId(): { uniId: UniId; reason?: undefined } | { uniId?: undefined; reason: string } {
    const file = files.uniId();
    if (file.value === undefined) return { reason: file.reason };
    if (!indexed || indexed.file !== file.value)
      indexed = { file: file.value, uniId: indexUniId(file.value) };
    return indexed;
  }

  /** The entry of whoever is calling; `undefined` if none is his and none is everybody's. */
  function entryFor(uniId: UniId, appId: string | undefined): Entry | undefined {
    return (appId === undefined ? undefined : uniId.byAppId?.get(appId)) || uniId.fallback;
  }

  const callerOf = (uniId: UniId, context: unknown) => (uniId.byAppId ? callerAppId(context) : undefined);

  function callersEntry(platform: PlatformName, context: unknown): Entry {
    const { uniId, reason } = readUniId();
    if (!uniId) throw fileUnreadable(platform, reason);
    const appId = callerOf(uniId, context);
    const entry = entryFor(uniId, appId);
    if (!entry) throw defaultEntryMissing(platform, appId);
    return entry;
  }

  function defaultApp(platform: PlatformName, context: unknown): App {
    const entry = callersEntry(platform, context);
    const known = entry.apps.get(platform);
    if (known) return known;
    const found = nodesOf(platform, entry)[0];
    if (!found) throw nodeMissing(platform, undefined, entry.name);
    const appsecret = found.appsecret || secretElsewhere(platform, found.appid);
    if (appsecret === undefined) throw nodeMissing(platform, found.path, entry.name);
    const app = intern(platform, found.appid, appsecret);
    entry.apps.set(platform, app);
    return app;
  }

  /** The secret of an appid that stands in a node without one. */
  function secretElsewhere(platform: PlatformName, appid: string): string | undefined {
    const entries = readUniId().uniId?.entries || [];
    return secretInEntries(platform, appid, entries) || secretInVkList(platform, appid, {});
  }

  /** The caller's own entry first, then all others, then the list; a file that fails is only remarked upon. */
  function findSecret(platform: PlatformName, appid: string, context: unknown): App {
    const { uniId, reason } = readUniId();
    const first = uniId && entryFor(uniId, callerOf(uniId, context));
    const memory = (first || uniId?.entries[0])?.apps;
    const key = `${platform}\n${appid}`;
    const known = memory?.get(key);
    if (known) return known;
    const search: SecretSearch = reason === undefined ? {} : { uniId: reason };
    const appsecret =
      secretInEntries(platform, appid, first ? [first, ...uniId!.entries] : uniId?.entries || []) ||
      secretInVkList(platform, appid, search);
    if (appsecret === undefined) throw secretMissing(platform, appid, search);
    const app = intern(platform, appid, appsecret);
    memory?.set(key, app);
    return app;
  }

  function secretInVkList(platform: PlatformName, appid: string, search: SecretSearch): string | undefined {
    const file = files.vkUnicloud();
    if (file.value === undefined) {
      if (!file.absent) search.vk = file.reason;
      return undefined;
    }
    const { listed, appsecret } = secretInList(at(file.value, LISTS[platform]), appid);
    search.listedWithoutSecret = listed;
    return appsecret;
  }

  function ofOptions(platform: PlatformName, list: unknown, appid: string | undefined): App {
    const key = `${platform}\n${appid || ''}`;
    const known = fromOptions.get(key);
    if (known) return known;
    const wanted = appid === undefined ? firstOfOptions(platform, list) : appid;
    const listed = secretInList(appid === undefined ? (list as unknown[]).slice(0, 1) : list, wanted);
    const appsecret =
      listed.appsecret || (appid === undefined ? undefined : secretElsewhere(platform, appid));
    if (appsecret === undefined) throw optionMissing(platform, appid);
    const app = intern(platform, wanted, appsecret);
    fromOptions.set(key, app);
    return app;
  }

  function firstOfOptions(platform: PlatformName, list: unknown): string {
    const { appid } = entryOf(Array.isArray(list) ? list[0] : undefined);
    if (appid === undefined) throw optionMissing(platform, undefined);
    return appid;
  }

  const given = (value: string | null | undefined) =>
    value === undefined || value === null || value === '' ? undefined : value;

  /** The appid of the default app, for a caller who brings the secret only. */
  function defaultAppid(platform: PlatformName, context: unknown): string {
    const list = apps[platform];
    if (list) return firstOfOptions(platform, list);
    const entry = callersEntry(platform, context);
    const found = nodesOf(platform, entry)[0];
    if (!found) throw nodeMissing(platform, undefined, entry.name);
    return found.appid;
  }

  return {
    defaultAppid,
    find(platform, choice) {
      const appid = given(choice.appid);
      const appsecret = given(choice.appsecret);
      if (appsecret !== undefined) {
        return intern(
          platform,
          appid === undefined ? defaultAppid(platform, choice.context) : appid,
          appsecret,
        );
      }
      const list = apps[platform];
      if (list) return ofOptions(platform, list, appid);
      if (appid === undefined) return defaultApp(platform, choice.context);
      return findSecret(platform, appid, choice.context);
    },
  };
}
