/** Texts of the catalogue as they stand in a page. What is HTML here is inside an element with `v-pre`. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, char => ENTITIES[char]!);

export const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** A text of the catalogue in HTML: code between backticks, nothing else marked. */
export const html = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? code(part) : escapeHtml(part)))
    .join('')
    .replace(/\n+/g, '<br>');

/**
 * The same in Markdown, on one line. Vue would evaluate double braces, also where Markdown wrote them as entities,
 * so they get an element that it leaves alone.
 */
export const markdown = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .split(/`([^`]+)`/)
    .map((part, i) =>
      i % 2 === 1
        ? `\`${part.replace(/\|/g, '\\|')}\``
        : part.replace(/[\\*_[\]<>|#~$&]/g, '\\$&').replace(/\{\{/g, '<span v-pre>{{</span>'),
    )
    .join('');
