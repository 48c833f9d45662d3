import type { Platform } from './platform';
import { weixin } from './weixin';

/** WeChat login of mobile apps (Open Platform). Only users have tokens here: no call takes one of the app's. */
export const weixinApp: Platform = {
  ...weixin,
  name: 'weixin.app',
  provider: 'weixin-app',
  client: 'app',
};
