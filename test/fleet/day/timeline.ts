/** Something that will happen. */
export interface Event {
  at: number;
  order: number;
  /** `undefined`: called off. */
  action: (() => void) | undefined;
}

/**
 * A day's events in the order of their times, and for equal times in the order they were planned. Between two of
 * them everything happens that waits for nothing but promises, so that one seed gives one day.
 */
export class Timeline {
  /** Milliseconds since the day began. */
  now = 0;
  happened = 0;
  private planned = 0;
  private woken = false;
  private readonly heap: Event[] = [];

  plan(at: number, action: () => void): Event {
    const event: Event = { at: Math.max(this.now, Math.round(at)), order: this.planned++, action };
    this.push(event);
    return event;
  }

  /** To be said by an action that settles promises: others then get their turn before the next event. */
  wake(): void {
    this.woken = true;
  }

  async run(until: number): Promise<void> {
    await turn();
    for (let event = this.heap[0]; event !== undefined && event.at <= until; event = this.heap[0]) {
      this.pop();
      if (event.action === undefined) continue;
      this.now = event.at;
      this.happened += 1;
      this.woken = false;
      event.action();
      if (this.woken) await turn();
    }
    this.now = until;
  }

  private push(event: Event): void {
    const { heap } = this;
    let place = heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(event, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = event;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
  }
}

const before = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** One turn of the event loop: every promise that can be settled is. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
