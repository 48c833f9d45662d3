import { describeFrozen } from '../../fleet/frozen';

describeFrozen([
  ['weixin', 'late'],
  ['weixin.h5', 'meanwhile'],
  ['weixin.h5', 'late'],
  ['qq', 'meanwhile'],
]);
