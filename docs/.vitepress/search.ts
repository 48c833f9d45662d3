/*
 * The search runs in the browser. Its functions are sent there as text, so they may use nothing from outside
 * themselves. Chinese has no spaces: a run of characters is indexed as its pairs, so that any two or more
 * characters in a row are found, wherever a dictionary would put the bounds of words.
 */

/** The terms of a page: pairs of Chinese characters, words, and the parts of names such as `getUnlimited`. */
export function indexTerms(text: string): string[] {
  const terms: string[] = [];
  for (const run of text.match(/[\u3400-\u9fff]+|[A-Za-z0-9]+/g) ?? []) {
    if (!/[\u3400-\u9fff]/.test(run)) {
      terms.push(run);
      const parts = run.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
      if (parts.length > 1) terms.push(...parts);
      continue;
    }
    // The last character on its own: a single one is found as the beginning of a term.
    for (let i = 0; i < run.length; i++) terms.push(run.slice(i, i + 2));
  }
  return terms;
}

/** The terms of a question; all of them must be there. */
export function searchTerms(text: string): string[] {
  const terms: string[] = [];
  for (const run of text.match(/[\u3400-\u9fff]+|[A-Za-z0-9]+/g) ?? []) {
    if (!/[\u3400-\u9fff]/.test(run) || run.length === 1) terms.push(run);
    else for (let i = 0; i + 1 < run.length; i++) terms.push(run.slice(i, i + 2));
  }
  return terms;
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A value of a generated page's head, which is JSON on a line of its own. */
const headValue = (source: string, name: string): string | undefined => {
  const value = new RegExp(`^---\n(?:.*\n)*?${name}: (".*")\n`).exec(source)?.[1];
  return value === undefined ? undefined : (JSON.parse(value) as string);
};

/**
 * What is indexed of a generated page: its head says it, because the whole text of so many would be megabytes in
 * the browser, and rendering them once more minutes at every build. `undefined` for a page that is written by hand.
 */
export function searchPage(source: string): string | undefined {
  const search = headValue(source, 'search');
  if (search === undefined || search === '') return search;
  const name = escape(headValue(source, 'title') ?? '');
  return `<h1 id="top">${name} <a class="header-anchor" href="#top">#</a></h1><p>${escape(search)}</p>`;
}
