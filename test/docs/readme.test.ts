import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCall } from '../../src/call/table';
import { readPage, ROOT } from './markdown';

const READMES = ['README.zh-CN.md', 'README.md'];

const SEVENTEEN = [
  'weixin.auth.getAccessToken',
  'weixin.auth.code2Session',
  'weixin.decrypt.getPhoneNumber',
  'weixin.wxacode.getUnlimited',
  'weixin.urlscheme.generate',
  'weixin.security.msgSecCheck',
  'weixin.security.imgSecCheck',
  'weixin.subscribeMessage.send',
  'weixin.uniformMessage.send',
  'weixin.h5.templateMessage.send',
  'weixin.livebroadcast.getLiveInfo',
  'qq.auth.getAccessToken',
  'qq.auth.code2Session',
  'qq.acode.getMiniCode',
  'qq.security.msgSecCheck',
  'qq.security.imgSecCheck',
  'qq.subscribeMessage.send',
];

const REQUEST = /^(weixin|weixin\.h5|qq)\.request$/;

/** The call that has the helper a name ends in, if it has it. */
function withoutHelper(name: string): string {
  const [, id = '', helper] = /^(.*)\.(pages|many)$/.exec(name) ?? [];
  const call = findCall(id);
  return call && (helper === 'pages' ? call.paging : call.many) ? id : name;
}

/** The names in the table of neighbouring calls: groups, then calls or whole groups (`decrypt.*`). */
function neighbours(rows: string[]): string[] {
  return rows.flatMap(row => {
    const [, first = '', second = ''] = row.split('|');
    const group = /^\s*`((?:weixin|qq)(?:\.h5)?(?:\.\w+)?)`\s*$/.exec(first)?.[1];
    if (group === undefined || !/`\w/.test(second)) return [];
    const names = [...second.matchAll(/`([\w.]+)`/g)].map(match => `${group}.${match[1]!}`);
    return names.every(name => name.split('.').length > 2) ? names : [];
  });
}

describe.each(READMES)('%s', file => {
  const page = readPage(file);
  const text = readFileSync(join(ROOT, file), 'utf8');

  test('has a chapter with an example for each of the seventeen calls, in order', () => {
    const chapters = page.headings.filter(({ level }) => level === 4).map(({ text: title }) => title);
    expect(chapters).toEqual(SEVENTEEN);
    const code = page.blocks.map(block => block.code).join('\n');
    expect(SEVENTEEN.filter(id => !code.includes(`vk.openapi.${id}(`))).toEqual([]);
  });

  test('calls nothing that does not exist', () => {
    const called = page.blocks.flatMap(({ code }) =>
      [...code.matchAll(/openapi\.((?:weixin|qq)[\w.]*)\(/g)].map(match => withoutHelper(match[1]!)),
    );
    expect(called.length).toBeGreaterThan(20);
    expect(called.filter(id => !REQUEST.test(id) && findCall(id) === undefined)).toEqual([]);
  });

  test('lists no neighbouring call that does not exist', () => {
    const names = neighbours(page.rows);
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter(id => findCall(id) === undefined)).toEqual([]);
  });

  test('says what each of our own codes means', () => {
    const source = readFileSync(join(ROOT, 'src/result/error.ts'), 'utf8');
    const union = /type OwnReason =([^;]+);/.exec(source)![1]!;
    const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map(match => match[1]!);
    expect(reasons.length).toBeGreaterThan(5);
    expect(reasons.filter(reason => !text.includes(`| \`vk-openapi-${reason}\``))).toEqual([]);
  });
});
