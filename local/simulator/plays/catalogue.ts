import { json, ok, picture, type Answer } from '../answers/answer';
import { refuse } from '../answers/refusal';
import { codePicture } from '../pictures/code';
import type { Platform } from '../state/apps';
import type { World } from '../state/world';
import type { Call } from './call';
import { catalogueEntries, type Entry } from './catalogue/entry';
import { callerOf } from './catalogue/credential';
import { checkRequest } from './catalogue/check';
import { chooseEntry } from './catalogue/choose';
import { Example } from './catalogue/example';
import type { Play } from './play';
import { allStories } from './stories/registry';
import type { Tell } from './stories/story';

/** What the platform says to every call that it has withdrawn. */
const WITHDRAWN = 45109;

/** The bytes of an answer that is a file: a picture that names its call. */
function bytesOf(entry: Entry): Answer {
  const look = { width: 280, color: { r: 0, g: 0, b: 0 }, transparent: false, format: 'jpeg' } as const;
  return picture('image/jpeg', codePicture(`simulator ${entry.id}`, look));
}

function act(world: World, entry: Entry, call: Call, tell: Tell | undefined): Answer {
  if (entry.removed !== undefined) return refuse(WITHDRAWN);
  const app = callerOf(world, entry, call);
  checkRequest(entry, call);
  const example = new Example(world, entry, call, app).fields();
  const told = tell ? tell(call, example) : example;
  if (told && 'bytes' in told) return picture(told.type as string, told.bytes as Buffer);
  if (entry.answer === 'binary') return bytesOf(entry);
  return entry.credential === 'token' ? ok(told) : json(told);
}

function playOf(world: World, path: string, entries: readonly Entry[], tell: Tell | undefined): Play {
  const methods = new Set(entries.map(entry => entry.method));
  const platforms = [...new Set(entries.map(entry => entry.platform as Platform))];
  const takesToken = entries.every(entry => entry.credential === 'token');
  return {
    path,
    method: methods.size === 1 ? (entries[0]!.method as 'GET' | 'POST') : 'ANY',
    apps: takesToken ? platforms : [],
    spelling: platforms.includes('qq') ? 'qq' : 'weixin',
    signed: entries.every(entry => entry.apiSigned === 'required') ? 'required' : undefined,
    act: call => {
      const own = entries.filter(
        entry =>
          (!takesToken || entry.platform === call.app.platform) &&
          (methods.size === 1 || entry.method === call.request.method),
      );
      if (!own.length) return refuse(call.request.method === 'GET' ? 43002 : 43001);
      return act(world, chooseEntry(own, call), call, tell);
    },
  };
}

/**
 * Plays every call of the catalogue that has no play of its own: checks the request against its description, and
 * answers an example made from the description of its result, or what a story remembers.
 */
export function cataloguePlays(world: World, taken: ReadonlySet<string>, file?: string): Play[] {
  const routes = new Map<string, Entry[]>();
  for (const entry of catalogueEntries(file)) {
    if (taken.has(entry.path)) continue;
    const route = routes.get(entry.path);
    if (route) route.push(entry);
    else routes.set(entry.path, [entry]);
  }
  const stories = allStories(world);
  return [...routes].map(([path, entries]) => playOf(world, path, entries, stories.get(path)));
}
