import { FAULT_KINDS, type Fault } from './fault';

/** A fault that has been asked for. */
export interface ActiveFault {
  readonly fault: Fault;
  /** How often it was played. */
  readonly hits: number;
  remove(): void;
}

interface Entry {
  fault: Fault;
  skip: number;
  left: number;
  hits: number;
}

function checked(fault: Fault): Fault {
  if (!fault || !FAULT_KINDS.includes(fault.kind))
    throw new TypeError(`unknown kind of fault: ${String(fault?.kind)}; known: ${FAULT_KINDS.join(', ')}`);
  for (const name of ['after', 'times', 'rate', 'ms', 'errcode'] as const)
    if (fault[name] !== undefined && !Number.isFinite(fault[name]))
      throw new TypeError(`fault: ${name} must be a number`);
  if (fault.rate !== undefined && (fault.rate < 0 || fault.rate > 1))
    throw new TypeError('fault: rate must be between 0 and 1');
  return { ...fault };
}

/** The faults that wait for their request. */
export class FaultBook {
  private entries: Entry[] = [];

  constructor(private readonly random: () => number) {}

  add(fault: Fault): ActiveFault {
    const own = checked(fault);
    const left = own.times ?? (own.rate === undefined ? 1 : Infinity);
    const entry: Entry = { fault: own, skip: own.after ?? 0, left, hits: 0 };
    this.entries.push(entry);
    return {
      fault: own,
      get hits() {
        return entry.hits;
      },
      remove: () => this.drop(entry),
    };
  }

  /** The fault this request meets; the oldest one that matches. */
  meet(path: string): Fault | undefined {
    for (const entry of this.entries) {
      const { fault } = entry;
      if (fault.path !== undefined && fault.path !== path) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      if (fault.rate !== undefined && this.random() >= fault.rate) continue;
      entry.hits += 1;
      entry.left -= 1;
      if (entry.left <= 0) this.drop(entry);
      return fault;
    }
    return undefined;
  }

  list(): Fault[] {
    return this.entries.map(entry => entry.fault);
  }

  clear(): void {
    this.entries = [];
  }

  private drop(entry: Entry): void {
    this.entries = this.entries.filter(other => other !== entry);
  }
}
