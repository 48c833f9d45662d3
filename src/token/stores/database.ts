import type { TokenStore } from '../store';
import { collectionStore } from './collection';

/**
 * The official shared convention: the rows of `uni-open-bridge-common` 1.2.x, so that the official modules of the
 * same space use the same tokens. `value` is a text and `expired` a number, whatever the schema says.
 */
export function databaseStore(): TokenStore {
  return collectionStore({ collection: 'opendb-open-data', expiredField: 'expired' });
}
