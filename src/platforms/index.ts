import type { PlatformName } from '../config/types';
import type { Platform } from './platform';
import { qq } from './qq';
import { weixin } from './weixin';
import { weixinApp } from './weixin-app';
import { weixinH5 } from './weixin-h5';

export type { EndpointRequest, Platform, QuotaWindow, TokenRequestOptions } from './platform';

/** The platforms by the names users write. */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  weixin,
  'weixin.h5': weixinH5,
  'weixin.app': weixinApp,
  qq,
};
