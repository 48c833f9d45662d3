import type { World } from '../../state/world';
import { drafts } from './drafts';
import { logistics } from './logistics';
import { materials } from './materials';
import { media } from './media';
import { tags } from './tags';
import type { Story, Tell } from './story';

/** A new story is one file and one line here. */
const STORIES: readonly Story[] = [media, materials, drafts, tags, logistics];

/** Every path that has a story, for one world. */
export function allStories(world: World): ReadonlyMap<string, Tell> {
  const tells = new Map<string, Tell>();
  for (const story of STORIES)
    for (const [path, tell] of Object.entries(story(world))) {
      if (tells.has(path)) throw new Error(`two stories of ${path}`);
      tells.set(path, tell);
    }
  return tells;
}
