import { app, center, cleanUp, configure, setCloud, thrownBy } from './support';

afterEach(cleanUp);

const weixin = (node: unknown) => ({ 'mp-weixin': { oauth: { weixin: node } } });
const A = app('wxaaaa0000000001', 'secret-of-a-000001');
const B = app('wxbbbb0000000002', 'secret-of-b-000002');
const C = app('wxcccc0000000003', 'secret-of-c-000003');

describe('the default app', () => {
  test('is the one of mp-weixin, mp-qq and web in uni-id/config.json', () => {
    center({
      'uni-id/config.json': {
        ...weixin(A),
        'mp-qq': { oauth: { qq: { appid: 1109000001, appsecret: 'secret-of-q' } } },
        web: { oauth: { 'weixin-h5': B } },
      },
    });
    const { configuration } = configure();
    expect(configuration.defaultApp('weixin')).toEqual({ platform: 'weixin', ...A });
    expect(configuration.defaultApp('qq').appid).toBe('1109000001');
    expect(configuration.defaultApp('weixin.h5')).toEqual({ platform: 'weixin.h5', ...B });
  });

  test.each([
    ['web', 'weixin-h5'],
    ['h5-weixin', 'weixin'],
    ['web-weixin', 'weixin'],
    ['h5', 'weixin'],
  ])('of the official account may stand in %s.oauth.%s', (node, name) => {
    center({ 'uni-id/config.json': { [node]: { oauth: { [name]: B } } } });
    expect(configure().configuration.defaultApp('weixin.h5').appid).toBe(B.appid);
  });

  test('of the official account is the first node that has an appid, placeholders not counting', () => {
    center({
      'uni-id/config.json': {
        web: { oauth: { 'weixin-h5': { appid: '', appsecret: 'x' } } },
        'h5-weixin': { oauth: { weixin: { appid: '请填写 appid', appsecret: '' } } },
        'web-weixin': { oauth: { weixin: B } },
        h5: { oauth: { weixin: C } },
      },
    });
    expect(configure().configuration.defaultApp('weixin.h5').appid).toBe(B.appid);
  });

  test('is the same object every time, however it was found, and is read once', () => {
    const files = center({
      'uni-id/config.json': weixin(A),
      'vk-unicloud/index.js': `module.exports = { vk: { oauth: { weixin: { list: [${JSON.stringify(B)}] } } } };`,
    });
    const { configuration } = configure();
    const first = configuration.defaultApp('weixin');
    expect(configuration.app('weixin', {})).toBe(first);
    expect(configuration.app('weixin', { appid: A.appid })).toBe(first);
    expect(configuration.app('weixin', { ...A })).toBe(first);
    expect(configuration.app('weixin', { appid: '', appsecret: '' })).toBe(first);
    const listed = configuration.app('weixin', { appid: B.appid });
    expect(configuration.app('weixin', { appid: B.appid })).toBe(listed);
    expect(files.reads).toEqual({ 'uni-id': 1, 'vk-unicloud': 1 });
  });

  test('of another platform with the same appid is another object', () => {
    center({ 'uni-id/config.json': { ...weixin(A), web: { oauth: { 'weixin-h5': A } } } });
    const { configuration } = configure();
    expect(configuration.defaultApp('weixin')).not.toBe(configuration.defaultApp('weixin.h5'));
  });

  test('without an appid or a secret is an error that names the file and the path', () => {
    center({ 'uni-id/config.json': weixin({ appid: A.appid, appsecret: ' ' }) });
    const { configuration } = configure();
    const error = thrownBy(() => configuration.defaultApp('weixin'));
    expect(error.code).toBe('vk-openapi-config-missing');
    expect(error.msg).toContain('uni-id/config.json');
    expect(error.msg).toContain('mp-weixin.oauth.weixin.appsecret');
    expect(thrownBy(() => configuration.defaultApp('qq')).msg).toContain('mp-qq.oauth.qq');
    expect(thrownBy(() => configuration.defaultApp('weixin.h5')).msg).toContain('web.oauth.weixin-h5');
  });

  test('takes a secret that comes alone for the default appid', () => {
    center({ 'uni-id/config.json': weixin({ appid: A.appid }) });
    expect(configure().configuration.app('weixin', { appsecret: 'another' })).toEqual({
      platform: 'weixin',
      appid: A.appid,
      appsecret: 'another',
    });
  });

  test('needs no file where appid and secret are given', () => {
    expect(configure().configuration.app('qq', { ...C })).toEqual({ platform: 'qq', ...C });
  });

  test('is not taken from the prototype of the configuration', () => {
    center({
      'uni-id/config.json':
        '{"__proto__": {"mp-weixin": {"oauth": {"weixin": {"appid": "wx1", "appsecret": "s"}}}}}',
    });
    expect(thrownBy(() => configure().configuration.defaultApp('weixin')).code).toBe(
      'vk-openapi-config-missing',
    );
  });
});

