import type { World } from '../state/world';
import { cataloguePlays } from './catalogue';
import type { Play, PlayGroup } from './play';
import { loginPlays } from './shared/login';
import { oauthPlays } from './shared/oauth';
import { network } from './weixin/network';
import { sessions } from './weixin/sessions';
import { identity } from './weixin/identity';
import { phoneNumber } from './weixin/phone-number';
import { wxacode } from './weixin/wxacode';
import { urlScheme } from './weixin/url-scheme';
import { security } from './weixin/security';
import { subscribeMessage } from './weixin/subscribe-message';
import { templateLibrary } from './weixin/template-library';
import { userNotify } from './weixin/user-notify';
import { uniformMessage } from './weixin/uniform-message';
import { intracity } from './weixin/intracity';
import { liveBroadcast } from './weixin/live-broadcast';
import { xpay } from './weixin/xpay';
import { weixinTokens } from './weixin/tokens';
import { tickets } from './weixin/tickets';
import { quota } from './weixin/quota';
import { templateMessage } from './weixin-h5/template-message';
import { templateAccount } from './weixin-h5/template-account';
import { qqTokens } from './qq/tokens';
import { acode } from './qq/acode';
import { qqSecurity } from './qq/security';
import { qqMessages } from './qq/messages';
import { openData } from './qq/open-data';
import { virtualPayment } from './qq/virtual-payment';
import { wxpay } from './qq/wxpay';
import { robot } from './qq/robot';

/** A new group is one file and one line here. */
const GROUPS: readonly PlayGroup[] = [
  weixinTokens,
  qqTokens,
  loginPlays,
  oauthPlays,
  tickets,
  quota,
  network,
  sessions,
  identity,
  phoneNumber,
  wxacode,
  urlScheme,
  security,
  subscribeMessage,
  templateLibrary,
  userNotify,
  uniformMessage,
  liveBroadcast,
  intracity,
  xpay,
  templateMessage,
  templateAccount,
  acode,
  qqSecurity,
  qqMessages,
  openData,
  virtualPayment,
  wxpay,
  robot,
];

/** Every play by its path, for one world; `catalogue` is a generated one, by default this project's. */
export function allPlays(world: World, catalogue?: string): ReadonlyMap<string, Play> {
  const plays = new Map<string, Play>();
  for (const play of GROUPS.flatMap(group => group(world))) {
    if (plays.has(play.path)) throw new Error(`two plays of ${play.path}`);
    plays.set(play.path, play);
  }
  for (const play of cataloguePlays(world, new Set(plays.keys()), catalogue)) plays.set(play.path, play);
  return plays;
}
