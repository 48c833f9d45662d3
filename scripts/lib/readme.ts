const FENCE = /^(```|~~~)/;
const IMAGE = /!\[[^\]]*\]\((?!https?:)[^)]*\)/g;
const LINK = /\[([^\]]*)\]\((?!https?:|mailto:|#)[^)]*\)/g;

/**
 * The README for a place where the repository's other files are not: links and pictures that lead to them
 * would lead nowhere, so their text stays and the link goes. Code is left as it is.
 */
export function standaloneReadme(markdown: string): string {
  let code = false;
  return markdown
    .split('\n')
    .map(line => {
      if (FENCE.test(line.trim())) code = !code;
      return code ? line : line.replace(IMAGE, '').replace(LINK, '$1');
    })
    .join('\n');
}
