import type { Redis } from './bridge';

/** A Redis of this process, by the clock of the test. Knows `GET`, `SET … EX` and `DEL`. */
export class MemoryRedis implements Redis {
  private readonly rows = new Map<string, { value: string; ends: number }>();
  /** What was asked of it, oldest first. */
  readonly commands: string[] = [];

  constructor(private readonly now: () => number) {}

  async get(key: string): Promise<string | null> {
    this.commands.push(`GET ${key}`);
    return this.peek(key) ?? null;
  }

  async set(key: string, value: string, ...options: (string | number)[]): Promise<unknown> {
    this.commands.push(`SET ${key} ${options.join(' ')}`.trim());
    const [option, seconds] = options;
    if (options.length > 0 && (option !== 'EX' || !Number.isInteger(seconds) || Number(seconds) < 1)) {
      throw new Error('ERR syntax error');
    }
    const ends = seconds === undefined ? Infinity : this.now() + Number(seconds) * 1000;
    this.rows.set(key, { value, ends });
    return 'OK';
  }

  async del(key: string): Promise<number> {
    this.commands.push(`DEL ${key}`);
    return this.rows.delete(key) ? 1 : 0;
  }

  /** Without a command. */
  peek(key: string): string | undefined {
    const row = this.rows.get(key);
    return row !== undefined && row.ends > this.now() ? row.value : undefined;
  }

  /** Seconds. */
  life(key: string): number {
    return (this.rows.get(key)!.ends - this.now()) / 1000;
  }
}
