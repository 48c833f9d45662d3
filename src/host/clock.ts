/** Time as the module sees it, so that tests can bring their own (`createOpenapi({ clock })`). */
export interface Clock {
  /** Wall-clock time in milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Milliseconds on a clock that never jumps; without it `now()` is taken. */
  monotonic?(): number;
  /** Does `action` after `ms` milliseconds unless the returned function is called before; default: a real timer. */
  after?(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
  monotonic: () => Number(process.hrtime.bigint() / 1000000n),
};
