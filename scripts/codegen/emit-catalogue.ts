import type { Catalogue } from './catalogue';

/**
 * `src/generated/catalogue.json`: everything that is known of the calls, texts included, for the reference
 * pages, the tools on a developer's machine and the tests. Nothing in src/ imports it.
 */
export function emitCatalogue({ calls, groupAliases, dictionaries, actions }: Catalogue): string {
  return `${JSON.stringify({ calls, groupAliases, dictionaries, actions: Object.fromEntries(actions) })}\n`;
}
