import type { Call, Level } from '../codegen/catalogue';
import type { Language } from './page';

/** What the generated pages say around the catalogue's own texts. */
export interface Words {
  platforms: Record<string, string>;
  reference: string;
  guide: string;
  groups: string;
  call: string;
  what: string;
  status: string;
  overview: string;
  parameters: string;
  result: string;
  errors: string;
  frontEnd: string;
  cloudExample: string;
  pageExample: string;
  more: string;
  name: string;
  type: string;
  required: string;
  yes: string;
  no: string;
  note: string;
  code: string;
  meaning: string;
  remedy: string;
  request: string;
  local: string;
  limit: string;
  credential: Record<Call['credential'], string>;
  credentialName: string;
  levels: Record<Level, string>;
  levelRules: Record<Level, string>;
  reason: string;
  repeat: string;
  repeatable: string;
  official: string;
  alsoNamed: string;
  deprecated: string;
  useInstead: (link: string) => string;
  noReplacement: string;
  removed: (date: string) => string;
  unverified: string;
  unverifiedText: Record<'medium' | 'low', string>;
  noParameters: string;
  options: (link: string) => string;
  envelope: (link: string) => string;
  noFields: string;
  picture: string;
  text: string;
  bare: string;
  credentials: string;
  noErrors: string;
  otherErrors: (own: string, all: string) => string;
  pages: string;
  many: string;
  signed: Record<'pay' | 'user' | 'session' | 'fields', string>;
  apiSigned: Record<'supported' | 'required', string>;
  ownFunction: string;
  checked: Record<'user' | 'admin', string>;
  frontGuide: (link: string) => string;
  file: string;
  unit: (unit: string) => string;
  maxLength: (n: number) => string;
  range: (min: number | undefined, max: number | undefined) => string;
  maxBytes: (n: number) => string;
  fallback: (value: string) => string;
  chars: (chars: string) => string;
  computed: string;
  openid: string;
  fieldAlias: (names: string) => string;
  callCount: (n: number) => string;
  allGroups: string;
  englishOnly: string;
  errorTitle: (platform: string) => string;
  errorIntro: string;
  referenceIntro: (n: number) => string;
}

