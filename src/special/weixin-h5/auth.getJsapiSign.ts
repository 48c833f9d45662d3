import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { signPage } from '../jsapi';

/** All that `wx.config` needs for a page: `config`, and the `url` that was signed. */
export const getJsapiSign: Adapter = async (params, context) => {
  const signed = await signPage(params, context);
  return 'failure' in signed ? signed.failure : succeed({ ...signed });
};
