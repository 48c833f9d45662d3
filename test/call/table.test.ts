import { callNamesOf, findCall, groupsOf, helpersOf, platforms } from '../../src/call/table';
import { table } from '../../src/generated/table';

const everyName = platforms.flatMap(platform =>
  groupsOf(platform).flatMap(group =>
    callNamesOf(platform, group).map(name => `${platform}.${group}.${name}`),
  ),
);
const param = (id: string, name: string) => findCall(id)!.params.find(p => p.name === name)!;

it('lists the platforms', () => {
  expect([...platforms].sort()).toEqual(['qq', 'weixin', 'weixin.app', 'weixin.h5']);
});

it('finds every call it lists, by its own name or by another one', () => {
  expect(everyName.length).toBeGreaterThan(70);
  for (const id of everyName) {
    const call = findCall(id)!;
    expect(id.startsWith(`${call.platform}.`)).toBe(true);
    expect(callNamesOf(call.platform, call.group)).toContain(call.name);
  }
});

it('finds a call by a name in another group, and by another name of its group', () => {
  const trace = findCall('weixin.expressSearch.traceWaybill')!;
  expect(findCall('weixin.logistics.traceWaybill')).toBe(trace);
  expect(trace).toMatchObject({ group: 'expressSearch', id: 'weixin.expressSearch.traceWaybill' });
  const special = findCall('weixin.orderShipping.opSpecialOrder')!;
  for (const name of ['orderShipping.opspecialorder', 'order.opspecialorder', 'order.opSpecialOrder']) {
    expect(findCall(`weixin.${name}`)).toBe(special);
  }
  expect(special.id).toBe('weixin.orderShipping.opSpecialOrder');
  expect(callNamesOf('weixin', 'order')).toEqual(callNamesOf('weixin', 'orderShipping'));
  expect(groupsOf('weixin')).toEqual(expect.arrayContaining(['order', 'orderShipping']));
  for (const name of ['order', 'order.', 'order.toString', 'logistics.=', 'order.=orderShipping']) {
    expect(findCall(`weixin.${name}`)).toBeUndefined();
  }
});

it('answers the same object each time, for another name of a call too', () => {
  const call = findCall('weixin.security.mediaCheckAsync');
  expect(findCall('weixin.security.mediaCheckAsync')).toBe(call);
  expect(findCall('weixin.security.imgSecCheckAsync')).toBe(call);
  expect(call!.id).toBe('weixin.security.mediaCheckAsync');
});

it.each([
  'weixin',
  'weixin.wxacode',
  'weixin.wxacode.',
  'weixin.wxacode.nothing',
  'weixin.wxacode.getUnlimited.',
  'weixin.wxacode.__proto__',
  'weixin.wxacode.constructor',
  'weixin.constructor.name',
  'weixin.__proto__.toString',
  'constructor.wxacode.getUnlimited',
  '__proto__.a.b',
  '..',
  '',
  'WEIXIN.wxacode.getUnlimited',
  ' weixin.wxacode.getUnlimited',
])('knows no call named %j', id => {
  expect(findCall(id)).toBeUndefined();
});

it.each([undefined, null, 1, {}, [], ['weixin.wxacode.getUnlimited'], Symbol('x')])(
  'knows no call for what is not a text (%#)',
  id => {
    expect(findCall(id)).toBeUndefined();
  },
);

it('has no groups and no calls for names that objects inherit', () => {
  expect(groupsOf('constructor')).toEqual([]);
  expect(groupsOf('__proto__')).toEqual([]);
  expect(callNamesOf('weixin', 'toString')).toEqual([]);
});

it('hands out a list of names that may be changed without harm', () => {
  callNamesOf('weixin', 'wxacode').length = 0;
  expect(callNamesOf('weixin', 'wxacode')).toContain('getUnlimited');
});

it('gives all calls, and all parameters, the same fields in the same order', () => {
  const calls = everyName.map(id => findCall(id)!);
  expect(new Set(calls.map(call => Object.keys(call).join())).size).toBe(1);
  const params = calls.flatMap(call => [...call.params, ...call.extras]);
  expect(new Set(params.map(p => Object.keys(p).join())).size).toBe(1);
});

it('describes a call with a picture for an answer', () => {
  expect(findCall('weixin.wxacode.getUnlimited')).toMatchObject({
    id: 'weixin.wxacode.getUnlimited',
    platform: 'weixin',
    method: 'POST',
    path: '/wxa/getwxacodeunlimit',
    origin: undefined,
    credential: 'token',
    encoding: 'json',
    answer: 'binary',
    adapter: undefined,
    repeatable: false,
    rejects: false,
    level: 'user',
    credentials: [],
  });
  const scene = param('weixin.wxacode.getUnlimited', 'scene');
  expect(scene).toMatchObject({ type: 'string', required: true, maxLength: 32, place: 'body' });
  const allowed = new RegExp(`^[${scene.chars}]*$`);
  for (let code = 33; code < 127; code++) {
    const sign = String.fromCharCode(code);
    expect([sign, allowed.test(sign)]).toEqual([
      sign,
      /[0-9A-Za-z]/.test(sign) || "!#$&'()*+,/:;=?@-._~".includes(sign),
    ]);
  }
  expect(param('weixin.wxacode.getUnlimited', 'width')).toMatchObject({
    type: 'integer',
    min: 280,
    max: 1280,
  });
  expect(
    param('weixin.wxacode.getUnlimited', 'line_color').fields!.map(f => [f.name, f.type, f.required]),
  ).toEqual([
    ['r', 'number', true],
    ['g', 'number', true],
    ['b', 'number', true],
  ]);
});

