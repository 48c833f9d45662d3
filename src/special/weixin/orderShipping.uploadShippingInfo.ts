import type { Adapter } from '../adapter';
import { withShortDescriptions, withUploadTime } from '../shipping';

/**
 * `upload_time` is filled in when it is missing; an `item_desc` longer than the platform allows is shortened, with
 * a warning.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/order_shipping/api_uploadshippinginfo.html
 */
export const uploadShippingInfo: Adapter = (params, context) =>
  context.request(withUploadTime(withShortDescriptions(params, context), context));
