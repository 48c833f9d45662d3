import type { Answer } from '../answers/answer';
import type { Spelling } from '../answers/refusal';
import type { Platform } from '../state/apps';
import type { World } from '../state/world';
import type { Call } from './call';

/** How the simulator plays one call of the platforms. */
export interface Play {
  path: string;
  /** `GET` and `POST` answer the other method with 43002 and 43001; `ANY` takes both. */
  method: 'GET' | 'POST' | 'ANY';
  /** Whose tokens the call takes; a token of another kind of app is refused. Empty: the call takes no token. */
  apps: readonly Platform[];
  /** How failures are spelt. */
  spelling: Spelling;
  /** Takes nothing but signed and encrypted requests; others may be sent so where the app has set it up. */
  signed?: 'required';
  /** The answer; a `refuse(…)` anywhere in it is the platform's failure. */
  act(call: Call): Answer | Promise<Answer>;
}

/** The plays of one group, with the memory that only this group needs. */
export type PlayGroup = (world: World) => Play[];

type Act = Play['act'];
type Short = (path: string, act: Act) => Play;

const play =
  (method: Play['method'], apps: readonly Platform[], spelling: Spelling): Short =>
  (path, act) => ({ path, method, apps, spelling, act });

/** A mini program's calls. */
export const mini = {
  get: play('GET', ['weixin'], 'weixin'),
  post: play('POST', ['weixin'], 'weixin'),
  any: play('ANY', ['weixin'], 'weixin'),
};
/** An official account's calls. */
export const official = {
  get: play('GET', ['weixin.h5'], 'weixin'),
  post: play('POST', ['weixin.h5'], 'weixin'),
};
/** Calls that both have. */
export const weixin = {
  get: play('GET', ['weixin', 'weixin.h5'], 'weixin'),
  post: play('POST', ['weixin', 'weixin.h5'], 'weixin'),
};
/** A QQ mini program's calls. */
export const qq = { post: play('POST', ['qq'], 'qq'), camel: play('POST', ['qq'], 'qq-camel') };
/** Calls made with an appid and its secret. */
export const open = {
  get: play('GET', [], 'weixin'),
  post: play('POST', [], 'weixin'),
  any: play('ANY', [], 'weixin'),
  qq: play('GET', [], 'qq'),
};
