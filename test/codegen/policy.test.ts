import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Generated, ROOT } from './generator';

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(ROOT, 'src', 'generated', name), 'utf8')) as T;
const policy = read<Record<string, { level: string; reason: string }>>('policy.json');
const { calls } = read<Generated>('catalogue.json');
const at = (level: string): string[] => Object.keys(policy).filter(id => policy[id]!.level === level);

it('opens to anyone only what a login needs', () => {
  expect(at('public')).toEqual([
    'qq.auth.code2Session',
    'weixin.auth.code2Session',
    'weixin.decrypt.getPhoneNumber',
  ]);
});

it('opens to logged-in users only codes, links, checks of their own content, and live rooms', () => {
  expect(at('user')).toEqual([
    'qq.acode.getMiniCode',
    'qq.security.imgSecCheck',
    'qq.security.msgSecCheck',
    'weixin.livebroadcast.getLiveInfo',
    'weixin.livebroadcast.getReplay',
    'weixin.minigame.msgSecCheck',
    'weixin.security.imgSecCheck',
    'weixin.security.msgSecCheck',
    'weixin.student.quickCheckStudentIdentity',
    'weixin.urllink.generate',
    'weixin.urlscheme.generate',
    'weixin.wxacode.getUnlimited',
  ]);
});

it('keeps every call whose result is a credential to server code, unless its adapter takes the credential out', () => {
  const open = calls
    .filter(call => call.credentials.length > 0 && call.level !== 'server')
    .map(call => call.id);
  expect(open).toEqual(['qq.auth.code2Session', 'weixin.auth.code2Session', 'weixin.h5.auth.code2Session']);
  for (const id of [
    'weixin.auth.getAccessToken',
    'weixin.h5.auth.getAccessToken',
    'qq.auth.getAccessToken',
  ]) {
    expect(policy[id]!.level).toBe('server');
  }
});

it('gives a reason for every decision', () => {
  expect(Object.keys(policy).filter(id => policy[id]!.level !== 'admin' && !policy[id]!.reason)).toEqual([]);
});

it('knows which parameters are a user of the platform', () => {
  const marked = calls.flatMap(call =>
    [...call.params, ...call.extras].filter(param => param.openid).map(param => param.name),
  );
  expect([...new Set(marked)].sort()).toEqual(['kf_openid', 'open_id', 'openid', 'touser', 'user_openid']);
  const unmarked = calls.flatMap(call =>
    call.params
      // A list of people is nobody's own openid.
      .filter(p => /^(openid|touser)$/.test(p.name) && p.type.kind !== 'array' && !p.openid)
      .map(p => `${call.id} ${p.name}`),
  );
  expect(unmarked).toEqual([]);
});
