/** Fields whose value opens something; a terminal's scrollback is no place for them. */
const SECRET_FIELDS = /^(access_?token|refresh_?token|session_?key|ticket|app_?secret|secret|encrypt_?key)$/i;

const masked = (value: string) => `***（${value.length} 个字符，--out FILE 可写入文件）`;

/** The same value with its secrets covered, at any depth. */
export function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_FIELDS.test(name) && typeof inner === 'string' ? masked(inner) : mask(inner),
    ]),
  );
}
