import { fork, type ChildProcess } from 'child_process';
import path from 'path';

/** How one call ended. */
export interface Ending {
  code: number | string;
  msg: string;
}

interface Reply {
  id?: number;
  ready?: true;
  result?: unknown;
  error?: string;
}

/** Every process a test file has started, so that none outlives it, whatever fails. */
const started: FleetProcess[] = [];
afterAll(() => Promise.all(started.map(process => process.end())));

/** As many processes as asked for, for all tests of a file. */
export function processes(count: number): FleetProcess[] {
  return Array.from({ length: count }, (_, index) => new FleetProcess(`p${index}`));
}

/** A real process that runs the built module. */
export class FleetProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private asked = 0;
  private readonly ready: Promise<void>;

  constructor(readonly name: string) {
    // Whatever the test runner was started with is not for its children.
    this.child = fork(path.join(__dirname, 'worker.cjs'), [], { execArgv: [], serialization: 'json' });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (reply: Reply) => (reply.ready ? resolve() : this.settle(reply)));
      this.child.once('exit', () => {
        const gone = new Error(`${this.name} has ended`);
        reject(gone);
        for (const { reject: fail } of this.waiting.values()) fail(gone);
        this.waiting.clear();
      });
    });
    this.ready.catch(() => undefined);
    started.push(this);
  }

  async ask<T>(task: string, details: object = {}): Promise<T> {
    await this.ready;
    return new Promise<T>((resolve, reject) => {
      const id = ++this.asked;
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.child.send({ id, task, ...details });
    });
  }

  /** Makes calls at once, and waits for all. */
  calls(name: string, params: object, count: number): Promise<Ending[]> {
    return this.ask('calls', { name, params, count });
  }

  /** Makes calls at once, and waits for none. */
  start(name: string, params: object, count: number): Promise<void> {
    return this.ask('start', { name, params, count });
  }

  /** How many of those are over. */
  over(): Promise<number> {
    return this.ask('over');
  }

  /** How they ended, when all have. */
  endings(): Promise<Ending[]> {
    return this.ask('endings');
  }

  warnings(): Promise<string[]> {
    return this.ask('warnings');
  }

  /** As a machine's power going out. */
  end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    const ended = new Promise<void>(resolve => this.child.once('exit', () => resolve()));
    this.child.kill('SIGKILL');
    return ended;
  }

  /** As a cloud freezes an instance. */
  stop(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  private settle({ id = 0, result, error }: Reply): void {
    const entry = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) entry?.resolve(result);
    else entry?.reject(new Error(`${this.name}: ${error}`));
  }
}
