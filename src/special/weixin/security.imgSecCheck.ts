import type { Adapter } from '../adapter';
import { takeImage } from '../image';
import { sayRisky } from '../risk';

const MAX_BYTES = 1_048_576;

/**
 * Picture check: `base64` (bare or a data URI) or `buffer`, at most 1,048,576 bytes, sent as the file `media`.
 * 87014 is a risky picture.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api-backend/open-api/sec-check/security.imgSecCheck.html
 */
export const imgSecCheck: Adapter = async (params, context) => {
  const { image, rest } = takeImage(params, MAX_BYTES);
  return sayRisky(await context.request({ ...rest, media: image }));
};
