import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { open, type PlayGroup } from '../play';

/** A signature older or newer than this is no signature of now. */
const SKEW = 180;

/**
 * Replies of QQ's customer-service robot. It takes no token but a signature over host, query and body; whether that is
 * encoded once or twice is not known, so only its presence and its time are checked, and the answer is the usual one.
 */
export const robot: PlayGroup = world => [
  {
    ...open.post('/robotapi/msg_reply/v2', call => {
      if (world.apps.get(call.query('appid'))?.platform !== 'qq') refuse(40013);
      if (!call.query('nonce') || !call.query('sig')) refuse(40097);
      if (!(Math.abs(Number(call.query('ts')) - world.clock.seconds()) <= SKEW)) refuse(40097);
      if (!Array.isArray(call.request.parsed)) refuse(47001);
      return ok();
    }),
    spelling: 'qq',
  },
];
