import { initial, isSettled, moves, type Setting, type State } from './protocol';

/** What holds in every state, or the words for what does not. */
export type Invariant = (state: State, setting: Setting) => string | undefined;

export interface Exploration {
  states: number;
  steps: number;
  /** States in which all who are awake have finished. */
  ends: number;
  /** The most token requests that any way costs. */
  mostFetches: number;
  /** The shortest way to something that must not be, and what it is. */
  violation?: { what: string; way: string[] };
}

interface Visited {
  state: State;
  from: number;
  by: string;
  before: number[];
}

/** Visits every state that can be reached, nearest first, and stops at the first that breaks an invariant. */
export function explore(setting: Setting, invariants: readonly Invariant[]): Exploration {
  const seen = new Map<string, number>();
  const visited: Visited[] = [];
  const result: Exploration = { states: 0, steps: 0, ends: 0, mostFetches: 0 };

  const visit = (state: State, from: number, by: string): void => {
    const key = JSON.stringify(state);
    const known = seen.get(key);
    if (known !== undefined) {
      visited[known]!.before.push(from);
      return;
    }
    seen.set(key, visited.length);
    visited.push({ state, from, by, before: from < 0 ? [] : [from] });
  };

  visit(initial(setting), -1, 'the beginning');
  for (let index = 0; index < visited.length; index++) {
    const { state } = visited[index]!;
    result.mostFetches = Math.max(result.mostFetches, state.fetches);
    for (const invariant of invariants) {
      const what = invariant(state, setting);
      if (what !== undefined)
        return { ...result, states: visited.length, violation: { what, way: way(visited, index) } };
    }
    if (isSettled(state)) result.ends += 1;
    for (const { name, next } of moves(state, setting)) {
      result.steps += 1;
      visit(next, index, name);
    }
  }
  result.states = visited.length;
  const stuck = withoutAnEnd(visited);
  if (stuck !== undefined) result.violation = { what: 'somebody waits for ever', way: way(visited, stuck) };
  return result;
}

/** A state from which no way leads to an end. */
function withoutAnEnd(visited: readonly Visited[]): number | undefined {
  const good = new Uint8Array(visited.length);
  const queue: number[] = [];
  const mark = (index: number): void => {
    if (good[index]) return;
    good[index] = 1;
    queue.push(index);
  };
  visited.forEach(({ state }, index) => isSettled(state) && mark(index));
  for (let index = queue.pop(); index !== undefined; index = queue.pop())
    visited[index]!.before.forEach(mark);
  const stuck = good.indexOf(0);
  return stuck < 0 ? undefined : stuck;
}

function way(visited: readonly Visited[], end: number): string[] {
  const names: string[] = [];
  for (let index = end; index >= 0; index = visited[index]!.from) names.unshift(visited[index]!.by);
  return names;
}
