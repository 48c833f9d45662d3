import { describeFrozen } from './frozen';

describeFrozen([
  ['weixin', 'meanwhile'],
  ['qq', 'late'],
]);
