import type { Call } from '../codegen/catalogue';
import type { Language } from './page';
import { sampleParams } from './samples';

const SAY: Record<
  Language,
  Record<'failed' | 'token' | 'secret' | 'bytes' | 'yours' | 'login' | 'admin', string>
> = {
  zh: {
    failed: 'res.msg 用中文说明错在哪里、该怎么办',
    token: '字符串；失败时抛出 OpenapiError',
    secret: '返回值里有凭据，只在服务端使用，不要交给前端',
    bytes: 'res.base64 可以直接放进 <image src>',
    yours: '换成你自己的云函数的名字和参数',
    login: '请先登录',
    admin: '需要管理员',
  },
  en: {
    failed: 'res.msg says in Chinese what is wrong and what to do',
    token: 'a string; a failure throws an OpenapiError',
    secret: 'holds credentials: for server code only, never for a front end',
    bytes: 'res.base64 goes straight into <image src>',
    yours: 'the name and parameters of your own function',
    login: 'please log in first',
    admin: 'for admins only',
  },
};

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The first fields of a result that may be handed on. */
function resultFields(call: Call): string[] {
  if (call.result.kind !== 'object') return [];
  const fields = call.result.fields.filter(
    ({ name, credential }) =>
      IDENTIFIER.test(name) && !credential && !['code', 'msg', 'errcode', 'errmsg'].includes(name),
  );
  return fields.slice(0, 3).map(({ name }) => name);
}

/** The statements that make the call and hand its result on, inside a function with `event`. */
export function callStatements(call: Call, language: Language): string {
  const say = SAY[language];
  const params = sampleParams(call, '  ');
  const name = `vk.openapi.${call.id}`;
  if (call.rejects) return `  const value = await ${name}(${params}); // ${say.token}`;
  if (call.answer === 'binary') {
    const all = params === '' ? '' : `${params}, `;
    return [
      `  const res = await ${name}(${all === '' ? '{}, ' : all}{ responseType: 'base64' });`,
      `  if (res.code !== 0) return res; // ${say.failed}`,
      `  return res; // ${say.bytes}`,
    ].join('\n');
  }
  const lines = [`  const res = await ${name}(${params});`];
  if (call.result.kind !== 'object') return `${lines[0]}\n  return res;`;
  lines.push(`  if (res.code !== 0) return res; // ${say.failed}`);
  const fields = call.answer === 'text' ? ['data'] : resultFields(call);
  if (call.credentials.length > 0) lines.push(`  // ${say.secret}`, '  return { code: 0 };');
  else lines.push(`  return { code: 0${fields.map(field => `, ${field}: res.${field}`).join('')} };`);
  return lines.join('\n');
}

/** The call in a cloud function. */
export function cloudExample(call: Call, language: Language): string {
  const takesEvent = /\bevent\b/.test(callStatements(call, language));
  return [
    "const vk = require('vk-openapi');",
    '',
    `exports.main = async ${takesEvent ? 'event' : '()'} => {`,
    callStatements(call, language),
    '};',
  ].join('\n');
}

/** A cloud function of the reader's own that asks who is calling first. */
export function checkedExample(level: 'user' | 'admin', call: Call, language: Language): string {
  const say = SAY[language];
  const check =
    level === 'user'
      ? [`  if (user.errCode) return { code: user.errCode, msg: '${say.login}' };`]
      : [
          `  if (user.errCode) return { code: user.errCode, msg: '${say.login}' };`,
          `  if (!user.role.includes('admin')) return { code: 'forbidden', msg: '${say.admin}' };`,
        ];
  return [
    "const uniID = require('uni-id-common');",
    "const vk = require('vk-openapi');",
    '',
    'exports.main = async (event, context) => {',
    '  const user = await uniID.createInstance({ context }).checkToken(event.uniIdToken);',
    ...check,
    callStatements(call, language),
    '};',
  ].join('\n');
}

/** The functions that ship with the module, by platform. */
const functionOf = (platform: string): string => (platform === 'qq' ? 'openapi-qq' : 'openapi-weixin');

/** The call from a page, straight through the function that ships with the module. */
export function directExample(call: Call): string {
  const scope = call.platform === 'qq' ? 'qq.' : 'weixin.';
  const params = sampleParams(call, '    ');
  return [
    'const { result } = await uniCloud.callFunction({',
    `  name: '${functionOf(call.platform)}',`,
    `  data: {`,
    `    action: '${call.id.slice(scope.length)}',`,
    `    params: ${params === '' ? '{}' : params},`,
    '  },',
    '});',
    "if (result.code !== 0) uni.showToast({ title: result.msg, icon: 'none' });",
  ].join('\n');
}

/** A page that calls a function of the reader's own. */
export function indirectExample(language: Language): string {
  return [
    'const { result } = await uniCloud.callFunction({',
    `  name: 'my-function', // ${SAY[language].yours}`,
    '  data: {},',
    '});',
    "if (result.code !== 0) uni.showToast({ title: result.msg, icon: 'none' });",
  ].join('\n');
}

/** The helpers that some calls have. */
export function pagesExample(call: Call): string {
  return [
    `for await (const item of vk.openapi.${call.id}.pages(${sampleParams(call, '')})) {`,
    '  console.log(item);',
    '}',
  ].join('\n');
}

export function manyExample(call: Call): string {
  const each = sampleParams(call, '  ').replace(/touser: '[^']*'/, 'touser');
  return [
    `const results = await vk.openapi.${call.id}.many(`,
    `  openids.map(touser => (${each})),`,
    '  { concurrency: 10 },',
    ');',
    'const failed = results.filter(res => res.code !== 0);',
  ].join('\n');
}
