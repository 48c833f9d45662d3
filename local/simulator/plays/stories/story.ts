import type { World } from '../../state/world';
import type { Call } from '../call';

/**
 * What one path answers: `example` as it is, changed, or replaced. `bytes` with a `type` are answered as a file; a
 * `refuse(…)` is the platform's failure. The request has been checked against the catalogue before.
 */
export type Tell = (call: Call, example: Record<string, unknown>) => Record<string, unknown>;

/** Calls that belong together by what they remember, by their paths. */
export type Story = (world: World) => Readonly<Record<string, Tell>>;

/** Ids with this beginning are those of examples: they are always there, whoever asks. */
export const isExample = (id: string): boolean => id.startsWith('demo-');

/** Something of every app, made when first asked for. */
export function perApp<T>(make: () => T): (appid: string) => T {
  const all = new Map<string, T>();
  return appid => {
    const known = all.get(appid);
    if (known !== undefined) return known;
    const made = make();
    all.set(appid, made);
    return made;
  };
}
