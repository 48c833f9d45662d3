import type { CallSpec, Level, ParamSpec } from '../../src/call/spec';
import type { PlatformName } from '../../src/config/types';
import { createExpose } from '../../src/expose';

const param = (name: string, more: Partial<ParamSpec> = {}): ParamSpec => ({
  name,
  type: 'string',
  place: 'body',
  required: false,
  ...more,
});

function call(
  platform: PlatformName,
  group: string,
  name: string,
  level: Level,
  more: Partial<CallSpec> = {},
): CallSpec {
  return {
    id: `${platform}.${group}.${name}`,
    platform,
    group,
    name,
    method: 'POST',
    path: `/${group}/${name}`,
    credential: 'token',
    encoding: 'json',
    answer: 'json',
    params: [],
    extras: [],
    aliases: {},
    repeatable: false,
    rejects: false,
    level,
    credentials: [],
    ...more,
  };
}

const CALLS = [
  call('weixin', 'auth', 'getAccessToken', 'server', { extras: [param('cache')], rejects: true }),
  call('weixin', 'auth', 'code2Session', 'public', {
    params: [param('appid', { self: 'appid' }), param('js_code'), param('grant_type', { fallback: 'x' })],
    extras: [param('needKey', { type: 'boolean' })],
    aliases: { code: 'js_code' },
    credentials: ['session_key'],
  }),
  call('weixin', 'decrypt', 'getPhoneNumber', 'public', {
    extras: ['code', 'encryptedData', 'iv', 'sessionKey', 'encryptedKey'].map(name => param(name)),
    aliases: { appId: 'appid' },
  }),
  call('weixin', 'wxacode', 'getUnlimited', 'user', { params: [param('scene')], answer: 'binary' }),
  call('weixin', 'livebroadcast', 'getLiveInfo', 'user', { params: [param('action'), param('room_id')] }),
  call('weixin', 'subscribeMessage', 'send', 'admin'),
  call('weixin', 'secret', 'shut', 'none'),
  call('weixin', 'security', 'imgSecCheck', 'public', {
    params: [param('media', { type: 'file', place: 'form' })],
    extras: [param('buffer', { type: 'file' }), param('base64')],
    aliases: { picture: 'media' },
  }),
  call('weixin.h5', 'templateMessage', 'send', 'admin'),
  call('qq', 'auth', 'code2Session', 'public', { params: [param('js_code')] }),
];

export interface Made {
  id: string;
  params: Record<string, unknown>;
  options: Record<string, unknown>;
}

/** `expose` over a small catalogue; `made` are the calls that reached the instance. */
export function exposed(
  outcome: unknown = { code: 0, msg: '成功', errcode: 0, errmsg: 'ok' },
  clientApps: string[] = [],
) {
  const made: Made[] = [];
  const expose = createExpose({
    findCall: id => CALLS.find(spec => spec.id === id),
    clientApps: () => clientApps,
    async invoke(id, params, options) {
      made.push({ id, params, options });
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
  return { expose, made };
}

export const CLIENT = { SOURCE: 'client', APPID: '__UNI__AAA' };
export const SERVER = { SOURCE: 'function' };
