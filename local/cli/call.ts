/** `npm run call -- weixin.wxacode.getUnlimited '{"scene":"a=1"}' --out code.png`: one call from the terminal. */
import { parseArgs } from 'util';
import { loadModule } from './built-module';
import { callNames, findCall } from './find-call';
import { outcomeOf, outcomeOfError, type Outcome } from './outcome';
import { readParams } from './params';
import { realTarget, simulatorTarget } from './target';

const USAGE = `用法：npm run call -- <接口> ['<参数 JSON>'] [选项]

  npm run call -- weixin.wxacode.getUnlimited '{"scene":"a=1"}' --out code.png
  npm run call -- weixin.security.imgSecCheck '{"media":{"$file":"a.png"}}'
  npm run call -- weixin.subscribeMessage.send @params.json

默认发给平台模拟器（127.0.0.1:7002 上的，没有则临时启动一个）。

  --out FILE      把返回的图片（或完整的返回值）写入文件
  --real          发给平台本身；appid 和 appsecret 取自环境变量
                  VK_OPENAPI_APPID、VK_OPENAPI_APPSECRET，或 --config
  --config FILE   JSON 文件：{"appid":"…","appsecret":"…"}，或 createOpenapi 的参数
  --list          列出所有接口
  --help

成功时退出码为 0，失败时为 1。
`;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      real: { type: 'boolean', default: false },
      config: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name, params, ...rest] = positionals;
  if (rest.length) throw new Error(`多余的参数：${rest.join(' ')}。参数 JSON 要整个用引号括起来。`);
  return { ...values, name, params };
}

async function call(
  name: string,
  text: string | undefined,
  options: ReturnType<typeof readOptions>,
): Promise<Outcome> {
  const params = readParams(text);
  const { createOpenapi } = loadModule();
  findCall(createOpenapi({}), name);
  const target = options.real ? realTarget(name, options.config) : await simulatorTarget();
  try {
    const run = findCall(createOpenapi(target.options), name);
    return await run(params).then(result => outcomeOf(result, options.out), outcomeOfError);
  } finally {
    await target.close();
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.list) console.log(callNames(loadModule().createOpenapi({})).join('\n'));
  else if (options.help || options.name === undefined) process.stdout.write(USAGE);
  if (options.list || options.help) return 0;
  if (options.name === undefined) return 1;
  if (options.config !== undefined && !options.real) throw new Error('--config 只与 --real 一起使用。');
  const { printed, succeeded } = await call(options.name, options.params, options);
  console.log(JSON.stringify(printed, null, 2));
  return succeeded ? 0 : 1;
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
