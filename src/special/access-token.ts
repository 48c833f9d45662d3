import type { Adapter } from './adapter';

/**
 * The app's access_token as bare text. `cache: false` asks the platform again by one plain request, never a
 * forced one, and stores the answer. Rejects with an `OpenapiError`.
 */
export const getAccessToken: Adapter = (params, context) => context.token(params.cache !== false);
