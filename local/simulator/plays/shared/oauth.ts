import { json, ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import type { Platform } from '../../state/apps';
import type { Call } from '../call';
import { open, type PlayGroup } from '../play';
import { authenticateWeixin } from './authenticate';

const OWNERS: readonly Platform[] = ['weixin.h5', 'weixin.app'];
const LIFE = 7_200;
const REFRESH_LIFE = 30 * 86_400;

/** What a user's token stands for. */
interface Grant {
  appid: string;
  openid: string;
  unionid?: string;
  expiresAt: number;
}

/** Logins by OAuth, in web pages and mobile apps: codes, the users' own tokens, and what those are good for. */
export const oauthPlays: PlayGroup = world => {
  const tokens = new Map<string, Grant>();
  const refreshTokens = new Map<string, Grant>();

  const keep = (book: Map<string, Grant>, grant: Omit<Grant, 'expiresAt'>, seconds: number): string => {
    const token = randomText(64);
    world.secrets.keep(token);
    book.set(token, { ...grant, expiresAt: world.clock.now() + seconds * 1000 });
    return token;
  };

  const granted = (grant: Omit<Grant, 'expiresAt'>, refresh_token: string) =>
    json({
      access_token: keep(tokens, grant, LIFE),
      expires_in: LIFE,
      refresh_token,
      openid: grant.openid,
      scope: 'snsapi_userinfo',
      ...(grant.unionid ? { unionid: grant.unionid } : {}),
    });

  /** The user whose token a request carries, and names. */
  const userOf = (call: Call): Grant => {
    const grant = tokens.get(call.query('access_token'));
    if (!grant) return refuse(40001);
    if (grant.expiresAt <= world.clock.now()) return refuse(42001);
    return grant.openid === call.query('openid') ? grant : refuse(40003);
  };

  return [
    open.get('/sns/oauth2/access_token', call => {
      if (call.query('grant_type') !== 'authorization_code') refuse(40002);
      const given = { appid: call.query('appid'), secret: call.query('secret') };
      const { appid } = authenticateWeixin(world, call, given, OWNERS);
      const code = call.query('code');
      if (!code) refuse(41008);
      const taken = world.loginCodes.take(appid, code);
      if ('refused' in taken) return refuse(taken.refused === 'used' ? 40163 : 40029);
      const { openid, unionid, errcode } = taken.value;
      if (errcode !== undefined) refuse(errcode);
      const grant = { appid, openid, unionid };
      return granted(grant, keep(refreshTokens, grant, REFRESH_LIFE));
    }),
    open.get('/sns/oauth2/refresh_token', call => {
      if (call.query('grant_type') !== 'refresh_token') refuse(40002);
      const refreshToken = call.query('refresh_token');
      const grant = refreshTokens.get(refreshToken);
      if (!grant || grant.appid !== call.query('appid')) return refuse(40030);
      if (grant.expiresAt <= world.clock.now()) return refuse(42002);
      const { appid, openid, unionid } = grant;
      return granted({ appid, openid, unionid }, refreshToken);
    }),
    open.get('/sns/userinfo', call => {
      const { openid, unionid } = userOf(call);
      return json({
        openid,
        nickname: '演示用户',
        sex: 0,
        province: '',
        city: '',
        country: '',
        headimgurl: 'https://thirdwx.qlogo.cn/mmopen/demo/132',
        privilege: [],
        ...(unionid ? { unionid } : {}),
      });
    }),
    open.get('/sns/auth', call => {
      userOf(call);
      return ok();
    }),
  ];
};
