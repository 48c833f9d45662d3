import type { Call } from '../codegen/catalogue';
import { callerParams, isRequired } from '../codegen/caller-params';
import { callPath, errorsPath, type Source, textOf } from './catalogue';
import { code, escapeHtml, html, markdown } from './escape';
import {
  cloudExample,
  checkedExample,
  directExample,
  indirectExample,
  manyExample,
  pagesExample,
} from './examples';
import { fieldTable } from './fields';
import type { Guides } from './guides';
import { address, frontMatter, type Language, type Page } from './page';
import { WORDS } from './words';

const fence = (text: string): string => `\`\`\`js\n${text}\n\`\`\``;
const section = (title: string, ...parts: string[]): string =>
  [`## ${title}`, ...parts.filter(part => part !== '')].join('\n\n');
const box = (kind: 'danger' | 'warning' | 'info', title: string, text: string): string =>
  `::: ${kind} ${title}\n${text}\n:::`;

/** Writes the page of a call in one language. */
export class CallPage {
  private readonly words;
  private readonly text;

  constructor(
    private readonly call: Call,
    private readonly source: Source,
    private readonly guides: Guides,
    private readonly language: Language,
  ) {
    this.words = WORDS[language];
    this.text = textOf(call, language);
  }

  page(): Page {
    const { call, language, words, text } = this;
    const parts = [
      `# ${markdown(text.title)}`,
      this.name(),
      this.status(),
      markdown(text.notes),
      this.facts(),
      section(words.cloudExample, fence(cloudExample(call, language)), this.helpers()),
      this.parameters(),
      this.result(),
      this.errors(),
      this.frontEnd(),
      this.more(),
    ];
    const head = frontMatter({
      title: text.title,
      titleTemplate: call.id,
      description: [text.title, text.notes].filter(Boolean).join(' ').slice(0, 200),
      call: call.id,
      search: this.searchText(),
    });
    return { language, path: callPath(call), text: `${head}${parts.filter(Boolean).join('\n\n')}\n` };
  }

  /** What the search finds the page by; the whole text of so many pages would be megabytes. */
  private searchText(): string {
    const { call, source } = this;
    const names = callerParams(call).map(param => param.name);
    const other = textOf(call, this.language === 'zh' ? 'en' : 'zh').title;
    return [call.id, call.path, ...source.otherNames(call), this.text.notes, other, ...names].join(' ');
  }

  private name(): string {
    const { call, words } = this;
    const badges = [
      call.removed || call.deprecated ? `<span class="badge danger">${words.deprecated}</span>` : '',
      call.confidence === 'high' ? '' : `<span class="badge warning">${words.unverified}</span>`,
      `<span class="badge">${words.platforms[call.platform]}</span>`,
      `<span class="badge">${words.levels[call.level]}</span>`,
    ];
    return `<p class="call-name" v-pre>${code(`vk.openapi.${call.id}`)} ${badges.filter(Boolean).join(' ')}</p>`;
  }

  private link(id: string): string {
    const target = this.source.find(id);
    return target ? `[${id}](${address(this.language, callPath(target))})` : `\`${id}\``;
  }

  private status(): string {
    const { call, words } = this;
    const boxes: string[] = [];
    if (call.removed || call.deprecated) {
      const texts = [
        call.removed ? words.removed(call.removed) : '',
        call.replacedBy
          ? words.useInstead(this.link(call.replacedBy))
          : call.removed
            ? ''
            : words.noReplacement,
      ];
      boxes.push(box(call.removed ? 'danger' : 'warning', words.deprecated, texts.filter(Boolean).join(' ')));
    }
    if (call.confidence !== 'high')
      boxes.push(box('warning', words.unverified, words.unverifiedText[call.confidence]));
    return boxes.join('\n\n');
  }

