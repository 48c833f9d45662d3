import { duration } from '../words';
import { bad, fine, unknown, type Verdict } from './verdict';

/** The protocol of tokens bears clocks off by two minutes either way. */
const BEARABLE = 120_000;

/** The platform tells its time to a second, and the way there takes some. */
const NOTHING = 3_000;

/**
 * Whether this machine's clock is that of the platform.
 *
 * @param ahead milliseconds that this machine's clock is ahead
 */
export function clockVerdict(ahead: number | undefined): Verdict {
  if (ahead === undefined) return unknown('不知道：没有得到平台的应答，或应答里没有时间');
  if (Math.abs(ahead) <= NOTHING) return fine('与平台的时钟一致');
  const what = `本机时钟比平台${ahead > 0 ? '快' : '慢'} ${duration(ahead)}`;
  if (Math.abs(ahead) <= BEARABLE) return fine(`${what}，在可以承受的 2 分钟以内`);
  return bad(
    `${what}，超过了 2 分钟：token 会被过早或过晚地当作过期，实例之间会多取 token。` +
      '请校准时钟（自己的服务器启用 NTP；云函数请联系服务商）',
  );
}
