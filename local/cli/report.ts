/** What of a doctor's report is printed; `src/` and `local/` share no types. */
export interface Report {
  code: unknown;
  msg: string;
  apps: { platform: string; appid: string }[];
  checks: {
    name: string;
    ok: boolean;
    skipped?: boolean;
    msg: string;
    platform?: string;
    appid?: string;
  }[];
}

type Check = Report['checks'][number];

const markOf = ({ ok, skipped }: Check) => (!ok ? '✗' : skipped ? '－' : '✓');

/** `微信小程序 wx…：密钥` → its two parts. */
function split(name: string): [heading: string, what: string] {
  const at = name.indexOf('：');
  return at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)];
}

/** Letters of the Chinese script are twice as wide as those of the Latin one. */
const widthOf = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);
const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

function section(heading: string, checks: { mark: string; what: string; msg: string }[]): string[] {
  const width = Math.max(...checks.map(({ what }) => widthOf(what)));
  return [heading, ...checks.map(({ mark, what, msg }) => `  ${mark} ${padded(what, width)}  ${msg}`), ''];
}

/** A report for people: one paragraph for what concerns all apps, one for each app, and the sum of it. */
export function reportLines({ checks }: Report): string[] {
  const general = checks.filter(check => check.appid === undefined);
  const lines = section(
    '全部应用',
    general.map(check => ({ mark: markOf(check), what: check.name, msg: check.msg })),
  );
  const headings = new Map<string, Check[]>();
  for (const check of checks.filter(({ appid }) => appid !== undefined)) {
    const [heading] = split(check.name);
    headings.set(heading, [...(headings.get(heading) ?? []), check]);
  }
  for (const [heading, own] of headings)
    lines.push(
      ...section(
        heading,
        own.map(check => ({ mark: markOf(check), what: split(check.name)[1], msg: check.msg })),
      ),
    );
  const wrong = checks.filter(check => !check.ok).length;
  return [...lines, wrong ? `发现 ${wrong} 个问题（标有 ✗ 的各项）。` : '没有发现问题。'];
}
