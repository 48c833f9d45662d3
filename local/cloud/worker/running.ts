import type { Invocation } from '../types';

const inFlight = new Set<Invocation>();

/** The calls in progress in this process. */
export const running = {
  async run<T>(invocation: Invocation, work: () => T | Promise<T>): Promise<T> {
    inFlight.add(invocation);
    try {
      return await work();
    } finally {
      inFlight.delete(invocation);
    }
  },
  /** One entry a call in progress, as `getClientInfos` and its like list them. */
  all: (): Invocation[] => [...inFlight],
};
