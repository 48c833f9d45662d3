import type { Adapter } from '../adapter';
import { decrypted, phoneResult } from '../open-data';

/** Local decryption of a phone number: QQ has no call that exchanges a code for it. */
export const getPhoneNumber: Adapter = async (params, context) =>
  phoneResult(await decrypted(params, context));