describe('files that are missing or broken', () => {
  test('name uni-config-center while it is absent, and are read as soon as it is there', () => {
    const { configuration } = configure();
    const error = thrownBy(() => configuration.defaultApp('weixin'));
    expect(error.msg).toContain('uni-config-center');
    expect(error.msg).toContain('uni-id/config.json');
    expect(error.msg).toContain('mp-weixin.oauth.weixin');
    center({ 'uni-id/config.json': weixin(A), 'vk-openapi/config.json': { clientApps: [A.appid] } });
    expect(configuration.defaultApp('weixin').appid).toBe(A.appid);
    expect(configuration.clientApps()).toEqual([A.appid]);
  });

  test('may be mended while the process lives', () => {
    const files = center({ 'uni-id/config.json': '{"mp-weixin": {"appsecret": "TOPSECRETVALUE", oops' });
    const { configuration } = configure();
    const error = thrownBy(() => configuration.defaultApp('weixin'));
    expect(error.msg).toContain('JSON');
    expect(JSON.stringify(error)).not.toContain('TOPSECRET');
    expect(error.msg).not.toContain('TOPSECRET');
    files.write('uni-id/config.json', weixin(A));
    expect(configuration.defaultApp('weixin').appid).toBe(A.appid);
  });

  test('do not stop one another: the list serves while uni-id/config.json is broken', () => {
    center({
      'uni-id/config.json': '{',
      'vk-unicloud/index.js': `module.exports = { vk: { oauth: { weixin: { list: [${JSON.stringify(B)}] }, qq: { list: [${JSON.stringify(C)}] } } } };`,
    });
    const { configuration } = configure();
    expect(configuration.app('weixin', { appid: B.appid }).appsecret).toBe(B.appsecret);
    expect(configuration.app('weixin.h5', { appid: B.appid }).appsecret).toBe(B.appsecret);
    expect(configuration.app('qq', { appid: C.appid }).appsecret).toBe(C.appsecret);
    expect(thrownBy(() => configuration.app('qq', { appid: B.appid })).msg).toContain('vk.oauth.qq.list');
  });

  test.each([['null'], ['"text"'], ['[]']])('such as %s are errors, never crashes', content => {
    center({ 'uni-id/config.json': content });
    expect(thrownBy(() => configure().configuration.defaultApp('weixin')).code).toBe(
      'vk-openapi-config-missing',
    );
  });
});

