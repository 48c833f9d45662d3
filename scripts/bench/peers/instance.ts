/** A process of a client, told what to do. */
import { fork } from 'node:child_process';
import { plainEnvironment, script } from '../measure';

const PATIENCE = 60_000;

export interface Outcome {
  succeeded: number;
  failure?: string;
}

export interface Instance {
  /** Makes so many calls at once. */
  call(calls: number): Promise<Outcome>;
  /** Resolves when it is gone, and writes nothing any more. */
  end(): Promise<void>;
}

/** Resolves when the process could call; rejects with what it complained of. */
export async function startInstance(client: string, options: object): Promise<Instance> {
  const child = fork(script('peers/worker.cjs'), [client, JSON.stringify(options)], {
    env: plainEnvironment(),
    execArgv: ['--require', script('peers/only-loopback.cjs')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()));
  let complaint = '';
  child.stderr!.on('data', piece => (complaint = (complaint + piece).slice(-2000)));
  const answer = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('close', onClose);
      };
      const onMessage = (message: unknown): void => {
        settle();
        resolve(message as T);
      };
      const onClose = (): void => {
        settle();
        reject(new Error(complaint.trim() || 'its process ended'));
      };
      const timer = setTimeout(() => {
        settle();
        child.kill('SIGKILL');
        reject(new Error(`no answer within ${PATIENCE / 1000} s`));
      }, PATIENCE);
      child.on('message', onMessage);
      child.on('close', onClose);
    });
  await answer();
  return {
    call: calls => {
      const answered = answer<Outcome>();
      child.send({ calls });
      return answered;
    },
    end: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}
