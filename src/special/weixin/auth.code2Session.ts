import { login } from '../login';

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html */
export const code2Session = login('mp-weixin');
