// @ts-check
'use strict';
const { openapi } = require('vk-openapi');

/**
 * 发一条订阅消息；接收人拒收不算失败
 * @param {{ openid: string, goods: string }} event
 */
exports.main = async event => {
  /** @type {import('vk-openapi').Weixin.SubscribeMessage.Send.Params} */
  const message = {
    touser: event.openid,
    template_id: 'template',
    page: 'pages/order/order',
    data: { thing1: { value: event.goods }, date2: '2026-11-20' },
  };
  const res = await openapi.weixin.subscribeMessage.send(message);
  if (res.code === 43101) return { code: 0, refused: true };
  if (res.code === 'vk-openapi-timeout') return { code: 1, again: true };
  return res;
};

/** 发给许多人 */
exports.many = async (/** @type {string[]} */ openids) => {
  const list = openids.map(touser => ({ touser, template_id: 'template', data: {} }));
  const answers = await openapi.weixin.subscribeMessage.send.many(list, {
    concurrency: 5,
    onProgress: ({ done, total }) => console.log(`${done}/${total}`),
  });
  return answers.filter(answer => answer.code !== 0).map(answer => answer.msg);
};

exports.refused = async () => {
  const res = await openapi.weixin.urlscheme.generate({ jump_wxa: { path: 'pages/index/index' } });
  // @ts-expect-error 成功以后才一定有 openlink
  res.openlink.length;
  // @ts-expect-error 平台没有这个错误码
  return res.code === 123454321;
};
