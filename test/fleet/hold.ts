/** A place on a way where one who comes by is stopped until he is let go: tests name moments, they never wait for them. */
export interface Hold {
  /** Resolves when somebody is stopped here. */
  readonly reached: Promise<void>;
  /** Lets him go, and everybody who comes later. */
  release(): void;
}

interface Gate<T> {
  concerns: (thing: T) => boolean;
  /** Whether all are stopped, or the first only. */
  all: boolean;
  reach: () => void;
  open: Promise<void>;
}

/** The holds on one way. */
export class Holds<T> {
  private gates: Gate<T>[] = [];

  /** Stops the first who comes by and is concerned; with `all`, everybody until it is released. */
  add(concerns: (thing: T) => boolean, { all = false } = {}): Hold {
    let reach: () => void = () => undefined;
    let release: () => void = () => undefined;
    const reached = new Promise<void>(resolve => (reach = resolve));
    const open = new Promise<void>(resolve => (release = resolve));
    const gate = { concerns, all, reach, open };
    this.gates.push(gate);
    return {
      reached,
      release: () => {
        this.remove(gate);
        release();
      },
    };
  }

  /** What everybody does who comes by. */
  async pass(thing: T): Promise<void> {
    const gate = this.gates.find(({ concerns }) => concerns(thing));
    if (gate === undefined) return;
    if (!gate.all) this.remove(gate);
    gate.reach();
    await gate.open;
  }

  private remove(gate: Gate<T>): void {
    this.gates = this.gates.filter(other => other !== gate);
  }
}
