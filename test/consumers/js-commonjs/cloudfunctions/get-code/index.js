// @ts-check
'use strict';
const vk = require('vk-openapi');

/** 生成小程序码 */
exports.main = async (/** @type {{ id: string }} */ event) => {
  const res = await vk.openapi.weixin.wxacode.getUnlimited({
    scene: `id=${event.id}`,
    page: 'pages/index/index',
    env_version: 'release',
    responseType: 'base64',
  });
  if (res.code !== 0) return res;
  return { code: 0, picture: res.base64 };
};

exports.refused = async () => {
  // @ts-expect-error 没有这个版本
  await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', env_version: 'beta' });
  // @ts-expect-error 缺少 scene
  await vk.openapi.weixin.wxacode.getUnlimited({ page: 'pages/index/index' });
  // @ts-expect-error 参数名写错
  await vk.openapi.weixin.wxacode.getUnlimited({ scene: 'a', pages: 'pages/index/index' });
  // @ts-expect-error 没有这个接口
  await vk.openapi.weixin.wxacode.getLimited({ scene: 'a' });
};
