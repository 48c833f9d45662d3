import type { Call } from '../call';
import type { Entry, Param } from './entry';
import { givenValue } from './given';

/** The listed values of a parameter that only some of a path's calls take. */
function listed(param: Param): readonly unknown[] | undefined {
  return param.type.kind === 'values' ? param.type.values : undefined;
}

function fits(entry: Entry, call: Call): boolean {
  return entry.params.every(param => {
    const values = listed(param);
    const value = givenValue(param, call);
    return !values || value === undefined || values.map(String).includes(String(value));
  });
}

/** How closely a call describes the request: what is fixed and there counts most, then what is required and there. */
function closeness(entry: Entry, call: Call): number {
  return entry.params.reduce((sum, param) => {
    const there = givenValue(param, call) !== undefined;
    if (!there) return param.required ? sum - 10 : sum;
    return sum + (listed(param)?.length === 1 ? 100 : 1);
  }, 0);
}

/** Which of the calls that share a path this request is: the one whose fixed values it has. */
export function chooseEntry(entries: readonly Entry[], call: Call): Entry {
  if (entries.length === 1) return entries[0]!;
  const fitting = entries.filter(entry => fits(entry, call));
  const candidates = fitting.length ? fitting : entries;
  return candidates.reduce((best, entry) => (closeness(entry, call) > closeness(best, call) ? entry : best));
}
