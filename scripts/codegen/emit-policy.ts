import type { Catalogue } from './catalogue';

/** `src/generated/policy.json`: the level of every call and why, for documentation and tests. */
export function emitPolicy({ calls }: Catalogue): string {
  const rows = calls.map(call => [call.id, { level: call.level, reason: call.levelReason ?? '' }]);
  return `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`;
}