const zh: Words = {
  platforms: {
    weixin: '微信小程序',
    'weixin.h5': '微信公众号',
    'weixin.app': '微信移动应用',
    qq: 'QQ 小程序',
  },
  reference: '接口',
  guide: '指南',
  groups: '分组',
  call: '接口',
  what: '作用',
  status: '状态',
  overview: '概要',
  parameters: '参数',
  result: '返回',
  errors: '错误码',
  frontEnd: '谁能调用',
  cloudExample: '云函数示例',
  pageExample: 'uni-app 页面示例',
  more: '另见',
  name: '名称',
  type: '类型',
  required: '必填',
  yes: '是',
  no: '否',
  note: '说明',
  code: '错误码',
  meaning: '含义',
  remedy: '怎么办',
  request: '请求',
  local: '在本地计算，不发请求',
  limit: '限制',
  credential: {
    token: '`access_token`，自动获取和续期',
    secret: '直接使用 appsecret，不需要 access_token',
    user: '用户网页授权得到的 access_token',
    none: '不需要 access_token',
  },
  credentialName: '凭据',
  levels: { public: '任何人', user: '登录用户', admin: '管理员', server: '仅服务端', none: '不开放' },
  levelRules: {
    public: '**任何人**都可以调用：前端经 `openapi-weixin` 等云函数直接调用，不需要登录。',
    user: '默认只有**登录用户**可以调用。',
    admin: '默认只有**管理员**可以调用。',
    server: '**仅服务端**：只有云函数、定时任务等服务端代码能调用；任何配置都不会把它开放给前端。',
    none: '**不开放**：不能经 `expose` 调用。',
  },
  reason: '原因',
  repeat: '重试',
  repeatable: '重复调用无害，网络出错时会自动重试',
  official: '平台的官方文档',
  alsoNamed: '也叫',
  deprecated: '已弃用',
  useInstead: link => `请改用 ${link}。`,
  noReplacement: '平台已不再推荐使用。',
  removed: date => `平台已收回（${date}），调用只会得到平台的错误码。`,
  unverified: '未经核实',
  unverifiedText: {
    medium: '这个接口的部分资料未能与平台现行的文档核对，参数和字段请以平台为准。',
    low: '这个接口的资料来自旧文档或第三方，未能与平台现行的文档核对，请先小范围试用。',
  },
  noParameters: '没有参数。',
  options: link => `\`appid\`、\`timeout\` 等所有接口通用的选项见[参数与选项](${link})。`,
  envelope: link => `除 [\`code\`、\`msg\`、\`errcode\`、\`errmsg\`](${link}) 四个字段外，成功时还有：`,
  noFields: '只有通用的四个字段。',
  picture:
    '成功时得到图片的 `Buffer`；传 `responseType: "base64"` 得到 `{ code: 0, base64, contentType }`，传 `cloudPath` 则存入云存储，得到 `{ code: 0, fileID, contentType }`。失败时得到通用的四个字段。',
  text: '平台返回的不是 JSON，原文在 `data` 字段里。',
  bare: '直接得到字符串；失败时抛出 `OpenapiError`。',
  credentials: '返回值里含有凭据，不要交给前端。',
  noErrors: '平台的文档没有列出这个接口的错误码。',
  otherErrors: (own, all) =>
    `以 \`vk-openapi-\` 开头的错误码见[本模块自己的错误码](${own})，其他数字见[错误码大全](${all})。`,
  pages: '逐项遍历整个列表，自动翻页：',
  many: '发给很多人，结果按顺序一人一个：',
  signed: {
    pay: '请求要带支付签名 `pay_sig`：配置 `keys` 里的 `pay` 后自动计算。',
    user: '请求要带用户态签名：传入 `sessionKey` 或 `encryptedKey` 后自动计算。',
    session: '请求要带以 session_key 计算的签名：传入 `sessionKey` 或 `encryptedKey` 后自动计算。',
    fields: '请求要带以 session_key 计算的签名：传入 `sessionKey` 或 `encryptedKey` 后自动计算。',
  },
  apiSigned: {
    supported: '可以使用平台的 API 签名与加密：配置 `keys` 里的 `api` 后自动进行。',
    required: '必须使用平台的 API 签名与加密：在 `keys` 里配置 `api` 后自动进行。',
  },
  ownFunction: '写一个自己的云函数，在里面调用这个接口，只把页面需要的内容返回；页面调用那个云函数：',
  checked: {
    user: '写一个自己的云函数，核对登录状态后再调用：',
    admin: '写一个自己的云函数，核对调用者是管理员后再调用：',
  },
  frontGuide: link =>
    `当前版本的 \`openapi-*\` 云函数只对前端放行“任何人”一级，见[从前端直接调用](${link})。`,
  file: '文件',
  unit: unit => `单位 ${unit}`,
  maxLength: n => `至多 ${n} 个字符`,
  range: (min, max) =>
    max === undefined ? `不小于 ${min}` : min === undefined ? `不大于 ${max}` : `${min}～${max}`,
  maxBytes: n => `至多 ${n.toLocaleString('en-US')} 字节`,
  fallback: value => `默认 \`${value}\``,
  chars: chars => `只能用这些字符：\`${chars}\``,
  computed: '不填时自动计算',
  openid: '用户的 openid',
  fieldAlias: names => `也可以写作 ${names}`,
  callCount: n => `${n} 个接口`,
  allGroups: '全部分组',
  englishOnly: '这一篇目前只有英文。',
  errorTitle: platform => `${platform}的错误码`,
  errorIntro: '平台的错误码、含义和处理办法。某个接口另有含义时，以该接口的页面为准。',
  referenceIntro: n =>
    `共 ${n} 个接口。搜索框可以按中文名、接口名、平台路径查找；这里没有的接口，用通用请求 \`request\` 调用。`,
};

