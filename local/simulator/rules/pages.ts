import type { App } from '../state/apps';

/** Whether the released version has this page; `''` is the home page. A query is cut off first if one may be there. */
export function isReleased(app: App, page: string, mayHaveQuery: boolean): boolean {
  const path = mayHaveQuery ? page.replace(/\?.*$/s, '') : page;
  return path === '' || app.pages.includes(path);
}
