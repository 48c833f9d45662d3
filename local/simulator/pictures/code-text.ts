/** What a simulated code holds: an address whose query says everything the platform was told. */
export function codeText(kind: string, fields: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value);
  return `https://simulator.invalid/${kind}?${query.toString()}`;
}
