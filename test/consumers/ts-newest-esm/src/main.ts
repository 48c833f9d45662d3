/** Runs against the simulator: `node dist/main.js <url>`; prints what came out as JSON. */
import vk, { createOpenapi, openapi as ready, OpenapiError } from 'vk-openapi';
import type { CallOptions, Hooks, OwnCode, Weixin, WeixinCode } from 'vk-openapi';

const asked: string[] = [];
const hooks: Hooks = { onRequest: ({ id }) => void asked.push(id) };

const openapi = createOpenapi({
  apps: {
    weixin: [{ appid: 'wx00000000000000d1', appsecret: 'demo0secret0of0mini0program00001' }],
    'weixin.h5': [{ appid: 'wx00000000000000e1', appsecret: 'demo0secret0of0official0account1' }],
  },
  tokenStore: 'memory',
  endpoints: { weixin: process.argv[2]! },
  http: { timeout: 60_000 },
  hooks,
});

const openid = `o${'a'.repeat(27)}`;
const options: CallOptions = { timeout: 60_000 };

async function judged(content: string): Promise<'clean' | 'risky' | WeixinCode | OwnCode> {
  const res = await openapi.weixin.security.msgSecCheck({ content, openid }, options);
  if (res.code === 0) return 'clean';
  return res.code === 87014 ? 'risky' : res.code;
}

async function rooms(): Promise<Weixin.Livebroadcast.GetLiveInfo.Item[]> {
  const found: Weixin.Livebroadcast.GetLiveInfo.Item[] = [];
  for await (const room of openapi.weixin.livebroadcast.getLiveInfo.pages({})) found.push(room);
  return found;
}

export async function refused(): Promise<void> {
  // @ts-expect-error the content is missing
  await openapi.weixin.security.msgSecCheck({ openid });
  // @ts-expect-error misspelt
  await openapi.weixin.security.msgSecCheck({ content: 'a', openId: openid });
  // @ts-expect-error no such option
  await openapi.weixin.security.msgSecCheck({ content: 'a' }, { retries: 1 });
  // @ts-expect-error what is passed on exactly must be there
  await openapi.weixin.h5.user.updateRemark({ openid, remark: undefined });
}

const rejected: unknown = await ready.weixin.auth.getAccessToken().catch((error: unknown) => error);
const outcome = {
  judged: await judged('你好'),
  rooms: Array.isArray(await rooms().catch(error => (error instanceof OpenapiError ? [] : error))),
  hooks: asked.length > 0,
  rejected: rejected instanceof OpenapiError && rejected.code,
  same: vk.openapi === ready,
};
console.log(JSON.stringify(outcome));