  private facts(): string {
    const { call, words, language } = this;
    const limit = language === 'zh' ? call.limit : (call.enLimit ?? call.limit);
    const request =
      call.method === 'LOCAL'
        ? escapeHtml(words.local)
        : code(`${call.method} ${call.origin ?? ''}${call.path}`);
    const rows = [
      [words.request, request],
      [words.credentialName, call.method === 'LOCAL' ? '' : html(words.credential[call.credential])],
      [words.limit, limit ? html(limit) : ''],
      [words.repeat, call.repeatable && call.method !== 'LOCAL' ? html(words.repeatable) : ''],
    ].filter(([, value]) => value !== '');
    const cells = rows.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`);
    return `<table class="facts" v-pre><tbody>\n${cells.join('\n')}\n</tbody></table>`;
  }

  private helpers(): string {
    const { call, words } = this;
    const parts: string[] = [];
    if (call.paged) parts.push(words.pages, fence(pagesExample(call)));
    if (call.many && callerParams(call).some(param => param.name === 'touser'))
      parts.push(words.many, fence(manyExample(call)));
    return parts.join('\n\n');
  }

  private parameters(): string {
    const { call, words, language } = this;
    const params = callerParams(call);
    const required = new Set(params.filter(isRequired).map(param => param.name));
    return section(
      words.parameters,
      params.length === 0
        ? words.noParameters
        : fieldTable(params, language, field => required.has(field.name)),
      ...call.signed.map(kind => words.signed[kind]),
      call.apiSigned ? words.apiSigned[call.apiSigned] : '',
      words.options(this.guides.link(language, 'options')),
    );
  }

  private result(): string {
    const { call, words, language } = this;
    const title = words.result;
    if (call.answer === 'binary') return section(title, words.picture);
    if (call.rejects) return section(title, words.bare);
    if (call.answer === 'text') return section(title, words.text);
    const fields = call.result.kind === 'object' ? call.result.fields : [];
    const own = fields.filter(({ name }) => !['code', 'msg', 'errcode', 'errmsg'].includes(name));
    if (own.length === 0) return section(title, words.noFields);
    return section(
      title,
      call.credentials.length > 0 ? box('danger', words.credentialName, words.credentials) : '',
      words.envelope(this.guides.link(language, 'results')),
      fieldTable(own, language),
    );
  }

  private errors(): string {
    const { call, words, language, guides } = this;
    const meanings = this.source.errors(call, language);
    const dictionary = this.source.dictionaries.find(({ platforms }) => platforms.includes(call.platform));
    return section(
      words.errors,
      meanings.length === 0 ? words.noErrors : errorTable(meanings, language),
      words.otherErrors(
        guides.link(language, 'codes'),
        address(language, errorsPath(dictionary?.platforms[0] ?? 'weixin')),
      ),
    );
  }

  private frontEnd(): string {
    const { call, words, language, guides } = this;
    const reason = language === 'zh' ? call.levelReason : undefined;
    const why = reason ? `${words.reason}${language === 'zh' ? '：' : ': '}${markdown(reason)}` : '';
    const parts = [[words.levelRules[call.level], why].filter(Boolean).join(' ')];
    if (call.level !== 'public') parts.push(words.frontGuide(guides.link(language, 'frontEnd')));
    parts.push(`### ${words.pageExample}`);
    if (call.level === 'public') parts.push(fence(directExample(call)));
    else if (call.level === 'user' || call.level === 'admin')
      parts.push(
        words.checked[call.level],
        fence(checkedExample(call.level, call, language)),
        fence(indirectExample(language)),
      );
    else parts.push(words.ownFunction, fence(indirectExample(language)));
    return section(words.frontEnd, ...parts);
  }

  private more(): string {
    const { call, words } = this;
    const names = this.source.otherNames(call).map(name => `\`${name}\``);
    const items = [
      call.page ? `- [${words.official}](${call.page})` : '',
      names.length > 0 ? `- ${words.alsoNamed} ${names.join(this.language === 'zh' ? '、' : ', ')}` : '',
    ].filter(Boolean);
    return items.length === 0 ? '' : section(words.more, items.join('\n'));
  }
}

/** Numbers with what they mean and what to do. */
export function errorTable(
  meanings: readonly { code: number; meaning: string; remedy: string }[],
  language: Language,
): string {
  const words = WORDS[language];
  const head = [words.code, words.meaning, words.remedy].map(text => `<th>${text}</th>`).join('');
  const rows = meanings.map(
    ({ code: number, meaning, remedy }) =>
      `<tr><td class="name">${code(String(number))}</td><td>${html(meaning)}</td><td class="remedy">${html(remedy)}</td></tr>`,
  );
  return `<table class="errors" v-pre><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
