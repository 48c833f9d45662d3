import { callPath, errorsPath, type Group, groupPath, platformPath, type Source, textOf } from './catalogue';
import { errorTable } from './call-page';
import { markdown } from './escape';
import { address, frontMatter, type Language, type Page } from './page';
import { WORDS } from './words';

const HEAD = frontMatter({ search: '', outline: false });

/** The pages that lead to the calls: all platforms, a platform, a group; and the lists of numbers. */
export function indexPages(source: Source, language: Language): Page[] {
  const groups = source.platforms.flatMap(platform => source.groups(platform));
  return [
    referencePage(source, language),
    ...source.platforms.map(platform => platformPage(source, platform, language)),
    ...groups.map(group => groupPage(group, language)),
    ...source.dictionaries.map(({ platforms, meanings }) => {
      const words = WORDS[language];
      const title = words.errorTitle(
        platforms.map(name => words.platforms[name]).join(language === 'zh' ? '和' : ', '),
      );
      const text = `${HEAD}# ${title}\n\n${words.errorIntro}\n\n${errorTable(meanings(language), language)}\n`;
      return { language, path: errorsPath(platforms[0]!), text };
    }),
  ];
}

function groupList(groups: readonly Group[], language: Language): string {
  return groups
    .map(group => {
      const titles = group.calls.slice(0, 4).map(call => markdown(textOf(call, language).title));
      const more = group.calls.length > titles.length ? ' …' : '';
      const count = WORDS[language].callCount(group.calls.length);
      const joined = titles.join(language === 'zh' ? '、' : '; ');
      return `- [${group.name}](${address(language, groupPath(group))}) <small>${count}</small><br><small>${joined}${more}</small>`;
    })
    .join('\n');
}

function referencePage(source: Source, language: Language): Page {
  const words = WORDS[language];
  const parts = source.platforms.map(platform => {
    const link = address(language, platformPath(platform));
    return `## [${words.platforms[platform]}](${link})\n\n${groupList(source.groups(platform), language)}`;
  });
  const errors = source.dictionaries.map(
    ({ platforms }) =>
      `- [${words.errorTitle(platforms.map(name => words.platforms[name]).join(', '))}](${address(language, errorsPath(platforms[0]!))})`,
  );
  const text = [
    `${HEAD}# ${words.reference}`,
    words.referenceIntro(source.calls.length),
    ...parts,
    `## ${words.errors}`,
    errors.join('\n'),
  ].join('\n\n');
  return { language, path: 'reference/', text: `${text}\n` };
}

function platformPage(source: Source, platform: string, language: Language): Page {
  const groups = source.groups(platform);
  const total = groups.reduce((sum, { calls }) => sum + calls.length, 0);
  const title = `${WORDS[language].platforms[platform]} \`${platform}\``;
  const text = `${HEAD}# ${title}\n\n${WORDS[language].callCount(total)}\n\n${groupList(groups, language)}\n`;
  return { language, path: platformPath(platform), text };
}

function groupPage(group: Group, language: Language): Page {
  const words = WORDS[language];
  const rows = group.calls.map(call => {
    const marks = [
      call.removed || call.deprecated ? words.deprecated : '',
      call.confidence === 'high' ? '' : words.unverified,
    ].filter(Boolean);
    const title = markdown(textOf(call, language).title);
    // Most calls are for admins: only what differs is worth the room on a phone.
    const level = call.level === 'admin' ? '' : ` <span class="badge">${words.levels[call.level]}</span>`;
    const status = marks.map(mark => ` <span class="badge warning">${mark}</span>`).join('');
    return `| [${call.name}](${address(language, callPath(call))}) | ${title}${level}${status} |`;
  });
  const platform = `[${words.platforms[group.platform]}](${address(language, platformPath(group.platform))})`;
  const text = [
    `${HEAD}# ${group.platform}.${group.name}`,
    `${platform} · ${words.callCount(group.calls.length)}`,
    [`| ${words.call} | ${words.what} |`, '| --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
  return { language, path: groupPath(group), text: `${text}\n` };
}
