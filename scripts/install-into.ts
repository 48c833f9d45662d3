/** `npm run install-into -- DIR [--provider NAME]`: the module, its functions and schemas into a project. */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build';
import { apply } from './lib/changes';
import type { Change } from './lib/changes';
import { planInstall } from './lib/install';
import { ROOT, UserError } from './lib/layout';
import { PROVIDERS, spacesOf } from './lib/project';
import { run } from './lib/terminal';

const USAGE = `用法：npm run install-into -- 项目目录 [--provider ${PROVIDERS.join('|')}]
把 vk-openapi 公共模块、云函数与表结构复制到项目的 uniCloud-aliyun、uniCloud-tcb、uniCloud-alipay（存在几个就装几个）。`;

const WORDS: Record<Change['action'], string> = { write: '写入', remove: '删除', keep: '保留', same: '未变' };

function readArguments(): { project: string; provider?: string } | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { provider: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${USAGE}`);
  }
  if (parsed.values.help) return undefined;
  const [project, ...more] = parsed.positionals;
  if (!project || more.length > 0) throw new UserError(`请给出一个项目目录\n${USAGE}`);
  // npm runs scripts in the package's folder; the person meant the one they stand in.
  return { project: resolve(process.env.INIT_CWD ?? '', project), provider: parsed.values.provider };
}

void run(async () => {
  const asked = readArguments();
  if (!asked) return console.log(USAGE);
  const spaces = spacesOf(asked.project, asked.provider);
  await build();
  // All is worked out before the first file is touched.
  const plans = spaces.map(space => planInstall(ROOT, asked.project, space));
  for (const { space, changes, advice } of plans) {
    apply(changes);
    console.log(`uniCloud-${space.provider}`);
    for (const { action, path, note } of changes) {
      console.log(`  ${WORDS[action]} ${relative(asked.project, path)}${note ? `（${note}）` : ''}`);
    }
    for (const line of advice) console.log(`  注意：${line}`);
  }
  console.log(
    '完成。接下来在 HBuilderX 里：配置 uni-config-center，上传公共模块与云函数，并上传 database 下的 schema。',
  );
});
