import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './generator';

const TYPES = join(ROOT, 'src', 'generated', 'types').replace(/\\/g, '/');

/** What the strict compiler has against each body, the inside of an async function that has `vk`. */
function errorsOf(bodies: string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'vk-openapi-types-'));
  const files = bodies.map((body, i) => {
    const file = join(folder, `use${i}.ts`);
    writeFileSync(
      file,
      `import type { Openapi } from '${TYPES}';\ndeclare const vk: { openapi: Openapi };\nexport async function use() {\n${body}\n}\n`,
    );
    return file;
  });
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
  });
  const errors = files.map(file =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(diagnostic => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  );
  rmSync(folder, { recursive: true, force: true });
  return errors;
}

describe('the generated types', () => {
  const fine: [string, string][] = [
    [
      'narrow a result by its code',
      `const res = await vk.openapi.weixin.urlscheme.generate({ jump_wxa: { path: 'a' } });
       if (res.code !== 0) return res.msg;
       const link: string = res.openlink;
       return link;`,
    ],
    [
      'give a picture, a data URI or a stored file by the options',
      `const res = await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a' });
       if (res.code) return res.msg;
       const bytes: Buffer = res;
       const text = await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', responseType: 'base64' });
       if (text.code === 0) text.base64.length;
       const file = await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a' }, { cloudPath: 'a.png' });
       if (file.code === 0) file.fileID.length;
       return bytes;`,
    ],
    [
      'know other names of calls and groups, with the helpers of the call',
      `const res = await vk.openapi.weixin.order.getOrder({ transaction_id: '1' });
       if (res.code === 0) res.order.transaction_id.length;
       for await (const order of vk.openapi.weixin.order.getOrderList.pages({})) order.order_state;
       const traced = await vk.openapi.weixin.logistics.queryFollowTrace({ waybill_token: 'a' });
       if (traced.code === 0) traced.waybill_info.status;
       const message = { touser: 'o', templateId: 't', data: { thing1: 'a' } };
       await vk.openapi.weixin.subscribeMessage.send(message);`,
    ],
    [
      'ask for a user’s own token where a call takes one',
      `const user = await vk.openapi.weixin.app.auth.getUserInfo({ access_token: 'a', openid: 'o' });
       if (user.code === 0) user.avatar.length + user.gender;
       const login = await vk.openapi.weixin.h5.auth.code2Session({ code: 'c', needKey: true });
       if (login.code === 0) login.scope.length;
       // @ts-expect-error nothing can be done without it
       await vk.openapi.weixin.h5.oauth.getUserInfo({ openid: 'o' });
       // @ts-expect-error a mobile app has no token of its own
       await vk.openapi.weixin.app.request({ url: '/a' });`,
    ],
    [
      'take options beside the parameters and after them',
      `await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', appid: 'wx', appsecret: 's', timeout: 1 });
       await vk.openapi.qq.security.msgSecCheck({ content: 'a' }, { access_token: 't' });`,
    ],
    [
      'know the other names of calls and parameters',
      `await vk.openapi.weixin.auth.code2Session({ code: 'a', needKey: true });
       await vk.openapi.weixin.auth.code2Session({ js_code: 'a' });
       await vk.openapi.qq.acode.getMiniCode({ page: 'a' });
       await vk.openapi.weixin.decrypt.getPhoneNumber({ code: 'a', appId: 'wx' });
       await vk.openapi.weixin.subscribeMessage.getMessageTemplateList();`,
    ],
    [
      'know what adapters take and give',
      `const token: string = await vk.openapi.weixin.auth.getAccessToken({ cache: false });
       await vk.openapi.weixin.livebroadcast.getLiveInfo({ pageIndex: 1 });
       await vk.openapi.weixin.subscribeMessage.send({ touser: 'o', template_id: 't', data: { thing1: 'x', date2: { value: 1 } } });
       await vk.openapi.weixin.security.imgSecCheck({ base64: 'a' });
       const verdict = await vk.openapi.weixin.security.msgSecCheck({ content: 'a', version: 1 });
       if (verdict.code === 87014) verdict.result?.label;
       return token;`,
    ],
    [
      'know the universal call of each platform',
      `const res = await vk.openapi.weixin.request<{ openlink: string }>({ url: '/wxa/generatescheme', data: {} });
       if (res.code === 0) res.openlink.length;
       await vk.openapi.weixin.h5.request({ method: 'GET', url: '/x' });
       await vk.openapi.qq.request({ url: '/x' });`,
    ],
  ];

  const wrong: [string, string][] = [
    ['a missing parameter', `await vk.openapi.weixin.wxacode.getUnlimited({});`],
    [
      'a parameter the call does not have',
      `await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', with: 1 });`,
    ],
    [
      'a nested field that does not exist',
      `await vk.openapi.weixin.urlscheme.generate({ jump_wxa: { pth: 'a' } });`,
    ],
    ['a wrong type', `await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', width: 'wide' });`],
    [
      'an unlisted value',
      `await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', env_version: 'beta' });`,
    ],
    ['neither name of a parameter', `await vk.openapi.weixin.auth.code2Session({ needKey: true });`],
    [
      'a result used as if it could not fail',
      `(await vk.openapi.weixin.urlscheme.generate()).openlink.length;`,
    ],
    ['a call that does not exist', `await vk.openapi.weixin.wxacode.getUnlimitted({ scene: 'a' });`],
  ];
  // One program for all of them: most of the time goes into reading the types.
  let errors: string[][];
  beforeAll(() => {
    errors = errorsOf([...fine, ...wrong].map(([, body]) => body));
  });

  it.each(fine.map(([what], i) => [what, i] as const))('%s', (_what, i) => {
    expect(errors[i]).toEqual([]);
  });

  it.each(wrong.map(([what], i) => [what, fine.length + i] as const))(
    'make %s a compile error',
    (_what, i) => {
      expect(errors[i]).not.toEqual([]);
    },
  );

  it('show title, limits, own error meanings, the official page and English on a call', () => {
    const text = readFileSync(join(ROOT, 'src', 'generated', 'types.ts'), 'utf8');
    const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*getUnlimited:/.exec(text)![0];
    for (const part of [
      '小程序码',
      '每分钟 5,000 次',
      '40097 参数不对',
      '@see https://developers.weixin',
      '5,000/min',
    ]) {
      expect(comment).toContain(part);
    }
  });
});
