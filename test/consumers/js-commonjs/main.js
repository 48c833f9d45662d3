// @ts-check
'use strict';
/** Runs against the simulator: `node main.js <url>`; prints what came out as JSON. */
const { createOpenapi, OpenapiError } = require('vk-openapi');

exports.main = async (/** @type {string} */ url) => {
  const openapi = createOpenapi({
    apps: { weixin: [{ appid: 'wx00000000000000d1', appsecret: 'demo0secret0of0mini0program00001' }] },
    endpoints: { weixin: url },
    http: { timeout: 60_000 },
  });
  const picture = await openapi.weixin.wxacode.getUnlimited({ scene: 'a=1' });
  if (picture.code) return { failed: picture.msg };
  const res = await openapi.weixin.urlscheme.generate({ jump_wxa: { path: 'pages/index/index' } });
  if (res.code !== 0) return { failed: res.msg };
  return {
    picture: picture.length > 0,
    link: res.openlink.startsWith('weixin://'),
    error: OpenapiError.name,
  };
};
