import { createHash } from 'node:crypto';

/** What stands for a text of this name, in the first row that knows it. `seed` is the same for the same place. */
type Word = (seed: string, at: Date) => string;

const hex = (seed: string, length: number) =>
  createHash('sha256').update(seed).digest('hex').slice(0, length);
const day = (at: Date) => at.toISOString().slice(0, 10);
const constant =
  (text: string): Word =>
  () =>
    text;
const link =
  (extension: string): Word =>
  seed =>
    `https://simulator.invalid/${hex(seed, 12)}${extension}`;

/** By name, in lower case without underscores: general words come after the special ones they are part of. */
const WORDS: readonly (readonly [RegExp, Word])[] = [
  [/^(err|error|result|ret)?(msg|message)$/, constant('ok')],
  [/^(next|prev).*(openid|cursor|key|id|token|buffer)$|cursor$|lastbuffer$/, constant('')],
  [/(avatar|headimg|logo|icon|cover|thumb|pic|image|img|photo)(url|link|src)?s?$/, link('.png')],
  [/(video|mp4|hls|m3u8|media)url$/, link('.mp4')],
  [/(url|uri|link|href)s?$/, link('')],
  [/(date|day|ds)$|^refdate/, (_, at) => day(at).replaceAll('-', '')],
  [/(time|timestamp)$|at$/, (_, at) => `${day(at)} ${at.toISOString().slice(11, 19)}`],
  [/(phone|mobile|tel)(number|no)?$/, constant('10000000000')],
  [/countrycode$/, constant('86')],
  [/domain$/, constant('https://simulator.invalid')],
  [/email$/, constant('demo@example.com')],
  [/ip$/, constant('127.0.0.1')],
  [/currency|feetype$/, constant('CNY')],
  [/(amount|price|fee|money|balance)$/, constant('100')],
  [/(count|num|total)$/, constant('1')],
  [/(path|page)$/, constant('pages/index/index')],
  [/^lang(uage)?$/, constant('zh_CN')],
  [/version$/, constant('1.0.0')],
  [/(signature|sign|sig|md5|sha1|sha256|hash|digest)$/, seed => hex(seed, 32)],
  [/nationality$/, constant('汉')],
  [/country$/, constant('中国')],
  [/province$/, constant('广东省')],
  [/city$/, constant('广州市')],
  [/(district|county|area)$/, constant('海珠区')],
  [/(address|addr|detail)$/, constant('新港中路 397 号')],
  [/(id|sn|no|number|code|ticket|token|key|iv|secret)s?$/, seed => `demo-${hex(seed, 20)}`],
  [/title$/, constant('示例标题')],
  [/(name|nick)$/, constant('示例名称')],
  [/(content|text|body|desc|description|remark|reason|note|suggestion)$/, constant('示例内容')],
];

/** A believable text for a field. */
export function wordFor(name: string, seed: string, at: Date): string {
  const plain = name
    .replaceAll('_', '')
    .toLowerCase()
    .replace(/(.)lists?$/, '$1');
  const found = WORDS.find(([pattern]) => pattern.test(plain));
  return found ? found[1](seed, at) : `示例 ${name}`;
}

/** A whole number that is the same for the same place: 1 to 99,999. */
export const numberFor = (seed: string): number => 1 + (parseInt(hex(seed, 8), 16) % 99_999);
