import { randomBytes } from 'node:crypto';
import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import type { World } from '../../state/world';
import type { Call } from '../call';
import { qq, type PlayGroup } from '../play';

const KEY_LIFE = 3600;

/** The user whose session_key signed the body, byte for byte. */
function signedUser(world: World, call: Call): string {
  const openid = call.query('openid');
  if (call.query('sig_method') !== 'hmac_sha256') refuse(87008);
  if (!world.sessions.isSigned(call.app.appid, openid, call.request.body, call.query('signature')))
    refuse(87009);
  return openid;
}

function pairs(call: Call, kind: 'string' | 'number'): [string, unknown][] {
  const list = call.json().list('kv_list') ?? refuse(40097);
  return list.map(item => {
    const { key, value } = (item ?? {}) as { key?: unknown; value?: unknown };
    return typeof key === 'string' && typeof value === kind ? [key, value] : refuse(40097);
  });
}

/** Data that QQ keeps for a user, and the keys a user's data is encrypted with. */
export const openData: PlayGroup = world => {
  const stored = new Map<string, Map<string, unknown>>();
  const storeOf = (kind: string, call: Call, openid: string) => {
    const slot = `${kind} ${call.app.appid} ${openid}`;
    const found = stored.get(slot) ?? new Map<string, unknown>();
    stored.set(slot, found);
    return found;
  };

  return [
    qq.post('/api/openDataContext/set_user_storage', call => {
      const store = storeOf('storage', call, signedUser(world, call));
      for (const [key, value] of pairs(call, 'string')) store.set(key, value);
      return ok();
    }),
    qq.post('/api/openDataContext/remove_user_storage', call => {
      const store = storeOf('storage', call, signedUser(world, call));
      const keys = call.json().list('key') ?? refuse(40097);
      for (const key of keys) store.delete(String(key));
      return ok();
    }),
    qq.post('/api/setuserinteractivedata', call => {
      const store = storeOf('interactive', call, signedUser(world, call));
      for (const [key, value] of pairs(call, 'number')) store.set(key, value);
      return ok();
    }),
    qq.post('/api/trpc/userEncryptionSvr/GetUserEncryptKey', call => {
      const { appid } = call.app;
      const openid = call.query('openid');
      if (call.query('appid') !== appid) refuse(40013);
      if (call.query('openkey') !== world.sessions.get(appid, openid)) refuse(87007);
      if (!world.sessions.isSigned(appid, openid, '{}', call.query('sig'))) refuse(87009);
      const now = world.clock.seconds();
      const key_info_list = [3, 2, 1].map((version, age) => ({
        encrypt_key: world.secrets.keep(randomBytes(16).toString('base64')),
        iv: randomBytes(16).toString('hex'),
        version,
        expire_in: KEY_LIFE * (3 - age),
        create_time: now - KEY_LIFE * age,
      }));
      return ok({ key_info_list });
    }),
  ];
};
