import { CloudError } from '../errors';
import type { FromInstance, Invocation, ToInstance } from '../types';

type Invoke = (id: number, invocation: Invocation) => void;

/** The cloud as a function's process sees it: calls come from it, and calls of other functions go to it. */
export class Parent {
  private invoke: Invoke | undefined;
  /** Calls that came before the function was loaded. */
  private readonly early: [number, Invocation][] = [];
  private readonly waiting = new Map<number, { resolve(json: string): void; reject(error: Error): void }>();
  private asked = 0;

  constructor(private readonly send: (message: FromInstance) => void) {}

  onInvoke(invoke: Invoke): void {
    this.invoke = invoke;
    for (const [id, invocation] of this.early.splice(0)) invoke(id, invocation);
  }

  take(message: Exclude<ToInstance, { type: 'start' }>): void {
    if (message.type === 'answer') return this.settle(message);
    if (this.invoke) this.invoke(message.id, message.invocation);
    else this.early.push([message.id, message.invocation]);
  }

  /** Calls another function of this cloud. Resolves to its result as JSON text. */
  call(name: string, data: unknown): Promise<string> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ type: 'call', id, name, data });
    });
  }

  private settle({ id, result, error }: Extract<ToInstance, { type: 'answer' }>): void {
    const entry = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) entry?.reject(new CloudError(error.code, error.message));
    else entry?.resolve(result ?? 'null');
  }
}
