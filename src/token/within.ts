import type { Clock } from '../host/clock';

/**
 * The outcome of `work`, or a rejection with `late()` when it takes longer than `ms` milliseconds. What is late
 * goes on unobserved: nothing in JavaScript can stop it.
 */
export function within<T>(clock: Clock, ms: number, work: () => Promise<T>, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(clock, ms, () => reject(late()));
    new Promise<T>(start => start(work())).then(
      value => {
        cancel();
        resolve(value);
      },
      error => {
        cancel();
        reject(error);
      },
    );
  });
}

/**
 * Timeouts run on real timers unless the clock brings its own: a clock whose `sleep` returns at once, as tests
 * like to have it, would otherwise declare every store dead.
 */
function after(clock: Clock, ms: number, action: () => void): () => void {
  if (clock.after) return clock.after(ms, action);
  let cancelled = false;
  // What has arrived by now is read first: an instance that was frozen wakes up with all its timers due.
  const timer = setTimeout(() => setImmediate(() => cancelled || action()), ms);
  return () => {
    cancelled = true;
    clearTimeout(timer);
  };
}

/** Milliseconds on the clock that is least likely to jump. */
export function monotonic(clock: Clock): number {
  return clock.monotonic ? clock.monotonic() : clock.now();
}