describe('the secret of an appid', () => {
  const list = (apps: unknown) =>
    `module.exports = { vk: { oauth: { weixin: { list: ${JSON.stringify(apps)} } } } };`;

  test('is looked up in the default node, all entries of the array, then the list', () => {
    const files = center({
      'uni-id/config.json': [
        { dcloudAppid: '__UNI__A', isDefaultConfig: true, ...weixin(A) },
        { dcloudAppid: '__UNI__B', ...weixin(B) },
      ],
      'vk-unicloud/index.js': list([app(A.appid, 'from-the-list'), C]),
    });
    const { configuration } = configure();
    expect(configuration.app('weixin', { appid: A.appid }).appsecret).toBe(A.appsecret);
    expect(configuration.app('weixin', { appid: B.appid }).appsecret).toBe(B.appsecret);
    expect(files.reads['vk-unicloud']).toBeUndefined();
    expect(configuration.app('weixin', { appid: C.appid }).appsecret).toBe(C.appsecret);
  });

  test('found nowhere is an error that names the list and the appid', () => {
    center({ 'uni-id/config.json': weixin(A), 'vk-unicloud/index.js': list([app(B.appid, '')]) });
    const { configuration } = configure();
    const error = thrownBy(() => configuration.app('weixin', { appid: B.appid }));
    expect(error.msg).toContain('vk-unicloud/index.js');
    expect(error.msg).toContain('vk.oauth.weixin.list');
    expect(error.msg).toContain(B.appid);
  });

  test('is reported missing together with what vk-unicloud/index.js threw, and the next call is not', () => {
    center({
      'uni-id/config.json': weixin(A),
      'vk-unicloud/index.js':
        'throw new Error("请先配置 uni-pay/config.js appsecret=0123456789abcdef0123456789abcdef tel 13812345678");',
    });
    const { configuration } = configure();
    const { msg } = thrownBy(() => configuration.app('weixin', { appid: B.appid }));
    expect(msg).toContain('请先配置 uni-pay/config.js');
    expect(msg).not.toContain('0123456789abcdef');
    expect(msg).not.toContain('13812345678');
    expect(configuration.defaultApp('weixin').appid).toBe(A.appid);
  });

  test('is reported missing together with a file that vk-unicloud/index.js lacks', () => {
    center({ 'uni-id/config.json': weixin(A), 'vk-unicloud/index.js': 'require("../uni-pay/config.js");' });
    const { msg } = thrownBy(() => configure().configuration.app('weixin', { appid: B.appid }));
    expect(msg).toMatch(/vk-unicloud\/index\.js 无法读取.*不存在/);
  });
});

