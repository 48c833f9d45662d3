import type { Adapter } from '../adapter';
import { withWrappedData } from '../template-data';

/** Bare values of `data` are taken as `{ value }`. */
export const send: Adapter = (params, context) => context.request(withWrappedData(params));
