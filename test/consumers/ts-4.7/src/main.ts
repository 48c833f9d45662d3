/** Runs against the simulator: `node dist/main.js <url>`; prints what came out as JSON. */
import {
  createOpenapi,
  OpenapiError,
  type Answer,
  type TokenStore,
  type VkOpenapi,
  type Weixin,
} from 'vk-openapi';
import vk = require('vk-openapi');

/** A store of one's own. */
const rows = new Map<string, { value: string; expired: number }>();
const tokenStore: TokenStore = {
  get: async key => rows.get(key),
  compareAndSet: async (key, expected, next) => {
    const row = rows.get(key);
    if (row?.value !== expected?.value || row?.expired !== expected?.expired) return false;
    rows.set(key, next);
    return true;
  },
  remove: async key => rows.delete(key),
};

const opened = (url: string): VkOpenapi =>
  createOpenapi({
    apps: {
      weixin: [{ appid: 'wx00000000000000d1', appsecret: 'demo0secret0of0mini0program00001' }],
      qq: [{ appid: '1100000001', appsecret: 'demo0secret0qq01' }],
    },
    tokenStore,
    endpoints: { weixin: url, qq: url },
    http: { timeout: 60_000 },
    logger: { warn: () => undefined, debug: () => undefined },
  });

async function link(openapi: VkOpenapi, path: string): Promise<string | Weixin.Urlscheme.Generate.Result> {
  const params: Weixin.Urlscheme.Generate.Params = {
    jump_wxa: { path },
    is_expire: true,
    expire_type: 1,
    expire_interval: 30,
  };
  const res = await openapi.weixin.urlscheme.generate(params, { timeout: 60_000 });
  return res.code === 0 ? res.openlink : res;
}

/** A message of one's own for what is documented of the call. */
function excuse(code: Weixin.SubscribeMessage.Send.ErrorCode): string {
  switch (code) {
    case 43101:
      return '用户拒收';
    case 47003:
      return '模板不符';
    default:
      return '请稍后再试';
  }
}

async function main(url: string) {
  const openapi = opened(url);
  const scheme = await link(openapi, 'pages/index/index');
  const picture = await openapi.qq.acode.getMiniCode({ path: 'pages/index/index' });
  const named: Answer<{ data: unknown[] }, number> = await openapi.weixin.request<{ data: unknown[] }>({
    url: '/wxaapi/newtmpl/getcategory',
  });
  const rejected = await vk.openapi.weixin.auth.getAccessToken().catch((error: unknown) => error);
  return {
    link: typeof scheme === 'string' ? scheme.startsWith('weixin://') : scheme,
    picture: Buffer.isBuffer(picture) || picture,
    request: named.code,
    rejected: rejected instanceof OpenapiError,
    excuse: excuse(43101),
  };
}

export async function refused({ weixin, qq }: VkOpenapi) {
  // @ts-expect-error the path is not a number
  await weixin.urlscheme.generate({ jump_wxa: { path: 1 } });
  // @ts-expect-error no such parameter
  await weixin.urlscheme.generate({ jump_wxa: { path: 'a' }, expires: 1 });
  // @ts-expect-error the receiver is missing
  await weixin.subscribeMessage.send({ template_id: 't', data: {} });
  // @ts-expect-error a call of another platform
  await qq.urlscheme.generate({ jump_wxa: { path: 'a' } });
  // @ts-expect-error no documented number of the call
  excuse(1);
}

main(process.argv[2]!).then(outcome => console.log(JSON.stringify(outcome)));
