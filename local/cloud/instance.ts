import { fork, type ChildProcess } from 'child_process';
import path from 'path';
import { CloudError, functionCrashed, functionTimeout, loadFailed } from './errors';
import { FileStamps } from './file-stamps';
import type { FromInstance, InstanceSettings, Invocation, ToInstance } from './types';

const ENTRY = path.join(__dirname, 'worker', 'entry.cjs');

export interface InstanceHost {
  /** One function calling another: resolves to the result as JSON text. */
  call(name: string, data: unknown): Promise<string>;
  log(line: string): void;
  env: NodeJS.ProcessEnv;
}

interface Waiting {
  resolve(result: string): void;
  reject(error: Error): void;
  /** What a function is given counts from when it is loaded. */
  seconds: number;
  timer?: NodeJS.Timeout;
}

/** Seconds a function may take to load: a busy machine starts processes slowly. */
const LOAD_SECONDS = 60;

/** One process that runs one function, for many calls, as an instance in the cloud does. */
export class Instance {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private readonly stamps = new FileStamps();
  private readonly ended: Promise<void>;
  private asked = 0;
  private retired = false;
  private ready = false;
  private readonly loading: NodeJS.Timeout;

  constructor(
    private readonly settings: InstanceSettings,
    private readonly host: InstanceHost,
  ) {
    this.child = fork(ENTRY, [], { execArgv: [], env: host.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child.on('message', message => this.take(message as FromInstance));
    this.ended = new Promise(resolve => this.child.once('exit', () => resolve()));
    this.child.once('exit', (code, signal) =>
      this.fail(functionCrashed(settings.name, signal ?? `exit code ${code}`)),
    );
    this.child.once('error', error => this.fail(functionCrashed(settings.name, error.message)));
    for (const stream of [this.child.stdout, this.child.stderr]) this.pipe(stream);
    this.loading = setTimeout(
      () => this.fail(functionTimeout(settings.name, LOAD_SECONDS)),
      LOAD_SECONDS * 1000,
    );
    this.stamps.add(settings.watched);
    this.send({ type: 'start', settings });
  }

  /** Calls in progress. */
  get load(): number {
    return this.waiting.size;
  }

  /** Whether new calls may go here: it lives, and its files are still the ones it has loaded. */
  get isFit(): boolean {
    return !this.retired && !this.stamps.isStale;
  }

  /** Resolves to the function's result as JSON text; rejects with a `CloudError`. */
  invoke(invocation: Invocation, seconds: number): Promise<string> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      const entry: Waiting = { resolve, reject, seconds };
      this.waiting.set(id, entry);
      if (this.ready) this.startTimer(id, entry);
      this.send({ type: 'invoke', id, invocation });
    });
  }

  /** Takes no more calls, and ends when those in progress have. */
  retire(): void {
    this.retired = true;
    if (!this.waiting.size) this.child.kill('SIGKILL');
  }

  /** Ends now; whoever waits is told. */
  async close(): Promise<void> {
    this.retired = true;
    this.fail(new CloudError('CLOUD_CLOSED', '本地云已关闭。', 503));
    this.child.kill('SIGKILL');
    if (this.child.pid) await this.ended;
  }

  private take(message: FromInstance): void {
    switch (message.type) {
      case 'ready':
        return this.begin(message.files);
      case 'load-failed':
        return this.fail(loadFailed(this.settings.name, message.message));
      case 'result':
        if (message.files) this.stamps.add(message.files);
        return this.settle(message.id)?.resolve(message.result);
      case 'error':
        return this.settle(message.id)?.reject(new CloudError(message.error.code, message.error.message));
      case 'call':
        return void this.passOn(message.id, message.name, message.data);
    }
  }

  private begin(files: string[]): void {
    this.ready = true;
    clearTimeout(this.loading);
    this.stamps.add(files);
    for (const [id, entry] of this.waiting) this.startTimer(id, entry);
  }

  private startTimer(id: number, entry: Waiting): void {
    entry.timer = setTimeout(() => this.giveUp(id, entry.seconds), entry.seconds * 1000);
  }

  private async passOn(id: number, name: string, data: unknown): Promise<void> {
    try {
      this.send({ type: 'answer', id, result: await this.host.call(name, data) });
    } catch (error) {
      const { code = 'SYS_ERR', message } = error as CloudError;
      this.send({ type: 'answer', id, error: { code, message } });
    }
  }

  /** A function that does not answer may be in an endless loop: only the end of its process ends it for sure. */
  private giveUp(id: number, seconds: number): void {
    this.retired = true;
    this.settle(id)?.reject(functionTimeout(this.settings.name, seconds));
  }

  private settle(id: number): Waiting | undefined {
    const entry = this.waiting.get(id);
    this.waiting.delete(id);
    if (entry) clearTimeout(entry.timer);
    if (this.retired && !this.waiting.size) this.child.kill('SIGKILL');
    return entry;
  }

  private fail(error: Error): void {
    this.retired = true;
    clearTimeout(this.loading);
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(error);
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
  }

  private send(message: ToInstance): void {
    // A process that has just ended is found out by its `exit`; the failed send says nothing more.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private pipe(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    const { name } = this.settings;
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.host.log(`[${name}] ${line}`);
    });
    stream?.on('end', () => rest && this.host.log(`[${name}] ${rest}`));
  }
}
