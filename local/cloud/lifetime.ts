import fs from 'fs';

/** The parent of a process, where the system tells. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Whether `npm` is this process: what it starts stands between it and us. */
function isNpm(pid: number): boolean {
  try {
    return /^npm\b|npm-cli/.test(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0/g, ' '));
  } catch {
    return false;
  }
}

/** Those whose end is ours: the parent, and under `npm run` everybody up to npm itself. */
function ancestors(): number[] {
  const chain = [process.ppid];
  if (!process.env.npm_lifecycle_event) return chain;
  for (let pid: number | undefined = process.ppid; pid && pid > 1 && chain.length < 8;) {
    if (isNpm(pid)) return chain;
    pid = parentOf(pid);
    if (pid) chain.push(pid);
  }
  return [process.ppid];
}

/** A process whose parent has ended has another one at once, even while the old one is still in the table. */
const isWhole = (chain: number[]) =>
  process.ppid === chain[0] && chain.slice(1).every((parent, i) => parentOf(chain[i]!) === parent);

/**
 * Calls back once when this process is told to end, or when whoever started it has ended, even if killed
 * without a chance to say so.
 */
export function onEnd(end: (reason: string) => void): void {
  const chain = ancestors();
  let ended = false;
  const once = (reason: string) => {
    if (ended) return;
    ended = true;
    clearInterval(timer);
    end(reason);
  };
  const timer = setInterval(() => {
    if (!isWhole(chain)) once('the parent process has ended');
  }, 1000);
  timer.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once(signal));
  if (process.channel) process.on('disconnect', () => once('the parent process has ended'));
}
