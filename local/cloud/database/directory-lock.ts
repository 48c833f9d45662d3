import fs from 'fs';
import path from 'path';

/** When a process began, where the system tells: with the number it names one process for good. */
function startedAt(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isRunning(pid: number, began: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return began === '' || began === startedAt(pid);
}

/**
 * Keeps a second process from opening the same folder: two writers of one file would undo each other's work.
 * A lock left behind by a process that is gone is taken over. Returns what gives the lock back.
 */
export function lockDirectory(dir: string): () => void {
  const file = path.join(dir, 'lock');
  const own = `${process.pid} ${startedAt(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(file, own, { flag: 'wx', mode: 0o600 });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', began = ''] = fs.readFileSync(file, 'utf8').split(' ');
    if (/^\d+$/.test(pid) && isRunning(Number(pid), began))
      throw new Error(
        `The database in ${dir} is in use by process ${pid}. Connect to it instead (connectDatabase), or choose another folder.`,
      );
    fs.rmSync(file, { force: true });
  }
  throw new Error(`The lock of the database in ${dir} cannot be taken.`);
}
