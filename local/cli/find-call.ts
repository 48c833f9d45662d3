import leven from 'leven';

export type Call = (params: object) => Promise<unknown>;

/** How many names are offered for one that is unknown. */
const OFFERED = 5;

const own = (tree: unknown, name: string): unknown =>
  typeof tree === 'object' && tree !== null && Object.prototype.hasOwnProperty.call(tree, name)
    ? (tree as Record<string, unknown>)[name]
    : undefined;

/** Every call there is, by its whole name. */
export function callNames(tree: object, prefix = ''): string[] {
  return Object.keys(tree).flatMap(name => {
    const value = own(tree, name);
    if (typeof value === 'function') return [prefix + name];
    return typeof value === 'object' && value !== null ? callNames(value, `${prefix}${name}.`) : [];
  });
}

/** The call of this name. Throws, with the nearest names, when there is none. */
export function findCall(tree: object, name: string): Call {
  const found = name
    .replace(/^(vk\.)?openapi\./, '')
    .split('.')
    .reduce<unknown>((value, part) => own(value, part), tree);
  if (typeof found === 'function') return found as Call;
  throw new Error(`没有名为 ${name} 的接口。相近的有：\n${nearest(callNames(tree), name).join('\n')}`);
}

/** By spelling, or because the last part is the same word. */
function nearest(names: string[], wanted: string): string[] {
  const lower = wanted.toLowerCase();
  const last = lower.split('.').pop() ?? '';
  const distance = (name: string) =>
    name.toLowerCase().endsWith(`.${last}`) ? 0 : leven(name.toLowerCase(), lower);
  return names
    .map(name => ({ name, distance: distance(name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED)
    .map(({ name }) => `  ${name}`);
}
