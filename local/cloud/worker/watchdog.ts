import { Worker } from 'worker_threads';

/**
 * Ends this process with its parent. The closed channel tells most of the time; a function in an endless loop
 * never hears of it, therefore a thread looks as well whether the parent is still the same.
 */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit());
  const watch = `
    const parent = ${process.ppid};
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);
  `;
  new Worker(watch, { eval: true }).unref();
}
