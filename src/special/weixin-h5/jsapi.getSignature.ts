import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { signPage } from '../jsapi';

/** The same signature as `auth.getJsapiSign`, with the fields of `wx.config` in the result itself. */
export const getSignature: Adapter = async (params, context) => {
  const signed = await signPage(params, context);
  return 'failure' in signed ? signed.failure : succeed({ ...signed.config });
};
