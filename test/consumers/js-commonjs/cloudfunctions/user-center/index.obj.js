// @ts-check
'use strict';
const { openapi } = require('vk-openapi');

module.exports = {
  /** @param {string} code */
  async login(code) {
    const res = await openapi.weixin.auth.code2Session({ code });
    if (res.code !== 0) return { errCode: res.code, errMsg: res.msg };
    return { errCode: 0, openid: res.openid, unionid: res.unionid };
  },

  /** @param {{ encryptedData: string, iv: string, encryptedKey: string }} params */
  async phone(params) {
    const res = await openapi.weixin.decrypt.getPhoneNumber(params);
    if (res.code !== 0) return { errCode: res.code, errMsg: res.msg };
    return { errCode: 0, mobile: res.mobile };
  },
};
