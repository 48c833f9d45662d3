import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import type { World } from '../../state/world';
import type { Call } from '../call';
import { mini, type PlayGroup } from '../play';

/** Refuses a request that is not signed with the user's session_key; the signed text is empty. */
function signedUser(world: World, call: Call): string {
  const openid = call.either('openid');
  if (call.either('sig_method') !== 'hmac_sha256') refuse(87008);
  if (!world.sessions.isSigned(call.app.appid, openid, '', call.either('signature'))) refuse(87009);
  return openid;
}

export const sessions: PlayGroup = world => [
  mini.get('/wxa/checksession', call => {
    signedUser(world, call);
    return ok();
  }),
  mini.get('/wxa/resetusersessionkey', call => {
    if (!world.sessions.get(call.app.appid, call.either('openid'))) refuse(87007);
    const openid = signedUser(world, call);
    return ok({ openid, session_key: world.sessions.open(call.app.appid, openid) });
  }),
  // The page says GET, others send POST: both are taken.
  mini.any('/wxa/business/getuserencryptkey', call => {
    if (!world.sessions.get(call.app.appid, call.either('openid'))) refuse(87007);
    const openid = signedUser(world, call);
    return ok({ key_info_list: world.userKeys.list(call.app.appid, openid) });
  }),
];
