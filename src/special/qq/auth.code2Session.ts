import { login } from '../login';

/** @see https://q.qq.com/wiki/develop/miniprogram/server/open_port/port_login.html#code2session */
export const code2Session = login('mp-qq');