it('describes calls that prove themselves by the secret', () => {
  const call = findCall('weixin.auth.code2Session')!;
  expect(call).toMatchObject({
    method: 'GET',
    credential: 'secret',
    encoding: 'none',
    adapter: 'auth.code2Session',
    level: 'public',
    credentials: ['session_key'],
    repeatable: true,
  });
  expect(call.aliases.code).toBe('js_code');
  expect(call.aliases.toString).toBeUndefined();
  expect(call.params.map(p => [p.name, p.place, p.self, p.fallback])).toEqual([
    ['appid', 'query', 'appid', undefined],
    ['secret', 'query', 'secret', undefined],
    ['js_code', 'query', undefined, undefined],
    ['grant_type', 'query', undefined, 'authorization_code'],
  ]);
  expect(findCall('weixin.auth.getAccessToken')).toMatchObject({ rejects: true, level: 'server' });
});

it('sends a default only where the facade says so, and a fixed value where it is required', () => {
  expect(param('weixin.subscribeMessage.send', 'miniprogram_state').fallback).toBe('formal');
  expect(param('weixin.subscribeMessage.send', 'lang').fallback).toBe('zh_CN');
  expect(param('weixin.security.mediaCheckAsync', 'version').fallback).toBe(2);
  expect(param('weixin.wxacode.getUnlimited', 'width').fallback).toBeUndefined();
  expect(param('weixin.livebroadcast.getLiveInfo', 'action').fallback).toBeUndefined();
});

it('describes files, maps, lists and whole bodies', () => {
  expect(findCall('weixin.security.imgSecCheck')).toMatchObject({ encoding: 'multipart', level: 'user' });
  expect(param('weixin.security.imgSecCheck', 'media')).toMatchObject({
    type: 'file',
    place: 'form',
    maxBytes: 1_048_576,
  });
  expect(param('qq.security.imgSecCheck', 'appid')).toMatchObject({ place: 'form', self: 'appid' });
  expect(param('weixin.subscribeMessage.send', 'data')).toMatchObject({
    type: 'object',
    map: true,
    required: true,
  });
  expect(param('weixin.subscribeMessage.addTemplate', 'kidList')).toMatchObject({
    type: 'array',
    items: 'number',
  });
  const replies = param('qq.customerService.replyMessage', 'body');
  expect(replies).toMatchObject({ type: 'array', items: 'object', place: 'raw', required: true });
  expect(replies.fields!.find(f => f.name === 'content')!.fields!.map(f => f.name)).toContain('mediaInfo');
});

it('knows the calls that are unlike the others', () => {
  expect(findCall('qq.customerService.replyMessage')).toMatchObject({
    origin: 'https://app.qun.qq.com',
    path: '/robotapi/msg_reply/v2',
    credential: 'none',
  });
  expect(findCall('qq.wxpay.unifiedOrder')).toMatchObject({ encoding: 'raw', answer: 'text' });
  expect(findCall('qq.wxpay.v3H5')).toMatchObject({ encoding: 'json', answer: 'json' });
  expect(findCall('weixin.decrypt.getPhoneNumber')).toMatchObject({
    method: 'LOCAL',
    path: '',
    credential: 'none',
    encoding: 'none',
    adapter: 'decrypt.getPhoneNumber',
  });
  expect(findCall('weixin.decrypt.getPhoneNumber')!.aliases.appId).toBe('appid');
  expect(findCall('weixin.auth.resetUserSessionKey')!.repeatable).toBe(false);
  expect(findCall('weixin.uniformMessage.send')!.replacement).toBe('weixin.h5.templateMessage.send');
});

it('says which calls walk a list and which are made for many, under their other names too', () => {
  expect(findCall('weixin.livebroadcast.getLiveInfo')!.paging).toBe(
    'room_info o=start l=limit t=total w=pageIndex,action,room_id',
  );
  expect(findCall('weixin.wxacode.getUnlimited')).toMatchObject({ paging: undefined, many: false });
  expect(findCall('weixin.subscribeMessage.send')).toMatchObject({ paging: undefined, many: true });
  expect(helpersOf('weixin', 'livebroadcast', 'getLiveInfo')).toEqual({ pages: true, many: false });
  expect(helpersOf('weixin', 'subscribeMessage', 'send')).toEqual({ pages: false, many: true });
  for (const id of everyName) {
    const [, platform, group, name] = /^(.*)\.(\w+)\.(\w+)$/.exec(id)!;
    const { paging, many } = findCall(id)!;
    expect(helpersOf(platform!, group!, name!)).toEqual({ pages: paging !== undefined, many });
  }
});

it('stays small enough for seven hundred calls', () => {
  const bytes = Object.values(table)
    .flatMap(groups => Object.values(groups))
    .join('').length;
  expect(bytes / everyName.length).toBeLessThan(130);
});
