import { join } from 'node:path';
import { ROOT } from '../lib/layout';

/** The site's package. */
export const DOCS = join(ROOT, 'docs');
/** What VitePress reads: made from the catalogue and the guides, never edited. */
export const SOURCE = join(DOCS, '.site');
/** The built site; `docs/.vitepress/config.ts` says the same. */
export const BUILT = join(ROOT, 'dist', 'docs');