describe('the array form', () => {
  const entries = [
    { dcloudAppid: '__UNI__A', ...weixin(A) },
    { dcloudAppid: '__UNI__B', isDefaultConfig: true, ...weixin(B) },
    { dcloudAppid: '__UNI__C' },
  ];
  const defaultFor = (context: unknown) => configure().configuration.app('weixin', { context }).appid;

  test('is chosen from by the context of a cloud function or the client info of a cloud object', () => {
    center({ 'uni-id/config.json': entries });
    expect(defaultFor({ APPID: '__UNI__A' })).toBe(A.appid);
    expect(defaultFor({ appId: '__UNI__A' })).toBe(A.appid);
    expect(defaultFor({ APPID: '__UNI__UNKNOWN' })).toBe(B.appid);
    expect(defaultFor({ SOURCE: 'timing' })).toBe(B.appid);
  });

  test('is chosen from by the one appId among the requests in flight', () => {
    center({ 'uni-id/config.json': entries });
    setCloud({ getClientInfos: () => [{ appId: '__UNI__A' }, { appId: '__UNI__A' }] });
    expect(defaultFor(undefined)).toBe(A.appid);
    setCloud({ getClientInfos: () => [{ appId: '__UNI__A' }, { appId: '__UNI__B' }] });
    expect(defaultFor(undefined)).toBe(B.appid);
    setCloud({ getClientInfos: () => [{ appId: '__UNI__X' }] });
    expect(defaultFor(undefined)).toBe(B.appid);
    setCloud({ getClientInfos: () => [] });
    expect(defaultFor(undefined)).toBe(B.appid);
    setCloud({
      getClientInfos: () => {
        throw new Error('not in a request');
      },
    });
    expect(defaultFor(undefined)).toBe(B.appid);
  });

  test('lets the context win over the requests in flight', () => {
    center({ 'uni-id/config.json': entries });
    setCloud({ getClientInfos: () => [{ appId: '__UNI__B' }] });
    expect(defaultFor({ APPID: '__UNI__A' })).toBe(A.appid);
    setCloud({ getClientInfos: () => [{ appId: '__UNI__A' }] });
    expect(defaultFor({ SOURCE: 'timing' })).toBe(B.appid);
  });

  test('never guesses: without a default entry the error says so', () => {
    center({ 'uni-id/config.json': [entries[0]] });
    const { msg } = thrownBy(() => defaultFor(undefined));
    expect(msg).toContain('isDefaultConfig');
    expect(msg).toContain('uni-id/config.json');
    expect(thrownBy(() => defaultFor({ APPID: '__UNI__B' })).msg).toContain('__UNI__B');
    expect(defaultFor({ APPID: '__UNI__A' })).toBe(A.appid);
  });

  test('does not fall back to another entry when the own one has no such node', () => {
    center({ 'uni-id/config.json': entries });
    const { msg } = thrownBy(() => defaultFor({ APPID: '__UNI__C' }));
    expect(msg).toContain('__UNI__C');
    expect(msg).toContain('mp-weixin.oauth.weixin');
  });

  test('looks a named appid up in every entry, whoever is calling', () => {
    center({ 'uni-id/config.json': [entries[0]] });
    expect(configure().configuration.app('weixin', { appid: A.appid }).appsecret).toBe(A.appsecret);
  });

  test('prefers the secret of the own entry for an appid that stands in two', () => {
    center({
      'uni-id/config.json': [entries[0], { dcloudAppid: '__UNI__D', ...weixin(app(A.appid, 'secret-of-d')) }],
    });
    const { configuration } = configure();
    const secret = (APPID: string) =>
      configuration.app('weixin', { appid: A.appid, context: { APPID } }).appsecret;
    expect([secret('__UNI__A'), secret('__UNI__D'), secret('__UNI__A')]).toEqual([
      A.appsecret,
      'secret-of-d',
      A.appsecret,
    ]);
  });
});

describe('createOpenapi({ apps })', () => {
  test('needs no file, and its first app is the default one', () => {
    const { configuration } = configure({ apps: { weixin: [A, B] } });
    expect(configuration.defaultApp('weixin')).toEqual({ platform: 'weixin', ...A });
    expect(configuration.app('weixin', { appid: B.appid })).toEqual({ platform: 'weixin', ...B });
    expect(configuration.app('weixin', { appsecret: 'x' }).appid).toBe(A.appid);
    expect(configuration.defaultApp('weixin')).toBe(configuration.app('weixin', { appid: A.appid }));
  });

  test('speaks for the platforms it names only', () => {
    const files = center({ 'uni-id/config.json': { ...weixin(B), 'mp-qq': { oauth: { qq: C } } } });
    const { configuration } = configure({ apps: { weixin: [A] } });
    expect(configuration.defaultApp('weixin').appid).toBe(A.appid);
    expect(files.reads).toEqual({});
    expect(configuration.defaultApp('qq').appid).toBe(C.appid);
    const { msg } = thrownBy(() => configuration.app('weixin', { appid: 'wxnowhere' }));
    expect(msg).toContain("apps['weixin']");
    expect(msg).toContain('wxnowhere');
    expect(configuration.app('weixin', { appid: B.appid }).appsecret).toBe(B.appsecret);
  });

  test.each([[[]], [[{ appid: '', appsecret: '' }]], ['nonsense'], [[null]]])(
    'with %j for a platform is an error that says so',
    apps => {
      const { configuration } = configure({ apps: { qq: apps as never } });
      expect(thrownBy(() => configuration.defaultApp('qq')).msg).toContain("apps['qq']");
    },
  );
});
