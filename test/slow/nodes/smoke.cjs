/**
 * What one Node must be able to do with the built module: `node smoke.cjs <module> <simulator>`. Written in the
 * JavaScript of Node 12. Prints one line of JSON with the outcomes.
 */
'use strict';

const [, , modulePath, url] = process.argv;
const { createOpenapi, OpenapiError, openapi: ready, expose } = require(modulePath);

const apps = {
  weixin: [{ appid: 'wx00000000000000d1', appsecret: 'demo0secret0of0mini0program00001' }],
  'weixin.h5': [{ appid: 'wx00000000000000e1', appsecret: 'demo0secret0of0official0account1' }],
  qq: [{ appid: '1100000001', appsecret: 'demo0secret0qq01' }],
};
const openapi = createOpenapi({
  apps,
  endpoints: { weixin: url, qq: url },
  secretKey: 'the secret key of the smoke test, long',
});
const openid = `o${'a'.repeat(27)}`;
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function main() {
  const outcomes = { node: process.version };
  const token = await openapi.weixin.auth.getAccessToken();
  outcomes.token = typeof token === 'string' && token.length > 20;
  const session = await openapi.weixin.auth.code2Session({ code: 'demo-smoke', needKey: true });
  outcomes.login = session.code === 0 && typeof session.encryptedKey === 'string';
  outcomes.decrypt = (
    await openapi.weixin.decrypt.getPhoneNumber({
      encryptedData: 'AAAA',
      iv: Buffer.alloc(16).toString('base64'),
      encryptedKey: session.encryptedKey,
    })
  ).code;
  outcomes.picture = Buffer.isBuffer(await openapi.weixin.wxacode.getUnlimited({ scene: 'a=1' }));
  outcomes.base64 = (
    await openapi.qq.acode.getMiniCode({ path: 'pages/index/index', responseType: 'base64' })
  ).code;
  outcomes.text = (await openapi.weixin.security.msgSecCheck({ content: '你好', openid })).version;
  outcomes.risky = (await openapi.qq.security.msgSecCheck({ content: '模拟广告' })).code;
  outcomes.upload = (await openapi.weixin.security.imgSecCheck({ buffer: png })).code;
  outcomes.failure = (
    await openapi.weixin.h5.templateMessage.send({ touser: openid, template_id: 'none' })
  ).code;
  outcomes.request = (await openapi.weixin.request({ url: '/wxaapi/newtmpl/getcategory' })).code;
  outcomes.many = (
    await Promise.all(Array.from({ length: 50 }, () => openapi.weixin.security.msgSecCheck({ content: 'a' })))
  ).every(res => res.code === 0);
  outcomes.unconfigured = (await ready.weixin.wxacode.getUnlimited({ scene: 'a' })).code;
  outcomes.rejects = await ready.qq.auth.getAccessToken().catch(error => error instanceof OpenapiError);
  outcomes.exposed = (await expose('weixin')({ action: 'constructor' }, { SOURCE: 'client' })).errCode;
  console.log(JSON.stringify(outcomes));
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
