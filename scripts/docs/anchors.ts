/** Anchors of headings as GitHub makes them; `docs/.vitepress/slug.ts` gives the site's headings the same. */
export function slug(heading: string): string {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-');
}

/** Hands out the anchors of one page: the second of a name gets a number. */
export class Anchors {
  private readonly taken = new Set<string>();

  next(heading: string): string {
    const first = slug(heading);
    let anchor = first;
    for (let n = 1; this.taken.has(anchor); n++) anchor = `${first}-${n}`;
    this.taken.add(anchor);
    return anchor;
  }
}
