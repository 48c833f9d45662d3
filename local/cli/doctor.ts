/** `npm run doctor`: what is wrong with the configured apps, and what to do. */
import { parseArgs } from 'util';
import { loadModule } from './built-module';
import { projectTarget } from './project-target';
import { reportLines, type Report } from './report';
import { realTarget, simulatorTarget, type Target } from './target';

const USAGE = `用法：npm run doctor -- [选项]

  npm run doctor                           诊断平台模拟器里的示例应用
  npm run doctor -- --project ../my-app    诊断一个 uni-app 项目配置的应用（发给平台本身）
  npm run doctor -- --real                 诊断一个应用；appid 和 appsecret 取自环境变量
                                           VK_OPENAPI_APPID、VK_OPENAPI_APPSECRET，或 --config

  --config FILE      与 --real 一起用：JSON 文件 {"appid":"…","appsecret":"…"}，或 createOpenapi 的参数
  --platform NAME    weixin（默认）、weixin.h5 或 qq；不与 --real 一起用时只看这个平台
  --appid APPID      只看这个应用
  --path PATH        查询这个接口路径的额度，可写多次，如 /wxa/getwxacodeunlimit
  --fetch            即使会影响其他系统也获取 token（QQ 每次获取都会使上一个在约 5 分钟后失效）
  --json             打印 JSON
  --help

在电脑上运行时，看不到云端数据库里的 token，IP 白名单一项说的也是这台电脑的地址。
要诊断线上环境，请在云函数里 return await vk.openapi.doctor()。

没有问题时退出码为 0，否则为 1。
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      project: { type: 'string' },
      real: { type: 'boolean', default: false },
      config: { type: 'string' },
      platform: { type: 'string' },
      appid: { type: 'string' },
      path: { type: 'string', multiple: true },
      fetch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.real && values.project !== undefined) throw new Error('--real 与 --project 只能用一个。');
  if (values.config !== undefined && !values.real) throw new Error('--config 只与 --real 一起使用。');
  return values;
}

type Options = ReturnType<typeof readOptions>;

function targetOf({ project, real, config, platform }: Options): Target | Promise<Target> {
  if (project !== undefined) return projectTarget(project);
  return real ? realTarget(`${platform ?? 'weixin'}.`, config) : simulatorTarget();
}

async function diagnose(options: Options): Promise<Report> {
  const { platform, appid, path: paths, fetch } = options;
  const { createOpenapi } = loadModule();
  const target = await targetOf(options);
  try {
    const openapi = createOpenapi(target.options) as { doctor(options: object): Promise<Report> };
    // Nobody else uses the simulator's tokens.
    const mayFetch = fetch || (options.project === undefined && !options.real);
    return await openapi.doctor({ platform, appid, paths, fetch: mayFetch });
  } finally {
    await target.close();
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const report = await diagnose(options);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else if (report.checks.length > 0) console.log(reportLines(report).join('\n'));
  else console.error(report.msg);
  return report.code === 0 ? 0 : 1;
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
