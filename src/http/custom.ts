/** A transport of the user's own: `createOpenapi({ http: { transport: async request => … } })`. */
import type { CustomTransport } from '../config/settings';
import { failure, foreignFailure, hostOf, within } from './failure';
import { lowerCaseNames, toBuffer } from './foreign';
import type { Transport } from './transport';

export function customTransport(ask: CustomTransport): Transport {
  return async request => {
    const name = hostOf(request.origin);
    let answer: Awaited<ReturnType<CustomTransport>>;
    try {
      // A copy: what the function does to its request must not come back into a repeated one.
      const asked = Promise.resolve(
        ask({
          method: request.method,
          url: request.origin + request.path,
          headers: { ...request.headers },
          body: request.body,
          timeout: request.timeout,
        }),
      );
      answer = await within(asked, request.timeout, name);
    } catch (error) {
      throw foreignFailure(error, name);
    }
    if (typeof answer !== 'object' || answer === null || typeof answer.status !== 'number') {
      throw failure('aborted', name);
    }
    return { status: answer.status, headers: lowerCaseNames(answer.headers), body: toBuffer(answer.body) };
  };
}
