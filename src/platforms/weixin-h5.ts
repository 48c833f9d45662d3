import type { Platform } from './platform';
import { weixin } from './weixin';

/** WeChat official account: the same hosts, numbers and token endpoint as the mini program's, other names. */
export const weixinH5: Platform = {
  ...weixin,
  name: 'weixin.h5',
  provider: 'weixin-h5',
  client: 'h5-weixin',
};
