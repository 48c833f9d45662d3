import type { Adapter } from '../adapter';
import { takeImage } from '../image';
import { sayRisky } from '../risk';

/**
 * Picture check: `base64` (bare or a data URI) or `buffer`, sent as the file `media`. 87014 is a risky picture.
 *
 * @see https://q.qq.com/wiki/develop/miniprogram/server/open_port/port_safe.html#security-imgseccheck
 */
export const imgSecCheck: Adapter = async (params, context) => {
  const { image, rest } = takeImage(params);
  return sayRisky(await context.request({ ...rest, media: image }));
};
