import type { SimulatorClock } from './clock';
import { randomText } from './random';

/** Codes of the front end live five minutes and work once. */
const LIFE = 300_000;

type Taken<T> = { value: T } | { refused: 'unknown' | 'used' };

interface Code<T> {
  value: T;
  expiresAt: number;
  used: boolean;
}

/** Login codes, phone codes, plugin codes, form ids: each kind has its book. */
export class CodeBook<T> {
  private readonly codes = new Map<string, Code<T>>();

  /** `demo` says what a code beginning with `demo-` stands for: such a code works once, without being issued. */
  constructor(
    private readonly clock: SimulatorClock,
    private readonly demo: (appid: string, code: string) => T,
    private readonly life: number = LIFE,
  ) {}

  issue(appid: string, value: T, code: string = randomText(32)): string {
    this.codes.set(`${appid} ${code}`, { value, expiresAt: this.clock.now() + this.life, used: false });
    return code;
  }

  /** Uses the code up. */
  take(appid: string, code: string): Taken<T> {
    const slot = `${appid} ${code}`;
    if (code.startsWith('demo-') && !this.codes.has(slot)) this.issue(appid, this.demo(appid, code), code);
    const found = this.codes.get(slot);
    if (!found || found.expiresAt <= this.clock.now()) return { refused: 'unknown' };
    if (found.used) return { refused: 'used' };
    found.used = true;
    return { value: found.value };
  }
}