const en: Words = {
  platforms: {
    weixin: 'WeChat mini program',
    'weixin.h5': 'WeChat official account',
    'weixin.app': 'mobile app with WeChat login',
    qq: 'QQ mini program',
  },
  reference: 'Calls',
  guide: 'Guide',
  groups: 'Groups',
  call: 'Call',
  what: 'What it does',
  status: 'Status',
  overview: 'Overview',
  parameters: 'Parameters',
  result: 'Result',
  errors: 'Error codes',
  frontEnd: 'Who may call it',
  cloudExample: 'In a cloud function',
  pageExample: 'In a uni-app page',
  more: 'See also',
  name: 'Name',
  type: 'Type',
  required: 'Required',
  yes: 'yes',
  no: 'no',
  note: 'Note',
  code: 'Code',
  meaning: 'Meaning',
  remedy: 'What to do',
  request: 'Request',
  local: 'Computed locally, nothing is sent',
  limit: 'Limits',
  credential: {
    token: '`access_token`, fetched and renewed by itself',
    secret: 'the appsecret itself, no access_token',
    user: "the user's access_token of OAuth",
    none: 'no access_token needed',
  },
  credentialName: 'Credential',
  levels: {
    public: 'anyone',
    user: 'logged-in users',
    admin: 'admins',
    server: 'servers only',
    none: 'nobody',
  },
  levelRules: {
    public:
      '**Anyone**: a front end may call it directly through `openapi-weixin` and its like, without a login.',
    user: '**Logged-in users** by default.',
    admin: '**Admins** by default.',
    server:
      '**Servers only**: nothing but server code may call it (functions, timers); no configuration opens it to front ends.',
    none: '**Nobody**: cannot be called through `expose`.',
  },
  reason: 'Why',
  repeat: 'Retries',
  repeatable: 'Harmless to repeat: tried again by itself when the network fails',
  official: "The platform's own page",
  alsoNamed: 'Also named',
  deprecated: 'Deprecated',
  useInstead: link => `Use ${link} instead.`,
  noReplacement: 'The platform no longer recommends it.',
  removed: date => `Withdrawn by the platform (${date}): the call only gets the platform's error code.`,
  unverified: 'Unverified',
  unverifiedText: {
    medium:
      'Part of what is known of this call could not be checked against current documents; the platform has the last word on parameters and fields.',
    low: "What is known of this call comes from old or foreign documents and could not be checked against the platform's current ones. Try it on a small scale first.",
  },
  noParameters: 'No parameters.',
  options: link =>
    `For \`appid\`, \`timeout\` and the other options of every call see [Parameters and options](${link}).`,
  envelope: link => `Beyond [\`code\`, \`msg\`, \`errcode\` and \`errmsg\`](${link}), a success has:`,
  noFields: 'The four common fields only.',
  picture:
    'A `Buffer` with the picture; with `responseType: "base64"` it is `{ code: 0, base64, contentType }`, with `cloudPath` the picture goes to cloud storage and the result is `{ code: 0, fileID, contentType }`. A failure is the four common fields.',
  text: "The platform's answer is no JSON; its text is in `data`.",
  bare: 'A bare string; a failure throws an `OpenapiError`.',
  credentials: 'The result holds credentials: never hand it to a front end.',
  noErrors: "The platform's documents list no error codes for this call.",
  otherErrors: (own, all) =>
    `For codes that begin with \`vk-openapi-\` see [This module's own codes](${own}), for other numbers [all error codes](${all}).`,
  pages: 'To walk the whole list, page after page:',
  many: 'To send to many, with a result for each in their order:',
  signed: {
    pay: 'Carries a payment signature `pay_sig`, computed from `pay` of the configured `keys`.',
    user: "Carries a signature of the user's session, computed from `sessionKey` or `encryptedKey`.",
    session: 'Carries a signature by session_key, computed from `sessionKey` or `encryptedKey`.',
    fields: 'Carries a signature by session_key, computed from `sessionKey` or `encryptedKey`.',
  },
  apiSigned: {
    supported:
      "May use the platform's signing and encryption: done by itself once `api` of `keys` is configured.",
    required: "Needs the platform's signing and encryption: configure `api` of `keys`.",
  },
  ownFunction:
    'Make the call in a function of your own that returns only what the page needs; the page calls that function:',
  checked: {
    user: 'Write a function of your own that checks the login first:',
    admin: 'Write a function of your own that checks for an admin first:',
  },
  frontGuide: link =>
    `In this version the \`openapi-*\` functions let front ends make calls of the level “anyone” only, see [Calling from the front end](${link}).`,
  file: 'file',
  unit: unit => `in ${unit}`,
  maxLength: n => `at most ${n} characters`,
  range: (min, max) =>
    max === undefined ? `at least ${min}` : min === undefined ? `at most ${max}` : `${min} to ${max}`,
  maxBytes: n => `at most ${n.toLocaleString('en-US')} bytes`,
  fallback: value => `\`${value}\` by default`,
  chars: chars => `these characters only: \`${chars}\``,
  computed: 'computed when absent',
  openid: "a user's openid",
  fieldAlias: names => `also written ${names}`,
  callCount: n => (n === 1 ? '1 call' : `${n} calls`),
  allGroups: 'All groups',
  englishOnly: '',
  errorTitle: platform => `Error codes: ${platform}`,
  errorIntro:
    'The numbers of the platform, what they mean and what to do. Where a number means something else to a call, its page says so.',
  referenceIntro: n =>
    `${n} calls. The search finds calls by title, name and the platform's path; for a call that is not here there is the universal \`request\`. Where a call's page has no English, it shows the Chinese.`,
};

export const WORDS: Record<Language, Words> = { zh, en };
