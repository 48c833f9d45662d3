/** `npm start`: builds, starts the platform simulator and the local uniCloud on loopback, and keeps running. */
import { createHash } from 'crypto';
import path from 'path';
import { parseArgs } from 'util';
import { exampleCall } from '../local/cli/example';
import { startLocal, type Local } from '../local/cli/start';
import { onEnd } from '../local/cloud/lifetime';
import { build } from './build';

const ROOT = path.resolve(__dirname, '..');

const USAGE = `用法：npm start -- [选项]

  --project DIR   运行另一个 uniCloud 项目的云函数（默认：本仓库的 uniCloud/）
  --port N        本地云的端口（默认 7001；被占用时取下一个空闲端口）
  --data DIR      数据库与上传文件的目录（默认：本仓库的 .local/ 下，每个项目一个）
  --help
`;

/** How long an orderly end may take, in milliseconds. */
const PATIENCE_MS = 3000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      project: { type: 'string' },
      port: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.port !== undefined && !(/^\d+$/.test(values.port) && Number(values.port) < 65536))
    throw new Error(`--port 必须是 0–65535 的数字：${values.port}`);
  // npm runs scripts in the repository; paths are meant from where it was called.
  const from = process.env.INIT_CWD ?? process.cwd();
  const project = values.project === undefined ? ROOT : path.resolve(from, values.project);
  return {
    help: values.help,
    project,
    port: values.port === undefined ? undefined : Number(values.port),
    dataDir: values.data === undefined ? dataDirOf(project) : path.resolve(from, values.data),
  };
}

function dataDirOf(project: string): string {
  if (project === ROOT) return path.join(ROOT, '.local', 'cloud');
  const mark = createHash('sha256').update(project).digest('hex').slice(0, 8);
  return path.join(ROOT, '.local', `${path.basename(project)}-${mark}`);
}

async function main(): Promise<void> {
  const { help, ...options } = readOptions();
  if (help) return void process.stdout.write(USAGE);
  const running: { local?: Local } = {};
  onEnd(() => {
    setTimeout(() => process.exit(0), PATIENCE_MS).unref();
    void Promise.resolve(running.local?.close()).finally(() => process.exit(0));
  });
  build();
  const local = await startLocal({ ...options, say: line => console.log(line) });
  running.local = local;
  const { cloud, simulator } = local;
  console.log(`
本地云      ${cloud.url}   （${options.project} · ${cloud.space.provider}）
平台模拟器  ${simulator.url}   （微信 api.weixin.qq.com、QQ api.q.qq.com）
云函数      ${cloud.functionNames().join('、') || '（无）'}
客户端      uniCloud.init(${JSON.stringify({ ...cloud.space, provider: 'aliyun', endpoint: cloud.url })})

示例：`);
  for (const line of await exampleCall(cloud, !cloud.hasOwnConfiguration())) console.log(line);
  console.log('\n按 Ctrl+C 结束。');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
